"""Parsed parts of a date, and the moment they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LONGEST_OFFSET = timedelta(hours=14)  # .NET accepts no larger offset from UTC


class DateError(Exception):
    """The text does not fit; `reason` is "mismatch", "format" or "range"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Parsed:
    """A moment as written, its zone (None if none was written), and the tenth part of a microsecond."""

    clock: datetime  # naive, as written
    offset: timedelta | None = None
    tick: int = 0
    literal_utc: bool = False  # the zone was written as Z

    def in_utc(self) -> Parsed:
        """The same moment converted to UTC; unchanged without a zone. Raises DateError."""
        if self.offset is None:
            return self
        try:
            return Parsed(self.clock - self.offset, timedelta(0), self.tick, self.literal_utc)
        except OverflowError as error:
            raise DateError("range") from error

    def moment(self) -> datetime:
        """The moment in UTC; without a zone the text is taken as UTC. Raises DateError."""
        return self.in_utc().clock.replace(tzinfo=UTC)


@dataclass(slots=True)
class Fields:
    """The fields of a date in a text; None for a field that the text does not hold.

    `ticks` are 100 nanoseconds.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int = 0
    ticks: int = 0
    afternoon: bool | None = None
    offset: timedelta | None = None
    zulu: bool = False
    weekday: int | None = None
    twelve_hours: bool = False
    disputed: bool = False


def assemble(fields: Fields, now: datetime) -> Parsed:
    """The date; when the text holds only a time, the date is today's. Raises DateError."""
    hour = _hour(fields)
    if fields.year is None and fields.month is None and fields.day is None:
        year, month, day = now.year, now.month, now.day
    else:
        year = now.year if fields.year is None else fields.year
        month, day = fields.month or 1, fields.day or 1
    micro, tick = divmod(fields.ticks, 10)
    try:
        clock = datetime(year, month, day, hour, fields.minute, fields.second, micro)  # noqa: DTZ001 - as written
    except ValueError as error:
        raise DateError("mismatch") from error
    if fields.weekday is not None and clock.weekday() != fields.weekday:
        raise DateError("mismatch")
    return Parsed(clock, fields.offset, tick, fields.zulu)


def _hour(fields: Fields) -> int:
    hour = fields.hour or 0
    if not fields.twelve_hours:
        # AM and PM must agree with a 24-hour clock.
        if fields.afternoon is not None and fields.afternoon != (hour >= 12):
            raise DateError("mismatch")
        return hour
    if not 1 <= hour <= 12:
        # Not hours of a 12-hour clock, but .NET accepts 0 AM and 13 PM; this is not documented.
        fields.disputed = True
        if hour > 23 or (hour > 12 and not fields.afternoon):
            raise DateError("mismatch")
        return hour + 12 if fields.afternoon and hour < 12 else hour
    return hour % 12 + (12 if fields.afternoon else 0)
