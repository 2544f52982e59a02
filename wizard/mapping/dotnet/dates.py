"""Dates without a format, as CDate reads them, and Active Directory's large integers.

The service's local zone is assumed to be UTC; the caller learns whether the text held a zone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from wizard.mapping.dotnet.date_parts import LONGEST_OFFSET, DateError, Fields, Parsed, assemble

FILETIME_START = datetime(1601, 1, 1, tzinfo=UTC)

_ISO = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7})\d*)?)?(?:\s*([AaPp][Mm]))?)?"
    r"\s*(Z|z|[+-]\d{2}:?\d{2})?\s*\Z"
)
_US = re.compile(
    r"\s*(\d{1,2})/(\d{1,2})/(\d{4})"
    r"(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7})\d*)?)?(?:\s*([AaPp][Mm]))?)?"
    r"\s*(Z|z|[+-]\d{2}:?\d{2})?\s*\Z"
)


def parse_general(text: str) -> tuple[Parsed, bool] | None:
    """Parse the formats that Microsoft's pages show for CDate.

    These are ISO 8601 and `M/d/yyyy [h:mm[:ss] tt]`, both with an optional zone.

    Returns the date and whether it was ISO; None for any other format, which .NET may or may not accept.
    Raises DateError when the format fits but the date does not exist.
    """
    iso = _ISO.match(text)
    match = iso or _US.match(text)
    if match is None:
        return None
    first, second, third, hour, minute, seconds, fraction, half, zone = match.groups()
    year, month, day = (first, second, third) if iso else (third, first, second)
    fields = Fields(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(seconds or 0))
    fields.ticks = int((fraction or "").ljust(7, "0"))
    if half:
        fields.afternoon, fields.twelve_hours = half[0] in "Pp", True
    if zone:
        fields.offset = _offset(zone)
    found = assemble(fields, FILETIME_START)
    return None if fields.disputed else (found, iso is not None)


def _offset(zone: str) -> timedelta:
    if zone in "Zz":
        return timedelta(0)
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    if offset > LONGEST_OFFSET or int(zone[-2:]) > 59:
        raise DateError("mismatch")
    return -offset if zone[0] == "-" else offset


def to_filetime(moment: datetime) -> int:
    """Ticks of 100 nanoseconds since 1601-01-01 UTC, Active Directory's large integers."""
    return (moment.astimezone(UTC) - FILETIME_START) // timedelta(microseconds=1) * 10


def from_filetime(ticks: int) -> datetime:
    """The moment of a large integer. Raises DateError beyond the year 9999."""
    try:
        return FILETIME_START + timedelta(microseconds=ticks // 10)
    except OverflowError as error:
        raise DateError("range") from error
