"""Replace, whose meaning depends on which of its seven arguments are given (Entra docs, Replace)."""

from __future__ import annotations

from typing import Any

from wizard.mapping.dotnet import regexes
from wizard.mapping.expression.context import (
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import Failure
from wizard.mapping.expression.functions.building import (
    ABSENT,
    LONGEST,
    Builder,
    bounded,
    null,
    strict,
    text,
)
from wizard.mapping.values import is_empty


def _replace(context: EvaluationContext, source: Any, *rest: Any) -> Any:
    old, pattern, group, new, other, template = (*rest, *(ABSENT,) * 6)[:6]
    present = tuple(item is not ABSENT for item in (old, pattern, group, new, other, template))
    if present == (False, True, True, False, True, False):
        return _fill(context, source, pattern, group, other)
    if source is None:
        return null(context)
    if isinstance(source, list):
        context.unknowable(Doubt.SEVERAL_VALUES)
        return [_replace(context, item, *rest) for item in source]
    value = text(context, source) or ""
    match present:  # which of the six are given
        case (True, False, False, True, False, False):
            return _all_replaced(value, _needle(context, old), _given(context, new))
        case (True, False, False, False, False, True):
            return _all_replaced(_given(context, template), _needle(context, old), value)
        case (False, True, False, True, False, False):
            return _by_pattern(context, value, pattern, new)
        case (False, True, True, True, False, False):
            return _by_group(context, value, pattern, group, new)
        case _:
            raise context.given_up(Doubt.REPLACE_COMBINATION)


def _given(context: EvaluationContext, argument: Any) -> str:
    value = text(context, argument)
    if value is None:
        context.unknowable(Doubt.NULL_INPUT)
    return value or ""


def _all_replaced(value: str, needle: str, replacement: str) -> str:
    bounded(len(value) + value.count(needle) * len(replacement))
    return value.replace(needle, replacement)


def _needle(context: EvaluationContext, argument: Any) -> str:
    value = _given(context, argument)
    if not value:
        raise Failure("nothing_to_find")
    return value


def regex_of(context: EvaluationContext, pattern: str) -> regexes.Regex:
    """The compiled pattern.

    Raises Failure when .NET refuses it, UnknowableError when it cannot be reproduced.
    """
    try:
        return regexes.compiled(pattern)
    except regexes.PatternError as error:
        raise Failure("bad_pattern", reason=error.reason, pattern=pattern) from error
    except regexes.NotReproducibleError as error:
        raise context.given_up(Doubt.REGEX_NOT_REPRODUCED) from error


def _regex(context: EvaluationContext, argument: Any, value: str) -> regexes.Regex:
    regex = regex_of(context, _given(context, argument))
    if regex.ignores_case and not value.isascii():
        context.unknowable(Doubt.LETTER_CASE)
    return regex


def _by_pattern(context: EvaluationContext, value: str, pattern: Any, new: Any) -> str:
    try:
        return _regex(context, pattern, value).replace(value, _given(context, new), LONGEST)
    except regexes.LongError as error:
        raise Failure("value_too_long", limit=LONGEST) from error
    except regexes.SlowError as error:
        raise context.given_up(Doubt.REGEX_TOO_SLOW) from error


def _group(context: EvaluationContext, regex: regexes.Regex, argument: Any) -> str:
    name = _given(context, argument)
    if not regex.has_group(name):
        raise context.given_up(Doubt.NO_MATCH)
    return name


def _by_group(context: EvaluationContext, value: str, pattern: Any, group: Any, new: Any) -> str:
    """Replace the captured group: at its place, or, in the other reading, everywhere its text occurs."""
    regex, replacement = _regex(context, pattern, value), _given(context, new)
    name = _group(context, regex, group)
    try:
        spans = regex.spans(value, name)
    except regexes.SlowError as error:
        raise context.given_up(Doubt.REGEX_TOO_SLOW) from error
    pieces: list[str] = []
    end = 0
    for start, stop in spans:
        if start < end:
            continue
        pieces += (value[end:start], replacement)
        end = stop
    bounded(sum(map(len, pieces)))
    here = "".join((*pieces, value[end:]))
    everywhere = value
    for captured in dict.fromkeys(value[start:stop] for start, stop in spans):
        if captured:
            everywhere = _all_replaced(everywhere, captured, replacement)
    return everywhere if here != everywhere and context.doubt(Doubt.REPLACED_SPAN) else here


def _fill(context: EvaluationContext, source: Any, pattern: Any, group: Any, other: Any) -> Any:
    """The source when it has a value, otherwise the group captured from the other attribute."""
    if not is_empty(source):
        return source
    value = text(context, other)
    if value is None or value == "":
        context.unknowable(Doubt.NULL_INPUT)
        return None
    regex = _regex(context, pattern, value)
    name = _group(context, regex, group)
    try:
        found = regex.group(value, name)
    except regexes.SlowError as error:
        raise context.given_up(Doubt.REGEX_TOO_SLOW) from error
    if found is None:
        context.unknowable(Doubt.NO_MATCH)
    return found


BUILDERS: dict[str, Builder] = {"Replace": strict(_replace)}
