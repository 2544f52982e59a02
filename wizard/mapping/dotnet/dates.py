"""Dates as .NET reads and writes them: custom formats, ParseExact, and the general parser behind CDate.

Source: .NET docs, "Custom date and time format strings" and "DateTimeStyles". The culture is the invariant
one; the local zone of the service is taken to be UTC, and the caller is told when that mattered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FILETIME_START = datetime(1601, 1, 1, tzinfo=UTC)
_TOKEN = re.compile(
    r"d{1,}|f{1,7}|F{1,7}|g+|h+|H+|K|m+|M+|s+|t+|y+|z+|'[^']*'|\"[^\"]*\"|\\.|%(?=.)|[\s\S]", re.DOTALL
)
# Invariant culture's standard formats; those marked True depend on the culture.
STANDARD = {
    "d": ("MM/dd/yyyy", True),
    "D": ("dddd, dd MMMM yyyy", True),
    "f": ("dddd, dd MMMM yyyy HH:mm", True),
    "F": ("dddd, dd MMMM yyyy HH:mm:ss", True),
    "g": ("MM/dd/yyyy HH:mm", True),
    "G": ("MM/dd/yyyy HH:mm:ss", True),
    "m": ("MMMM dd", True),
    "M": ("MMMM dd", True),
    "o": ("yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK", False),
    "O": ("yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK", False),
    "r": ("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", False),
    "R": ("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", False),
    "s": ("yyyy'-'MM'-'dd'T'HH':'mm':'ss", False),
    "t": ("HH:mm", True),
    "T": ("HH:mm:ss", True),
    "u": ("yyyy'-'MM'-'dd HH':'mm':'ss'Z'", False),
    "y": ("yyyy MMMM", True),
    "Y": ("yyyy MMMM", True),
}


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
        """The same moment with the clock in UTC; nothing changes without a zone. Raises DateError."""
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
class _Fields:
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
    two_digit_year: bool = False


def parse_exact(text: str, layout: str, now: datetime) -> tuple[Parsed, bool]:
    """`DateTime.ParseExact`: the date, and whether a two-digit year fell where .NET versions disagree.

    Missing parts come from `now` (the date, when only a time is written) or are the first of their kind.
    Raises DateError.
    """
    if len(layout) == 1:
        if layout not in STANDARD:
            raise DateError("format")
        layout = STANDARD[layout][0]
    fields = _Fields()
    at = 0
    for token in _TOKEN.findall(layout):
        at = _read(token, text, at, fields)
    if at != len(text):
        raise DateError("mismatch")
    return _assemble(fields, now), fields.two_digit_year


def _read(token: str, text: str, at: int, fields: _Fields) -> int:
    width = len(token)
    match token[0]:
        case "d" if width <= 2:
            fields.day, at = _digits(text, at, width)
        case "d":
            fields.weekday, at = _name(text, at, _DAYS, 3 if width == 3 else 0)
        case "M" if width <= 2:
            fields.month, at = _digits(text, at, width)
        case "M":
            index, at = _name(text, at, _MONTHS, 3 if width == 3 else 0)
            fields.month = index + 1
        case "y":
            at = _year(text, at, width, fields)
        case "H" | "h":
            fields.hour, at = _digits(text, at, min(width, 2))
            if token[0] == "h" and not 1 <= fields.hour <= 12:
                raise DateError("mismatch")
        case "m":
            fields.minute, at = _digits(text, at, min(width, 2))
        case "s":
            fields.second, at = _digits(text, at, min(width, 2))
        case "f" | "F":
            at = _fraction(text, at, width, fields, exact=token[0] == "f")
        case "t":
            at = _half(text, at, width, fields)
        case "z":
            at = _zone(text, at, width, fields)
        case "K":
            if text[at : at + 1] in ("Z", "z"):
                fields.offset, fields.zulu = timedelta(0), True
                return at + 1
            if text[at : at + 1] in ("+", "-"):
                return _zone(text, at, 3, fields)
        case "g":
            at = _literal(text, at, "A.D.")
        case "'" | '"' if width >= 2:
            at = _literal(text, at, token[1:-1])
        case "\\" if width == 2:
            at = _literal(text, at, token[1])
        case "%":
            return at
        case "'" | '"' | "\\":
            raise DateError("format")
        case _:
            at = _literal(text, at, token)
    return at


def _digits(text: str, at: int, width: int) -> tuple[int, int]:
    """One letter in the format takes one or two digits, two letters take exactly two."""
    end = at
    while end < len(text) and end - at < 2 and text[end] in "0123456789":
        end += 1
    if end - at < max(1, width):
        raise DateError("mismatch")
    return int(text[at:end]), end


def _year(text: str, at: int, width: int, fields: _Fields) -> int:
    if width <= 2:
        value, end = _digits(text, at, width)
        # .NET's pivot moved from 2029 to 2049 between versions.
        fields.two_digit_year = 30 <= value < 50
        fields.year = value + (2000 if value < 30 else 1900)
        return end
    end = at
    while end < len(text) and end - at < max(width, 4) and text[end] in "0123456789":
        end += 1
    if end - at < width:
        raise DateError("mismatch")
    fields.year = int(text[at:end])
    return end


def _fraction(text: str, at: int, width: int, fields: _Fields, *, exact: bool) -> int:
    end = at
    while end < len(text) and end - at < width and text[end] in "0123456789":
        end += 1
    if exact and end - at != width:
        raise DateError("mismatch")
    fields.ticks = int(text[at:end].ljust(7, "0")) if end > at else 0
    return end


def _half(text: str, at: int, width: int, fields: _Fields) -> int:
    word = text[at : at + min(width, 2)].upper()
    if word not in (("A", "P") if width == 1 else ("AM", "PM")):
        raise DateError("mismatch")
    fields.afternoon = word[0] == "P"
    return at + len(word)


_ZONE = re.compile(r"([+-])(\d{1,2})(?::?(\d{2}))?")


def _zone(text: str, at: int, width: int, fields: _Fields) -> int:
    match = _ZONE.match(text, at)
    if match is None or (width >= 2 and len(match.group(2)) != 2) or (width >= 3 and not match.group(3)):
        raise DateError("mismatch")
    minutes = int(match.group(3) or 0) if width >= 3 else 0
    if int(match.group(2)) > 14 or minutes > 59:
        raise DateError("mismatch")
    offset = timedelta(hours=int(match.group(2)), minutes=minutes)
    fields.offset = -offset if match.group(1) == "-" else offset
    return match.end() if width >= 3 else match.end(2)


def _name(text: str, at: int, names: tuple[str, ...], length: int) -> tuple[int, int]:
    for index, name in enumerate(names):
        wanted = name[:length] if length else name
        if text[at : at + len(wanted)].lower() == wanted.lower():
            return index, at + len(wanted)
    raise DateError("mismatch")


def _literal(text: str, at: int, wanted: str) -> int:
    if not text.startswith(wanted, at):
        raise DateError("mismatch")
    return at + len(wanted)


def _assemble(fields: _Fields, now: datetime) -> Parsed:
    hour = fields.hour or 0
    if fields.afternoon is not None and fields.hour is not None:
        if hour > 12:
            raise DateError("mismatch")
        hour = hour % 12 + (12 if fields.afternoon else 0)
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


def render(parsed: Parsed, layout: str) -> str:
    """`DateTime.ToString` with a custom (or standard) format. Raises DateError for a broken format."""
    if len(layout) == 1:
        if layout not in STANDARD:
            raise DateError("format")
        layout = STANDARD[layout][0]
    pieces: list[str] = []
    for token in _TOKEN.findall(layout):
        if token[0] == "F" and not _shown_fraction(parsed, token) and pieces and pieces[-1] == ".":
            pieces.pop()  # .NET drops the point together with an empty fraction
        pieces.append(_written(token, parsed))
    return "".join(pieces)


def _shown_fraction(parsed: Parsed, token: str) -> str:
    ticks = f"{parsed.clock.microsecond * 10 + parsed.tick:07d}"[: len(token)]
    return ticks if token[0] == "f" else ticks.rstrip("0")


def _written(token: str, parsed: Parsed) -> str:
    clock, width = parsed.clock, len(token)
    match token[0]:
        case "d":
            name = _DAYS[clock.weekday()]
            return (str(clock.day), f"{clock.day:02d}", name[:3], name)[min(width, 4) - 1]
        case "M":
            name = _MONTHS[clock.month - 1]
            return (str(clock.month), f"{clock.month:02d}", name[:3], name)[min(width, 4) - 1]
        case "y":
            if width <= 2:
                return f"{clock.year % 100:0{width}d}"
            return f"{clock.year:0{width}d}"
        case "h":
            return f"{clock.hour % 12 or 12:0{min(width, 2)}d}"
        case "H":
            return f"{clock.hour:0{min(width, 2)}d}"
        case "m":
            return f"{clock.minute:0{min(width, 2)}d}"
        case "s":
            return f"{clock.second:0{min(width, 2)}d}"
        case "f" | "F":
            return _shown_fraction(parsed, token)
        case "t":
            return ("AM" if clock.hour < 12 else "PM")[: min(width, 2)]
        case "z":
            return _written_zone(parsed.offset or timedelta(0), width)
        case "K":
            if parsed.offset is None:
                return ""
            return "Z" if parsed.literal_utc else _written_zone(parsed.offset, 3)
        case "g":
            return "A.D."
        case "'" | '"' if width >= 2:
            return token[1:-1]
        case "\\" if width == 2:
            return token[1]
        case "%":
            return ""
        case "'" | '"' | "\\":
            raise DateError("format")
    return token


def _written_zone(offset: timedelta, width: int) -> str:
    minutes = round(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    if width == 1:
        return f"{sign}{hours}"
    return f"{sign}{hours:02d}" if width == 2 else f"{sign}{hours:02d}:{rest:02d}"


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
    """The shapes Microsoft's pages show for CDate: ISO 8601 and `M/d/yyyy [h:mm[:ss] tt]`, zone optional.

    Returns the date and whether it was ISO; None for any other shape, which .NET may or may not read.
    Raises DateError when the shape fits but the date does not exist.
    """
    iso = _ISO.match(text)
    match = iso or _US.match(text)
    if match is None:
        return None
    first, second, third, hour, minute, seconds, fraction, half, zone = match.groups()
    year, month, day = (first, second, third) if iso else (third, first, second)
    fields = _Fields(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(seconds or 0))
    fields.ticks = int((fraction or "").ljust(7, "0"))
    if half:
        fields.afternoon = half[0] in "Pp"
    if zone:
        fields.offset = _offset(zone)
    return _assemble(fields, _FILETIME_START), iso is not None


def _offset(zone: str) -> timedelta:
    if zone in "Zz":
        return timedelta(0)
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    if minutes > 14 * 60:
        raise DateError("mismatch")
    return timedelta(minutes=-minutes if zone[0] == "-" else minutes)


def to_filetime(moment: datetime) -> int:
    """Ticks of 100 nanoseconds since 1601-01-01 UTC, Active Directory's large integers."""
    return (moment.astimezone(UTC) - _FILETIME_START) // timedelta(microseconds=1) * 10


def from_filetime(ticks: int) -> datetime:
    """The moment of a large integer. Raises DateError beyond the year 9999."""
    try:
        return _FILETIME_START + timedelta(microseconds=ticks // 10)
    except OverflowError as error:
        raise DateError("range") from error
