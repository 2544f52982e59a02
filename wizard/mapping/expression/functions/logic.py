"""IIF, Switch, Coalesce, tests for presence, and functions that exclude a value from the flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wizard.mapping.expression.context import (
    Closure,
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import EvaluationError, Failure
from wizard.mapping.expression.functions.branches import Branches
from wizard.mapping.expression.functions.building import Absent, Builder, bounded, strict, text
from wizard.mapping.expression.tree import (
    AttributeNode,
    CallNode,
    Comparison,
    Concatenation,
    Node,
    Number,
    TextNode,
)
from wizard.mapping.values import DROPPED, Dropped, as_text, is_empty

_PRESENCE = frozenset(("ispresent", "isnull", "isnullorempty"))
# These functions handle null and empty values, so an attribute inside them does not affect the condition.
_GUARDS = frozenset(("switch", "coalesce", "iif"))


def _unguarded(node: Node) -> frozenset[str]:
    """Attributes that the condition reads directly."""
    match node:
        case AttributeNode(name):
            return frozenset((name,))
        case CallNode(name, arguments) if name.lower() not in _GUARDS:
            return frozenset().union(*(_unguarded(item) for item in arguments if item is not None))
        case Comparison(_, left, right):
            return _unguarded(left) | _unguarded(right)
        case Concatenation(operands):
            return frozenset().union(*(_unguarded(item) for item in operands))
    return frozenset()


def _iif(call: CallNode, arguments: Sequence[Closure | None]) -> Closure:
    """Only the chosen branch is evaluated (the HR guides rely on it).

    Entra's pages disagree about an empty or missing attribute in the condition.
    """
    condition, if_true, if_false = arguments[:3]
    assert condition is not None  # guaranteed by the check
    assert if_true is not None
    assert if_false is not None
    branches = Branches(call.arguments[1:3], arguments[1:3])
    watched = tuple(_unguarded(call.arguments[0])) if call.arguments[0] is not None else ()
    position = call.position

    def run(person: Any, context: EvaluationContext) -> Any:
        for name in watched:
            if is_empty(person.get(name)):
                context.position = position
                context.unknowable(Doubt.NULL_IN_CONDITION)
        value = condition(person, context)
        if value is not True and value is not False:
            context.position = position
            try:
                value = truth(context, value)
            except Failure as failure:
                raise EvaluationError(failure.code, position, **failure.facts) from failure
        branches.doubt_unchosen(0 if value else 1, person, context, position)
        return if_true(person, context) if value else if_false(person, context)

    return run


def truth(context: EvaluationContext, value: Any) -> bool:
    """Whether a value counts as true: True, "True", numbers other than 0. Raises Failure."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value != 0
    written = (text(context, value) or "").strip()
    if written in ("True", "False"):
        return written == "True"
    if written.lower() in ("true", "false"):
        return (written.lower() == "true") != context.doubt(Doubt.TRUTH)
    if written.lstrip("+-").isdigit() and written.isascii():
        return int(written[:20]) != 0
    if value is None or written == "":
        context.unknowable(Doubt.TRUTH)
        return False
    raise Failure("not_true_or_false", found=written)


_MISSING = object()


def _switch(call: CallNode, arguments: Sequence[Closure | None]) -> Closure:
    """Case-sensitive and lazy; the key "" matches empty and missing values (the HR guides document it)."""
    source, default = arguments[0], arguments[1]
    assert source is not None  # guaranteed by the check
    position = call.position
    node = call.arguments[0]
    on_presence = isinstance(node, CallNode) and node.name.lower() in _PRESENCE
    keys, results = call.arguments[2::2], arguments[3::2]

    def key_of(person: Any, context: EvaluationContext) -> str:
        value = source(person, context)
        if value.__class__ is str:
            return value
        if value is None:
            return ""
        context.position = position
        return text(context, value) or ""

    def otherwise(person: Any, context: EvaluationContext) -> Any:
        return None if default is None else default(person, context)

    # The default is the last branch; the first of several equal keys counts, or perhaps the last.
    branches = Branches((*call.arguments[3::2], call.arguments[1]), (*results, default))
    repeated = _repeated(call)

    def result_of(place: int, person: Any, context: EvaluationContext) -> Any:
        branches.doubt_unchosen(place, person, context, position)
        if place == len(results):
            return otherwise(person, context)
        if place in repeated:
            context.position = position
            if context.doubt(Doubt.REPEATED_KEY):
                place = repeated[place]
        chosen = results[place]
        return None if chosen is None else chosen(person, context)

    fixed = all(isinstance(key, Number) or (isinstance(key, TextNode) and not key.written) for key in keys)
    if fixed and not on_presence:
        table: dict[str, int] = {}
        for place, key in enumerate(keys):
            if isinstance(key, TextNode | Number):
                table.setdefault(str(key.value), place)

        def look_up(person: Any, context: EvaluationContext) -> Any:
            return result_of(table.get(key_of(person, context), len(results)), person, context)

        return look_up

    key_closures = arguments[2::2]

    def compare(person: Any, context: EvaluationContext) -> Any:
        if on_presence:
            context.position = position
            context.unknowable(Doubt.SWITCH_ON_PRESENCE)
        wanted = key_of(person, context)
        for place, key_closure in enumerate(key_closures):
            value = "" if key_closure is None else (text(context, key_closure(person, context)) or "")
            if value == wanted:
                return result_of(place, person, context)
        return result_of(len(results), person, context)

    return compare


