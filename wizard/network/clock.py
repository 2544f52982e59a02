"""Whether this computer's clock is wrong: the one place that compares it with another clock.

The Date header of an answer (RFC 9110 section 6.6.1) tells another clock's time.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx

from wizard.messages.times import moment
from wizard.network.http_date import http_date
from wizard.network.streams import within
from wizard.network.trust import trust_at_any_time

if TYPE_CHECKING:
    from wizard.network.clients import Network

_TOLERANCE = timedelta(minutes=10)
_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What time it is at a host and here, both in UTC, at the same moment."""

    host: str
    there: datetime
    here: datetime

    @property
    def is_wrong(self) -> bool:
        """Whether this computer's clock is off by more than answers may take."""
        return abs(self.there - self.here) >= _TOLERANCE

    @property
    def facts(self) -> dict[str, str]:
        """Both times and the host, as words need them."""
        return {"clock": moment(self.here), "there": moment(self.there), "clock_of": self.host}


def now() -> datetime:
    """The current time in UTC, by this computer's clock."""
    return datetime.now(UTC)


def reading(host: str, date: str) -> ClockReading | None:
    """The reading from an answer's Date header that has just arrived; None without a usable one."""
    there = http_date(date)
    return None if there is None else ClockReading(host, there, now())


def ask_at_any_time(network: Network, host: str) -> ClockReading | None:
    """Ask a host what time it is, over TLS that verifies everything but dates; None when it does not tell.

    No secret and no path is sent. Blocks: call it off the loop.
    """
    try:
        with (
            within(_SECONDS),
            network.blocking_client(
                verify=trust_at_any_time(network.extra_ca), timeout=_SECONDS, follow_redirects=False
            ) as client,
            client.stream("GET", f"https://{host}/") as answer,  # its body does not matter
        ):
            return reading(host, answer.headers.get("date", ""))
    except (httpx.HTTPError, OSError, ssl.SSLError):
        return None
