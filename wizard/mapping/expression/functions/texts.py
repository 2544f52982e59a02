"""Functions on text. Source unless said otherwise: Entra docs, "Reference for writing expressions"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wizard.mapping.dotnet import letters
from wizard.mapping.expression.context import (
    Closure,
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import EvaluationError, Failure
from wizard.mapping.expression.functions.building import (
    ABSENT,
    LONGEST,
    Builder,
    bounded,
    given,
    integer,
    null,
    on_text,
    strict,
    text,
)
from wizard.mapping.expression.tree import (
    CallNode,
    TextNode,
)
from wizard.mapping.values import as_text


def _append(context: EvaluationContext, source: str, suffix: Any) -> str | None:
    end = text(context, suffix)
    if end is None:
        return source if context.doubt(Doubt.NULL_INPUT) else None
    bounded(len(source) + len(end))
    return source + end


def _append_values(context: EvaluationContext, source: Any, suffix: Any) -> Any:
    if source is None:
        # Null, or only the suffix.
        return text(context, suffix) if context.doubt(Doubt.NULL_INPUT) else None
    if isinstance(source, list):
        context.unknowable(Doubt.SEVERAL_VALUES)
        return [_append_values(context, item, suffix) for item in source]
    return _append(context, text(context, source) or "", suffix)


def _prepend(context: EvaluationContext, prefix: Any, source: Any) -> Any:
    context.unknowable(Doubt.UNDESCRIBED_FUNCTION)
    return _append_values(context, prefix, source)


def _left(context: EvaluationContext, source: Any, count: Any) -> str:
    value = text(context, source)
    number = integer(context, count)
    if value is None:
        return ""
    return value if number < 0 else _units(value, 0, number)


def _mid(context: EvaluationContext, source: str, start: Any, length: Any) -> str:
    first, count = integer(context, start), integer(context, length)
    if first < 1 or count < 0:
        # Undocumented here; Connect Sync's Mid returns the whole input.
        context.unknowable(Doubt.COUNT_OUT_OF_RANGE)
        return source
    if first > len(_unit_by_unit(source)) and source and context.doubt(Doubt.COUNT_OUT_OF_RANGE):
        return source
    return _units(source, first - 1, count)


def _units(value: str, start: int, count: int) -> str:
    """`count` UTF-16 units from `start`, as .NET counts; half of a pair becomes U+FFFD in JSON."""
    if value.isascii() or max(value) <= "\uffff":
        return value[start : start + count]
    units = value.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * (start + count)].decode("utf-16-le", "replace")


def _unit_by_unit(value: str) -> str:
    """The text with each half of a surrogate pair as one character, to count positions as .NET does."""
    if value.isascii() or max(value) <= "\uffff":
        return value
    data = value.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))


def _in_str(
    context: EvaluationContext, value: Any, wanted: Any, start: Any = ABSENT, compare: Any = ABSENT
) -> int:
    where, what = text(context, value), text(context, wanted)
    if where is None or what is None:
        context.unknowable(Doubt.NULL_INPUT)
        return 0
    first = integer(context, start) if given(start) else 1
    if first < 1 or not what:
        context.unknowable(Doubt.COUNT_OUT_OF_RANGE)
        first = max(first, 1)
    exact = _unit_by_unit(where).find(_unit_by_unit(what), first - 1) + 1
    low_where, low_what = letters.lower(where), letters.lower(what)
    folded = _unit_by_unit(low_where).find(_unit_by_unit(low_what), first - 1) + 1
    method = str(compare).lower() if given(compare) else ""
    if method.lstrip("+-").isdigit():
        context.unknowable(Doubt.NUMERIC_OPTION)
        method = {"0": "vbbinarycompare", "1": "vbtextcompare"}.get(method, "")
    if method == "vbtextcompare":
        if not (where + what).isascii() and not _TRICKY.isdisjoint(where + what):
            context.unknowable(Doubt.LETTER_CASE)  # ß may equal ss
        return folded
    if method == "vbbinarycompare" or exact == folded:
        return exact
    # Visual Basic compares exactly by default; Entra's page does not say.
    return folded if context.doubt(Doubt.EQUAL_BUT_FOR_CASE) else exact


def _lower(context: EvaluationContext, source: str, culture: Any = ABSENT) -> str:
    name = _culture(context, source, culture)
    return letters.lower(source, name)


def _upper(context: EvaluationContext, source: str, culture: Any = ABSENT) -> str:
    name = _culture(context, source, culture)
    if name.lower().startswith("el") and not source.isascii():
        context.unknowable(Doubt.CULTURE)  # Greek capitals have no accents with ICU, but have them with NLS
    return letters.upper(source, name)


# Letters whose case mapping differs between .NET and Unicode, or between versions of ICU.
_TRICKY = frozenset("İıßẞŉǰΐΰևſςΣ\u0345ẖẗẘẙẚ")


def _culture(context: EvaluationContext, source: str, culture: Any) -> str:
    name = (text(context, culture) or "") if given(culture) else ""
    if name and not name.replace("-", "").isalnum():
        raise Failure("bad_culture", found=name)
    if not source.isascii() and not letters.is_turkic(name) and not _TRICKY.isdisjoint(source):
        context.unknowable(Doubt.LETTER_CASE)
    return name


def _normalize(context: EvaluationContext, source: str) -> str:
    if source.isascii():
        return source
    plain, unlisted = letters.without_diacritics(source)
    if unlisted:
        context.unknowable(Doubt.NOT_IN_TABLE)
    return plain


def _proper(context: EvaluationContext, source: str, separators: Any = ABSENT) -> str:
    own = text(context, separators) if given(separators) else None
    # .NET treats an apostrophe as part of a word, Microsoft's Workday guide shows the opposite. A letter
    # after a digit starts a word in .NET, though it is not "the first character of the word".
    other = letters.title(source, own, apostrophe_separates=True, digit_starts=False)
    usual = letters.title(source, own, apostrophe_separates=False, digit_starts=True)
    return other if usual != other and context.doubt(Doubt.TITLE_CASE) else usual


def _strip_spaces(_context: EvaluationContext, source: str) -> str:
    return source.replace(" ", "")


def _trim(_context: EvaluationContext, source: str) -> str:
    return source.strip(letters.WHITE_SPACE)


def _word(context: EvaluationContext, source: Any, number: Any, delimiters: Any) -> str:
    value, index = text(context, source), integer(context, number)
    if value is None or index < 1:
        return ""
    parts, separators = [""], text(context, delimiters) or ""
    for character in value:
        if character in separators:
            parts.append("")
        else:
            parts[-1] += character
    words = [part for part in parts if part]
    if words != parts and context.doubt(Doubt.DELIMITERS):
        words = parts  # undocumented: an empty word between two adjacent delimiters
    return words[index - 1] if index <= len(words) else ""


def _join(call: CallNode, arguments: Sequence[Closure | None]) -> Closure:
    """Join the values.

    Empty and missing sources are omitted with their separator (the documented example is
    `Join(", ", "", [surname], [givenName])`), and each of several values counts.
    """
    sources = [closure for closure in arguments[1:] if closure is not None]
    position = call.position
    first = call.arguments[0]
    fixed = first.value if isinstance(first, TextNode) and not first.written else None
    separator_closure = arguments[0]

    def run(person: Any, context: EvaluationContext) -> Any:
        parts: list[str] = []
        for source in sources:
            value = source(person, context)
            if value.__class__ is str:
                if value:
                    parts.append(value)
            elif isinstance(value, list):
                parts += [item for item in (as_text(one) for one in value) if item]
            elif value is not None:
                context.position = position
                shown = text(context, value)
                if shown:
                    parts.append(shown)
        separator = fixed
        if separator is None:
            separator = text(context, separator_closure(person, context)) if separator_closure else ""
            if separator is None:
                context.position = position
                context.unknowable(Doubt.NULL_INPUT)
        if len(parts) > 1:
            _bounded_at(position, sum(map(len, parts)) + len(parts) * len(separator or ""))
        joined = (separator or "").join(parts)
        if joined or parts:
            return joined
        if first is not None and sources:
            context.position = position
            return None if context.doubt(Doubt.EMPTY_OR_NULL) else ""
        return ""

    return run


def _bounded_at(position: int, length: int) -> None:
    if length > LONGEST:
        raise EvaluationError("value_too_long", position, limit=LONGEST)


def _split(context: EvaluationContext, source: str, delimiter: Any) -> list[str]:
    mark = text(context, delimiter) or ""
    if not mark:
        context.unknowable(Doubt.DELIMITERS)
        return [source]
    if len(mark) > 1 and any(character in source for character in mark):
        context.unknowable(Doubt.DELIMITERS)
    parts = source.split(mark)
    if any(part != part.strip() for part in parts) and context.doubt(Doubt.SPACES_AROUND):
        parts = [part.strip() for part in parts]
    if "" in parts and context.doubt(Doubt.EMPTY_ELEMENTS):
        parts = [part for part in parts if part]
    return parts


def _to_text(context: EvaluationContext, value: Any) -> str | None:
    return null(context) if value is None else text(context, value)


BUILDERS: dict[str, Builder] = {
    "Append": strict(_append_values),
    "CRef": strict(_to_text),
    "CStr": strict(_to_text),
    "InStr": strict(_in_str),
    "Join": _join,
    "Left": strict(_left),
    "Mid": on_text(_mid),
    "NormalizeDiacritics": on_text(_normalize),
    "PCase": on_text(_proper),
    "Prepend": strict(_prepend),
    "Split": on_text(_split),
    "StripSpaces": on_text(_strip_spaces),
    "ToLower": on_text(_lower),
    "ToUpper": on_text(_upper),
    "Trim": on_text(_trim, maps_lists=True),
    "Word": strict(_word),
}