def _repeated(call: CallNode) -> dict[int, int]:
    """Constant keys that occur twice with different values: first position -> last position."""
    first: dict[str, int] = {}
    last: dict[int, int] = {}
    values = call.arguments[3::2]
    for place, key in enumerate(call.arguments[2::2]):
        if isinstance(key, TextNode | Number):
            before = first.setdefault(str(key.value), place)
            if before != place and values[before] != values[place]:
                last[before] = place
    return last


def _coalesce(call: CallNode, arguments: Sequence[Closure | None]) -> Closure:
    """The first value that is not null. Documentation disagrees on whether empty text counts as null."""
    sources = [closure for closure in arguments if closure is not None]
    position = call.position

    def run(person: Any, context: EvaluationContext) -> Any:
        last = len(sources) - 1
        for index, source in enumerate(sources):
            value = source(person, context)
            if value is None or value == []:
                continue
            if value == "" and index < last:
                context.position = position
                if context.doubt(Doubt.EMPTY_OR_NULL):
                    continue
            return value
        return None

    return run


def _is_null(context: EvaluationContext, value: Any) -> bool:
    if value == "":
        # It is not documented whether an empty source value is "" or null.
        return context.doubt(Doubt.EMPTY_OR_NULL)
    return value is None or value == []


def _is_null_or_empty(_context: EvaluationContext, value: Any) -> bool:
    return is_empty(value)


def _is_present(_context: EvaluationContext, value: Any) -> bool:
    return not is_empty(value)


def _is_string(context: EvaluationContext, value: Any) -> bool:
    if not isinstance(value, str):
        context.unknowable(Doubt.NULL_INPUT if value is None else Doubt.SEVERAL_VALUES)
    return isinstance(value, str)


def _is_nothing(context: EvaluationContext, value: Any) -> bool:
    context.unknowable(Doubt.UNDESCRIBED_FUNCTION)
    return value is None


def _not(context: EvaluationContext, value: Any) -> bool:
    if value is True:
        return False
    if isinstance(value, str) and value != "True" and value.lower() == "true":
        return not context.doubt(Doubt.EQUAL_BUT_FOR_CASE)
    return as_text(value) != "True"


def _to_boolean(context: EvaluationContext, value: Any) -> bool:
    return truth(context, value)


def _ignore_if_empty(_context: EvaluationContext, value: Any) -> Any:
    return DROPPED if is_empty(value) or isinstance(value, Dropped) else value


def _redact(_context: EvaluationContext, value: Any) -> Any:
    """The value is hidden in the provisioning logs only."""
    return value


def _error(context: EvaluationContext, message: Any) -> Any:
    raise Failure("raised", message=text(context, message) or "")


def _concatenation(context: EvaluationContext, *parts: Any) -> str:
    pieces = [None if isinstance(part, Absent) else text(context, part) for part in parts]
    if None in pieces:
        context.unknowable(Doubt.NULL_INPUT)
    bounded(sum(len(piece or "") for piece in pieces))
    return "".join(piece or "" for piece in pieces)


CONCATENATE = strict(_concatenation)

BUILDERS: dict[str, Builder] = {
    "CBool": strict(_to_boolean),
    "Coalesce": _coalesce,
    "Error": strict(_error),
    "IIF": _iif,
    "IgnoreFlowIfNullOrEmpty": strict(_ignore_if_empty),
    "IsNothing": strict(_is_nothing),
    "IsNull": strict(_is_null),
    "IsNullOrEmpty": strict(_is_null_or_empty),
    "IsPresent": strict(_is_present),
    "IsString": strict(_is_string),
    "Not": strict(_not),
    "Redact": strict(_redact),
    "Switch": _switch,
}
