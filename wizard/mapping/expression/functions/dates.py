"""Date functions. All of them work in UTC (Entra docs, CDate and Now)."""

from __future__ import annotations

import calendar
import functools
import operator
from datetime import UTC, datetime, timedelta
from typing import Any

from wizard.mapping.dotnet import date_formats, dates, letters
from wizard.mapping.dotnet.date_parts import DateError
from wizard.mapping.expression.context import (
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import Failure
from wizard.mapping.expression.functions.building import (
    ABSENT,
    Builder,
    given,
    integer,
    on_text,
    strict,
    text,
)

_INTERVALS = ("yyyy", "m", "d", "ww", "h", "n", "s")


def _moment(context: EvaluationContext, value: Any, *, iso_only: bool = False) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    written = text(context, value)
    if written is None or not written.strip():
        raise Failure("no_date")
    try:
        parsed = dates.parse_general(written)
        if parsed is None:
            if not any(character.isdigit() for character in written):
                raise Failure("not_a_date", found=written)
            raise context.given_up(Doubt.DATE_FORMAT)
        if iso_only and not parsed[1]:
            context.unknowable(Doubt.DATE_FORMAT)
        return parsed[0].moment()
    except DateError as error:
        raise Failure(
            "not_a_date" if error.reason == "mismatch" else "date_range", found=written
        ) from error


def _to_date(context: EvaluationContext, value: Any) -> datetime:
    return _moment(context, value)


def _now(context: EvaluationContext) -> datetime:
    return context.now


def _interval(context: EvaluationContext, value: Any) -> str:
    name = text(context, value) or ""
    if name.lower() not in _INTERVALS:
        raise Failure("bad_interval", found=name)
    return name.lower()


def _add(context: EvaluationContext, interval: Any, value: Any, date: Any) -> datetime:
    unit, count, start = _interval(context, interval), integer(context, value), _moment(context, date)
    try:
        match unit:
            case "yyyy":
                return _months_later(start, 12 * count)
            case "m":
                return _months_later(start, count)
            case "d":
                return start + timedelta(days=count)
            case "ww":
                return start + timedelta(weeks=count)
            case "h":
                return start + timedelta(hours=count)
            case "n":
                return start + timedelta(minutes=count)
            case _:
                return start + timedelta(seconds=count)
    except (OverflowError, ValueError) as error:
        raise Failure("date_range", found=start.date().isoformat()) from error


def _months_later(start: datetime, count: int) -> datetime:
    """The same day that many months later, or the last day of that month (Visual Basic's DateAdd)."""
    years, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not 1 <= years <= 9999:
        raise OverflowError
    day = min(start.day, calendar.monthrange(years, month + 1)[1])
    return start.replace(year=years, month=month + 1, day=day)


def _difference(context: EvaluationContext, interval: Any, first: Any, second: Any) -> int:
    """Second minus first, as Visual Basic's DateDiff.

    Counts whole units of elapsed time, calendar years and months, and the Sundays in between.
    """
    unit = _interval(context, interval)
    start, end = _moment(context, first), _moment(context, second)
    match unit:
        case "yyyy":
            return end.year - start.year
        case "m":
            return (end.year - start.year) * 12 + end.month - start.month
        case "ww":
            return _toward_zero((_sunday(end) - _sunday(start)).days, 7)
    elapsed = (end - start) // timedelta(microseconds=1)
    units = {"d": 86_400, "h": 3_600, "n": 60, "s": 1}
    return _toward_zero(elapsed, units[unit] * 1_000_000)


def _sunday(moment: datetime) -> datetime:
    # Keeps the time of day, as Visual Basic does; one day of margin is enough for the first dates.
    days = (moment.weekday() + 1) % 7
    return moment - timedelta(days=min(days, moment.toordinal() - 1))


def _toward_zero(number: int, divisor: int) -> int:
    return number // divisor if number >= 0 else -(-number // divisor)


def _from_number(context: EvaluationContext, value: Any) -> datetime:
    ticks = integer(context, value)
    if ticks <= 0:
        context.unknowable(Doubt.COUNT_OUT_OF_RANGE)
    try:
        return dates.from_filetime(ticks)
    except DateError as error:
        raise context.given_up(Doubt.COUNT_OUT_OF_RANGE) from error


def _to_number(context: EvaluationContext, value: Any) -> int:
    return dates.to_filetime(_moment(context, value, iso_only=True))


_STYLES = frozenset(
    (
        "none",
        "allowleadingwhite",
        "allowtrailingwhite",
        "allowinnerwhite",
        "allowwhitespaces",
        "nocurrentdatedefault",
        "adjusttouniversal",
        "assumelocal",
        "assumeuniversal",
        "roundtripkind",
    )
)


_UNCLEAR = frozenset(("allowinnerwhite", "allowwhitespaces", "nocurrentdatedefault"))
_ZONED = frozenset(("assumelocal", "assumeuniversal", "adjusttouniversal"))
# Pairs that .NET refuses (.NET docs, DateTimeStyles).
_CLASHING = tuple(
    frozenset(pair)
    for pair in (
        ("assumelocal", "assumeuniversal"),
        *(("roundtripkind", each) for each in sorted(_ZONED)),
    )
)


def _format(context: EvaluationContext, source: str, *rest: Any) -> str:
    """`FormatDateTime(source, styles, in, out)`; with three arguments the older form without styles."""
    styles, written_in, written_out = rest if len(rest) == 3 else (ABSENT, *rest)
    if not source:
        context.unknowable(Doubt.EMPTY_OR_NULL)  # in the HR guides empty text gives empty text
        return ""
    chosen = _chosen_styles(context, styles)
    layout, wanted = text(context, written_in) or "", text(context, written_out) or ""
    if chosen & _UNCLEAR or (chosen & _ZONED and "K" in wanted):
        context.unknowable(Doubt.DATE_FORMAT)
    for used in (layout, wanted or "G"):
        if len(used) == 1 and date_formats.STANDARD.get(used, ("", False))[1]:
            context.unknowable(Doubt.CULTURE)
    value, layout = _trimmed(chosen, source, layout)
    try:
        parsed, disputed = date_formats.parse_exact(value, layout, context.now)
        if disputed:
            context.unknowable(Doubt.DATE_FORMAT)
        if parsed.offset and context.doubt(Doubt.LOCAL_ZONE):
            return date_formats.render(parsed, wanted)
        return date_formats.render(parsed.in_utc(), wanted)
    except DateError as error:
        code = {"mismatch": "date_mismatch", "format": "bad_date_format"}.get(error.reason, "date_range")
        raise Failure(code, found=source, format=layout) from error


def _trimmed(chosen: frozenset[str], value: str, layout: str) -> tuple[str, str]:
    """Without the white space at the ends that the styles allow; .NET removes it from value and format."""
    leading = bool(chosen & {"allowleadingwhite", "allowwhitespaces"})
    trailing = bool(chosen & {"allowtrailingwhite", "allowwhitespaces"})
    trimmed = []
    for each in (value, layout if len(layout) > 1 else ""):
        each = each.lstrip(letters.WHITE_SPACE) if leading else each
        trimmed.append(each.rstrip(letters.WHITE_SPACE) if trailing else each)
    return trimmed[0], trimmed[1] if len(layout) > 1 else layout


def _chosen_styles(context: EvaluationContext, styles: Any) -> frozenset[str]:
    if not given(styles) or not text(context, styles):
        return frozenset(("roundtripkind", "allowleadingwhite", "allowtrailingwhite"))
    written = text(context, styles) or ""
    parts = [part.strip() for part in written.replace("|", ",").split(",")]
    if all(_is_number(part) for part in parts):
        # .NET also reads an enumeration from its number; it is not documented whether Entra allows that.
        context.unknowable(Doubt.NUMERIC_OPTION)
        number = functools.reduce(operator.or_, map(int, parts))
        if number & ~_ALL_BITS:
            raise context.given_up(Doubt.NUMERIC_OPTION)
        names = frozenset(name for name, bit in _BITS.items() if number & bit)
    else:
        names = frozenset(part.rpartition(".")[2].lower() for part in parts)
    if not names <= _STYLES or any(names >= pair for pair in _CLASHING):
        raise Failure("bad_date_style", found=written)
    return names


def _is_number(part: str) -> bool:
    return part.isascii() and part.lstrip("+-").isdigit()


# .NET docs, DateTimeStyles; AllowWhiteSpaces is the first three together.
_BITS = {
    "allowleadingwhite": 1,
    "allowtrailingwhite": 2,
    "allowinnerwhite": 4,
    "nocurrentdatedefault": 8,
    "adjusttouniversal": 16,
    "assumelocal": 32,
    "assumeuniversal": 64,
    "roundtripkind": 128,
}
_ALL_BITS = 255


BUILDERS: dict[str, Builder] = {
    "CDate": strict(_to_date),
    "DateAdd": strict(_add),
    "DateDiff": strict(_difference),
    "DateFromNum": strict(_from_number),
    "FormatDateTime": on_text(_format),
    "Now": strict(_now),
    "NumFromDate": strict(_to_number),
}
