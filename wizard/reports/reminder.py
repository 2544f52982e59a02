"""A reminder as a calendar file (RFC 5545), for every calendar program."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

_OCTETS = 75  # of one line at most, without its line break (RFC 5545, 3.1)
_LONGEST = 2000  # characters of a text
_DAYS_BEFORE = 7  # of the alarm


def calendar_file(uid: str, day: date, summary: str, description: str, *, now: datetime) -> bytes:
    """One event that lasts the whole day, with an alarm a week before.

    `uid` identifies it, so that a file that is opened again replaces the earlier event. Texts may hold
    anything: whatever has a meaning in the format is escaped.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Playvox Provisioning Setup//Key reminder//EN",
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(description)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(summary)}",
        f"TRIGGER:-P{_DAYS_BEFORE}D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(_folded(line) for line in lines)


def _text(value: str) -> str:
    """A text as RFC 5545 (3.3.11) writes it: control characters and other line breaks become spaces."""
    plain = "\n".join(
        "".join(letter if letter.isprintable() else " " for letter in line)
        for line in value[:_LONGEST].split("\n")
    )
    for letter in "\\;,":
        plain = plain.replace(letter, f"\\{letter}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; no character is split."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode("utf-8", "replace")
        if len(piece) + len(octets) > _OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join((*pieces, piece)) + b"\r\n"
