"""The Retry-After header (RFC 9110 section 10.2.3)."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from wizard.network.http_date import http_date

LONGEST = 86_400.0
"""The longest time that is believed; the caller has a bound of its own."""


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds in a Retry-After header: a number or an HTTP date; None when absent or unreadable."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        moment = http_date(value)
        if moment is None:
            return None
        seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    return None if math.isnan(seconds) else min(max(0.0, seconds), LONGEST)
