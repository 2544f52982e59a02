"""Points in time as people read them: one format, always with the zone."""

from __future__ import annotations

from datetime import datetime, timedelta


def moment(when: datetime) -> str:
    """A point in time in this computer's time zone, for example "2026-11-03 10:30 UTC+1"."""
    local = when.astimezone()
    return f"{local:%Y-%m-%d %H:%M} {zone(local)}"


def moment_to_second(when: datetime) -> str:
    """The same with seconds."""
    local = when.astimezone()
    return f"{local:%Y-%m-%d %H:%M:%S} {zone(local)}"


def clock_time(when: datetime) -> str:
    """The time of day of something that happens within hours, for example "10:30 UTC+1"."""
    local = when.astimezone()
    return f"{local:%H:%M} {zone(local)}"


def told(text: str) -> str:
    """A point in time that is an ISO 8601 text with a zone, as people read it; any other text unchanged."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment(when) if when.tzinfo is not None else text


def zone(local: datetime) -> str:
    """The offset from UTC. Names of zones are ambiguous and differ between operating systems."""
    offset = local.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
