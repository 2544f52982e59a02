"""Helpers that turn a plain function over values into a builder of closures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wizard.mapping.expression.context import (
    Closure,
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import EvaluationError, Failure
from wizard.mapping.expression.tree import CallNode
from wizard.mapping.values import Dropped, as_text

Builder = Callable[[CallNode, Sequence[Closure | None]], Closure]


class Absent:
    """The argument is missing or empty."""


ABSENT = Absent()


def strict(function: Callable[..., Any]) -> Builder:
    """Evaluate all arguments, then call `function(context, *values)`; missing ones are `ABSENT`."""

    def build(call: CallNode, arguments: Sequence[Closure | None]) -> Closure:
        position = call.position
        closures = [_absent if closure is None else closure for closure in arguments]
        if len(closures) == 1:
            only = closures[0]

            def run_one(person: Any, context: EvaluationContext) -> Any:
                value = only(person, context)
                context.position = position
                try:
                    return function(context, value)
                except Failure as failure:
                    raise EvaluationError(failure.code, position, **failure.facts) from failure

            return run_one

        def run(person: Any, context: EvaluationContext) -> Any:
            values = [closure(person, context) for closure in closures]
            context.position = position
            try:
                return function(context, *values)
            except Failure as failure:
                raise EvaluationError(failure.code, position, **failure.facts) from failure

        return run

    return build


def _absent(_person: Any, _context: EvaluationContext) -> Any:
    return ABSENT


def on_text(function: Callable[..., Any], *, maps_lists: bool = False) -> Builder:
    """`function(context, text, *rest)` on the first argument's text.

    Null stays null or becomes "" (undocumented, so a doubt). Each of several values is handled in the same
    way, which is documented for Trim only (`maps_lists`).
    """

    def apply(context: EvaluationContext, value: Any, *rest: Any) -> Any:
        if value.__class__ is str:
            return function(context, value, *rest)
        if value is None:
            return null(context)
        if isinstance(value, list):
            if not maps_lists:
                context.unknowable(Doubt.SEVERAL_VALUES)
            return [apply(context, item, *rest) for item in value]
        return function(context, text(context, value) or "", *rest)

    return strict(apply)


def null(context: EvaluationContext) -> str | None:
    """A text function's result for null: null, or "" in the other reading."""
    return "" if context.doubt(Doubt.NULL_INPUT) else None


def text(context: EvaluationContext, value: Any) -> str | None:
    """The value as text; None stays None."""
    if value is None or value.__class__ is str:
        return value
    if isinstance(value, list) and len(value) != 1:
        context.unknowable(Doubt.SEVERAL_VALUES)
    if isinstance(value, Dropped):
        context.unknowable(Doubt.NESTED_IGNORE)
        return None
    if isinstance(value, Absent):
        return None
    return as_text(value)


def integer(context: EvaluationContext, value: Any) -> int:
    """The value as a whole number; Microsoft's pages use both 1 and "1".

    Raises Failure, and UnknowableError for null.
    """
    if isinstance(value, bool):
        return -1 if value else 0
    if isinstance(value, int):
        return value
    if value is None:
        raise context.given_up(Doubt.NULL_INPUT)  # undocumented: no number, zero, or no value
    written = (text(context, value) or "").strip()
    unsigned = written[1:] if written[:1] in "+-" else written
    if unsigned.isascii() and unsigned.isdigit() and len(unsigned) <= 20:
        return int(written)
    raise Failure("not_a_number", found=written)


# Characters of any value; without a limit nested Replace calls could exhaust the memory.
LONGEST = 1_000_000


def bounded(length: int) -> None:
    """Raise Failure when a text would be longer than the limit."""
    if length > LONGEST:
        raise Failure("value_too_long", limit=LONGEST)


def given(value: Any) -> bool:
    """Whether an optional argument is present and not null."""
    return value is not ABSENT and value is not None
