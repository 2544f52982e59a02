"""Custom date formats: parsing and formatting.

Source: .NET docs, "Custom date and time format strings". The culture is the invariant one.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from wizard.mapping.dotnet.date_parts import LONGEST_OFFSET, DateError, Fields, Parsed, assemble

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
_PARTS = (
    r"d+|f+|F+|g+|h+|H+|K|m+|M+|s+|t+|y+|z+"
    r"|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\\."
)
# A percent sign makes a single letter a format; parsing skips it.
_READ = re.compile(_PARTS + r"|%(?=[^%])|[\s\S]", re.DOTALL)
_WRITTEN = re.compile(_PARTS + r"|%[^%]|[\s\S]", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MOST_FRACTION = 7  # digits: .NET counts in steps of 100 nanoseconds
# The field of each letter; a field that occurs twice must have the same value.
_SAYS = {"d": "day", "M": "month", "y": "year", "H": "hour", "h": "hour", "m": "minute", "s": "second"}
_SAYS |= {"f": "ticks", "F": "ticks", "t": "afternoon"}
# Standard formats of the invariant culture; those marked True depend on the culture.
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
    "U": ("dddd, dd MMMM yyyy HH:mm:ss", True),
    "y": ("yyyy MMMM", True),
    "Y": ("yyyy MMMM", True),
}


def parse_exact(text: str, layout: str, now: datetime) -> tuple[Parsed, bool]:
    """`DateTime.ParseExact`: the date, and whether the result is undocumented.

    Undocumented are a two-digit year where .NET versions disagree, and an hour beyond the 12-hour clock.

    Missing parts come from `now` (the date, when the text holds only a time) or take their lowest value.
    Raises DateError.
    """
    tokens = _READ.findall(_expanded(layout))
    if not tokens:
        raise DateError("format")
    fields = Fields()
    said: dict[str, object] = {}
    at = place = 0
    while place < len(tokens):
        token = tokens[place]
        place += 1
        following = tokens[place][0] if place < len(tokens) else ""
        if (token, following) in (("%", ""), ("%", "%")):
            raise DateError("format")
        if (token, following) == (".", "F") and text[at : at + 1] != ".":
            place += 1  # an optional fraction may be missing with its decimal point
            continue
        at = _read(token, text, at, fields)
        name = "weekday" if token[0] == "d" and len(token) > 2 else _SAYS.get(token[0], "")
        if name and said.setdefault(name, getattr(fields, name)) != getattr(fields, name):
            raise DateError("mismatch")
    if at != len(text):
        raise DateError("mismatch")
    return assemble(fields, now), fields.disputed


def _expanded(layout: str) -> str:
    """Expand a single letter, which is the name of a standard format."""
    if len(layout) != 1:
        return layout
    if layout not in STANDARD:
        raise DateError("format")
    return STANDARD[layout][0]


def _read(token: str, text: str, at: int, fields: Fields) -> int:
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
            fields.twelve_hours |= token[0] == "h"
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
            if text[at : at + 1] == "Z":
                fields.offset, fields.zulu = timedelta(0), True
                return at + 1
            if text[at : at + 1] in ("+", "-"):
                return _zone(text, at, 3, fields)
        case "g":
            at = _literal(text, at, "A.D.")
        case "'" | '"' if width >= 2:
            at = _literal(text, at, _ESCAPED.sub(r"\1", token[1:-1]))
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
    """Read one or two digits for one letter in the format, exactly two for two letters."""
    end = at
    while end < len(text) and end - at < 2 and text[end] in "0123456789":
        end += 1
    if end - at < max(1, width):
        raise DateError("mismatch")
    return int(text[at:end]), end


def _year(text: str, at: int, width: int, fields: Fields) -> int:
    if width <= 2:
        value, end = _digits(text, at, width)
        # .NET's two-digit year limit changed from 2029 to 2049 between versions.
        fields.disputed |= 30 <= value < 50
        fields.year = value + (2000 if value < 30 else 1900)
        return end
    end = at + width  # exactly as many digits as letters
    digits = text[at:end]
    if len(digits) != width or not (digits.isascii() and digits.isdigit()):
        raise DateError("mismatch")
    fields.year = int(digits)
    return end


def _fraction(text: str, at: int, width: int, fields: Fields, *, exact: bool) -> int:
    if width > _MOST_FRACTION:
        raise DateError("format")
    end = at
    while end < len(text) and end - at < width and text[end] in "0123456789":
        end += 1
    if exact and end - at != width:
        raise DateError("mismatch")
    fields.ticks = int(text[at:end].ljust(7, "0")) if end > at else 0
    return end


def _half(text: str, at: int, width: int, fields: Fields) -> int:
    word = text[at : at + min(width, 2)].upper()
    if word not in (("A", "P") if width == 1 else ("AM", "PM")):
        raise DateError("mismatch")
    fields.afternoon = word[0] == "P"
    return at + len(word)


_ZONE = re.compile(r"([+-])(\d{1,2})(?::?(\d{2}))?")


def _zone(text: str, at: int, width: int, fields: Fields) -> int:
    match = _ZONE.match(text, at)
    if match is None or (width >= 2 and len(match.group(2)) != 2) or (width >= 3 and not match.group(3)):
        raise DateError("mismatch")
    minutes = int(match.group(3) or 0) if width >= 3 else 0
    offset = timedelta(hours=int(match.group(2)), minutes=minutes)
    if offset > LONGEST_OFFSET or minutes > 59:
        raise DateError("mismatch")
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


def render(parsed: Parsed, layout: str) -> str:
    """`DateTime.ToString` with a custom (or standard) format. Raises DateError for a broken format."""
    pieces: list[str] = []
    for token in _WRITTEN.findall(_expanded(layout or "G")):
        if token[0] in "fF" and len(token) > _MOST_FRACTION:
            raise DateError("format")
        if token[0] == "F" and not _shown_fraction(parsed, token) and pieces and pieces[-1].endswith("."):
            pieces[-1] = pieces[-1][:-1]  # .NET omits the decimal point with an empty fraction
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
            return _ESCAPED.sub(r"\1", token[1:-1])
        case "\\" if width == 2:
            return token[1]
        case "%" if width == 2:
            return _written(token[1], parsed)
        case "'" | '"' | "\\" | "%":
            raise DateError("format")
    return token


def _written_zone(offset: timedelta, width: int) -> str:
    minutes = round(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    if width == 1:
        return f"{sign}{hours}"
    return f"{sign}{hours:02d}" if width == 2 else f"{sign}{hours:02d}:{rest:02d}"
