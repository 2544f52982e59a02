"""`=`, `<>`, `<`, `>`, `<=`, `>=` between values of any kind."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime
from typing import Any

from wizard.mapping.expression.context import (
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.functions.building import text

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def compare(context: EvaluationContext, sign: str, left: Any, right: Any) -> bool:
    """Text compares with a number as a number when it is one (Microsoft's guide has `[StatusRehire]=1`)."""
    if sign == "=":
        return _equal(context, left, right)
    if sign == "<>":
        return not _equal(context, left, right)
    if not (isinstance(left, datetime) and isinstance(right, datetime)):
        first, second = _number(left), _number(right)
        if first is not None and second is not None:
            by_number = _ORDER[sign](first, second)
            if isinstance(left, str) and isinstance(right, str):
                # Two texts may be compared letter by letter; then "9" comes after "10".
                by_letter = _ORDER[sign](left, right)
                if by_letter != by_number and context.doubt(Doubt.TEXT_COMPARED_AS_NUMBER):
                    return by_letter
            return by_number
        context.unknowable(Doubt.NOT_COMPARABLE)
        return _ORDER[sign](text(context, left) or "", text(context, right) or "")
    return _ORDER[sign](left, right)


def _equal(context: EvaluationContext, left: Any, right: Any) -> bool:
    if left.__class__ is str and right.__class__ is str:
        return _equal_texts(context, left, right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left == right
    first, second = text(context, left) or "", text(context, right) or ""
    if _is_number(left) or _is_number(right):
        numbers = _number(left), _number(right)
        if None not in numbers and (numbers[0] == numbers[1]) != (first == second):
            return not context.doubt(Doubt.TEXT_COMPARED_AS_NUMBER)
    return _equal_texts(context, first, second)


def _equal_texts(context: EvaluationContext, left: str, right: str) -> bool:
    if left == right:
        return True
    # Switch is documented as case-sensitive, the equals sign is not.
    return left.casefold() == right.casefold() and context.doubt(Doubt.EQUAL_BUT_FOR_CASE)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> int | None:
    if _is_number(value):
        return int(value)
    if isinstance(value, str):
        written = value.strip()
        digits = written[1:] if written[:1] in ("+", "-") else written
        if digits.isascii() and digits.isdigit() and len(digits) <= 20:
            return int(written)
    return None
