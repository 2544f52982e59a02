"""Finds the addresses of a name, bounded in time.

A resolver that never answers cannot be stopped: it is left behind in a daemon thread, so that neither a
request nor the end of the program waits for it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from itertools import chain, zip_longest

import httpcore

from wizard.threads import in_daemon_thread

_NEXT = 0.25  # seconds before the next address is tried too (RFC 8305: Connection Attempt Delay)
_LATE = "the name {host} was not resolved in time"


async def addresses(host: str, port: int, seconds: float | None) -> tuple[str, ...]:
    """The addresses of a host, both families in turn.

    Raises `httpcore.ConnectError`, and `httpcore.ConnectTimeout` after so many seconds.
    """
    if is_address(host):
        return (host,)
    try:
        async with asyncio.timeout(seconds):
            return await in_daemon_thread(_found, host, port)
    except TimeoutError:
        raise httpcore.ConnectTimeout(_LATE.format(host=host)) from None
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error


def addresses_blocking(host: str, port: int, seconds: float | None) -> tuple[str, ...]:
    """The same, for a thread that may wait."""
    if is_address(host):
        return (host,)
    found: list[tuple[str, ...]] = []
    failed: list[OSError] = []

    def run() -> None:
        try:
            found.append(_found(host, port))
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=run, name="resolve", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise httpcore.ConnectError(str(failed[0])) from failed[0]
    if not found:
        raise httpcore.ConnectTimeout(_LATE.format(host=host))
    return found[0]


def is_address(host: str) -> bool:
    """Whether this is an IP address: nothing has to be resolved."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _found(host: str, port: int) -> tuple[str, ...]:
    """The addresses in the resolver's order, but one family and the other in turn."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is empty or too long
        raise OSError(str(error)) from error
    by_family: dict[int, list[str]] = {}
    for family, _kind, _protocol, _name, place in rows:
        by_family.setdefault(family, []).append(str(place[0]))
    if not by_family:
        raise OSError(f"{host} has no address")
    turns = chain.from_iterable(zip_longest(*by_family.values()))
    return tuple(dict.fromkeys(each for each in turns if each is not None))


async def first_open(
    places: Sequence[str], connect: Callable[[str], Awaitable[httpcore.AsyncNetworkStream]]
) -> httpcore.AsyncNetworkStream:
    """The stream to the first of these addresses that answers; each later one is tried a moment later.

    Raises what the first address raises when none answers.
    """
    tries: list[asyncio.Future[httpcore.AsyncNetworkStream]] = []
    left = list(places)
    opened: asyncio.Future[httpcore.AsyncNetworkStream] | None = None
    try:
        while opened is None:
            if left:
                tries.append(asyncio.ensure_future(connect(left.pop(0))))
            waiting = [each for each in tries if not each.done()]
            if waiting:
                pause = _NEXT if left else None
                await asyncio.wait(waiting, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            elif not left:
                break
            opened = next((each for each in tries if each.done() and each.exception() is None), None)
    finally:
        for each in tries:
            each.cancel()
        winner = opened.result() if opened is not None else None
        for ended in await asyncio.gather(*tries, return_exceptions=True):
            if isinstance(ended, httpcore.AsyncNetworkStream) and ended is not winner:
                await ended.aclose()
    return (opened or tries[0]).result()
