"""Whether this computer's clock is wrong, when a certificate looks expired or not yet valid.

The Date header of an answer tells another clock's time. It is read from Playvox's server, over TLS that
verifies everything but dates, without key and path; and from Entra's sign-in server, whose clock is better.
"""

from __future__ import annotations

import asyncio
import ssl
from datetime import datetime
from typing import Any

from wizard.connection.http import ExchangeFailed, ResponseProgress, exchange
from wizard.connection.outcome import CheckFailed
from wizard.connection.route import Route
from wizard.network.clients import USER_AGENT, Network
from wizard.network.clock import ClockReading, reading
from wizard.playvox.address import TenantUrl

_ENTRA = "login.microsoftonline.com"
_LONGEST_SECONDS = 10.0


async def wrong_clock(
    route: Route, url: TenantUrl, network: Network, certificate: dict[str, Any], seconds: float
) -> dict[str, Any] | None:
    """Evidence that the clock is wrong and the certificate is not; None otherwise.

    `certificate` has `valid_from` and `valid_until` as ISO 8601 texts.
    """
    try:
        starts = datetime.fromisoformat(certificate["valid_from"])
        ends = datetime.fromisoformat(certificate["valid_until"])
    except (KeyError, ValueError):
        return None
    limit = min(seconds, _LONGEST_SECONDS)
    asked = [_time_at(route, url, limit)]
    if not url.is_loopback and not network.is_practice:
        entra = TenantUrl("https", _ENTRA, None, "")
        asked.append(_time_at(Route(network, entra, limit), entra, limit, find=True))
    told = [each for each in await asyncio.gather(*asked) if each is not None]
    if not told:
        return None
    best = told[-1]  # Entra's, where it answered
    return dict(best.facts) if best.is_wrong and starts <= best.there <= ends else None


async def _time_at(
    route: Route, url: TenantUrl, seconds: float, *, find: bool = False
) -> ClockReading | None:
    """The time in the Date header of an answer to a request without key and path; None without one."""
    try:
        async with asyncio.timeout(seconds):
            if find:
                tunnel = await route.find_proxy()
                if tunnel is not None:
                    tunnel.abort()
                else:
                    await route.resolve()
                    (await route.connect()).stream.abort()
            handshake = await route.secure(await route.open_raw(), "any_time")
            if handshake.stream is None:
                return None
            headers = [(b"Host", url.authority.encode()), (b"User-Agent", USER_AGENT.encode())]
            answered = await exchange(handshake.stream, b"/", headers, ResponseProgress())
            return reading(url.host, answered.answer.header("date"))
    except (CheckFailed, ExchangeFailed, OSError, TimeoutError, ssl.SSLError):
        return None
    finally:
        if find:
            route.close()
