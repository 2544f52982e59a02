"""The reminder's calendar file, read by a parser of RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from wizard.reports.reminder import calendar_file

NOW = datetime(2026, 11, 29, 21, 30, tzinfo=UTC)
DAY = date(2027, 12, 31)
HOSTILE = "=HYPERLINK(1);,\\n\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:x\x00\u2028\tÄ日本😀" * 3


def event(content: bytes) -> Calendar:
    """The one event of a file that is well-formed."""
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # no character is split
    [found] = Calendar.from_ical(content).walk("VEVENT")
    return found


def test_one_day_with_an_alarm() -> None:
    found = event(calendar_file("key-1@setup", DAY, "Replace the key", "First.\nThen.", now=NOW))
    assert (found["UID"], found["SUMMARY"]) == ("key-1@setup", "Replace the key")
    assert found["DESCRIPTION"] == "First.\nThen."
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (DAY, DAY + timedelta(days=1))
    assert found["DTSTAMP"].dt == NOW
    [alarm] = found.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(days=-7)


@given(st.text(max_size=300))
def test_no_text_gets_out_of_its_property(text: str) -> None:
    for hostile in (text, HOSTILE):
        found = event(calendar_file(hostile, DAY, hostile, hostile, now=NOW))
        assert set(found) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP"}
        shown = "".join(letter for letter in hostile if letter.isprintable() and letter.isascii())
        read = "".join(letter for letter in str(found["SUMMARY"]) if letter.isprintable())
        assert shown.replace(" ", "") in "".join(filter(str.isascii, read)).replace(" ", "")
