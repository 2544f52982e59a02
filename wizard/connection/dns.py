"""Resolve a name to addresses, with this computer's resolver."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

from wizard.connection.outcome import CheckFailed
from wizard.threads import in_daemon_thread

_MOST = 8  # addresses tried; a name with more is load-balanced, so the others are equivalent
_NOT_FOUND = {
    getattr(socket, name)
    for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY")
    if hasattr(socket, name)
} | {11001, 11004}  # Windows: WSAHOST_NOT_FOUND, WSANO_DATA


async def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The numeric addresses of a name in the system's order of preference; raises `CheckFailed`."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return [host]
    try:
        async with asyncio.timeout(seconds):
            found = await in_daemon_thread(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise CheckFailed("dns_failed", {"host": host, "reason": "timeout"}) from None
    except socket.gaierror as error:
        cause = "dns_not_found" if error.errno in _NOT_FOUND else "dns_failed"
        raise CheckFailed(cause, {"host": host, "reason": str(error.strerror or error)}) from None
    except (OSError, UnicodeError) as error:
        raise CheckFailed("dns_failed", {"host": host, "reason": str(error)}) from None
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses:
        raise CheckFailed("dns_not_found", {"host": host, "reason": "no address"})
    return addresses[:_MOST]


def not_public(addresses: list[str]) -> list[str]:
    """The addresses that cannot be reached from the internet."""
    return [each for each in addresses if not ipaddress.ip_address(each.partition("%")[0]).is_global]


def is_loopback(address: str) -> bool:
    """Whether the address is a loopback address."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return (getattr(parsed, "ipv4_mapped", None) or parsed).is_loopback
