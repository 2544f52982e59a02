"""Decides whether a JSON object satisfies a parsed filter."""

from __future__ import annotations

from typing import Any

from wizard.practice.graph.filters import (
    AnyOf,
    Compare,
    Expression,
    FilterParenthesis,
    Not,
    Property,
)


def matches(expression: Expression, body: Any, *, fold: bool = True) -> bool:
    """Whether `body` satisfies the filter; `fold` ignores the case of texts, as the directory does."""
    if isinstance(expression, FilterParenthesis):
        judge = all if expression.op == "and" else any
        return judge(matches(part, body, fold=fold) for part in expression.parts)
    if isinstance(expression, Not):
        return not matches(expression.inner, body, fold=fold)
    if isinstance(expression, AnyOf):
        items = value_at(body, expression.property) or []
        return any(_matches_item(expression.inner, item, fold) for item in items)
    return compare(expression.op, value_at(body, expression.property), expression.value, fold=fold)


def value_at(body: Any, prop: Property) -> Any:
    """The value at a property path, None when there is none."""
    value = body
    for name in prop.path.split("/"):
        value = value.get(name) if isinstance(value, dict) else None
    return value.lower() if prop.lower and isinstance(value, str) else value


def compare(op: str, left: Any, right: Any, *, fold: bool = True) -> bool:
    """One comparison of JSON values."""
    if op == "in":
        return any(compare("eq", left, one, fold=fold) for one in right)
    if fold and isinstance(left, str) and isinstance(right, str):
        left, right = left.casefold(), right.casefold()
    if op in {"eq", "ne"}:
        return bool((left == right) == (op == "eq"))
    if left is None or right is None:
        return False
    if op in {"startswith", "endswith", "contains"}:
        left, right = str(left), str(right)
        if op == "contains":
            return right in left
        return bool(left.startswith(right) if op == "startswith" else left.endswith(right))
    if type(left) is not type(right):
        return False
    outcomes = {"gt": left > right, "ge": left >= right, "lt": left < right, "le": left <= right}
    return bool(outcomes[op])


def _matches_item(expression: Expression, item: Any, fold: bool) -> bool:
    if isinstance(expression, FilterParenthesis):
        judge = all if expression.op == "and" else any
        return judge(_matches_item(part, item, fold) for part in expression.parts)
    if isinstance(expression, Not):
        return not _matches_item(expression.inner, item, fold)
    if isinstance(expression, Compare):
        return compare(expression.op, item, expression.value, fold=fold)
    return False
