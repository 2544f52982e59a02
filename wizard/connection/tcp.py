"""Open TCP connections to the addresses of a name, both address families in parallel."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from wizard.connection.outcome import CheckFailed
from wizard.connection.streams import TcpStream

CONNECT_SECONDS = 10.0
_UNREACHABLE = {
    errno.ENETUNREACH,
    errno.EHOSTUNREACH,
    errno.EADDRNOTAVAIL,
    errno.ENETDOWN,
    errno.EAFNOSUPPORT,
    errno.EACCES,
    errno.EPERM,
    10047, 10049, 10050, 10051, 10065, 10013,  # the same on Windows
}  # fmt: skip
_REFUSED = {errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED, 10061, 10054, 10053}
_TIMED_OUT = {errno.ETIMEDOUT, 10060}


@dataclass(slots=True)
class Reached:
    """The best connection, its address, and the result of each address (`ok` or a cause)."""

    stream: TcpStream
    address: str
    elapsed_ms: float
    states: dict[str, str] = field(default_factory=dict)

    @property
    def failures(self) -> dict[str, str]:
        """Addresses that could not be reached, with their causes."""
        return {address: state for address, state in self.states.items() if state not in ("ok", "pending")}


async def reach(addresses: Sequence[str], port: int, seconds: float) -> Reached:
    """Connect to every address at once and keep the best; raises `CheckFailed` when none answers.

    After the first answer the others get three times as long, at least a quarter of a second, so that an
    address that does not answer is recorded but does not delay the test.
    """
    started = perf_counter()
    limit = min(seconds, CONNECT_SECONDS)
    states = dict.fromkeys(addresses, "pending")
    open_streams: dict[str, TcpStream] = {}
    tasks = {asyncio.create_task(_connect(each, port, limit)): each for each in addresses}
    first_ms = 0.0
    kept: TcpStream | None = None
    try:
        waiting = set(tasks)
        grace: float | None = None
        while waiting:
            done, waiting = await asyncio.wait(waiting, timeout=grace, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                break
            for task in done:
                outcome = task.result()
                if isinstance(outcome, str):
                    states[tasks[task]] = outcome
                    continue
                states[tasks[task]] = "ok"
                open_streams[tasks[task]] = outcome
                first_ms = first_ms or (perf_counter() - started) * 1000
            if open_streams:
                grace = max(0.25, 3 * first_ms / 1000)
        if not open_streams:
            raise CheckFailed(_worst(states), {"port": port, "addresses": states})
        best = next(each for each in addresses if each in open_streams)
        kept = open_streams[best]
        return Reached(kept, best, first_ms, states)
    finally:
        for task in tasks:
            if not task.done():
                task.cancel()
            elif (
                not task.cancelled()
                and isinstance(stream := task.result(), TcpStream)
                and stream is not kept
            ):
                stream.abort()


async def _connect(address: str, port: int, seconds: float) -> TcpStream | str:
    try:
        async with asyncio.timeout(seconds):
            return await TcpStream.connect(address, port)
    except TimeoutError:
        return "tcp_timeout"
    except OSError as error:
        return cause_of(error)


def cause_of(error: OSError) -> str:
    """The cause of a failed connection attempt."""
    number = error.errno or 0
    if number in _REFUSED:
        return "tcp_refused"
    if number in _TIMED_OUT:
        return "tcp_timeout"
    return "network_unreachable" if number in _UNREACHABLE else "tcp_refused"


def _worst(states: dict[str, str]) -> str:
    """The most informative cause: a refusal, then a timeout, then no route."""
    for cause in ("tcp_refused", "tcp_timeout", "network_unreachable"):
        if cause in states.values():
            return cause
    return "tcp_timeout"
