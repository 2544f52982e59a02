"""Turns a parsed filter into SQL over the tables of people and groups."""

from __future__ import annotations

from typing import Any

from wizard.practice.graph.filters import (
    AnyOf,
    Compare,
    Expression,
    FilterParenthesis,
    Not,
)

_COLUMNS = {
    "id": "id",
    "userPrincipalName": "upn",
    "mail": "mail",
    "displayName": "display_name",
    "givenName": "given_name",
    "surname": "surname",
    "department": "department",
    "userType": "user_type",
}
_GROUP_COLUMNS = {"id": "id", "displayName": "display_name"}
_SIGNS = {"eq": "IS", "ne": "IS NOT", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def condition(expression: Expression, *, groups: bool = False) -> tuple[str, list[Any]]:
    """A WHERE condition and its values; the case of ASCII letters does not matter, as in the directory."""
    if isinstance(expression, FilterParenthesis):
        parts = [condition(part, groups=groups) for part in expression.parts]
        joined = f" {expression.op.upper()} ".join(f"({sql})" for sql, _ in parts)
        return joined, [value for _, values in parts for value in values]
    if isinstance(expression, Not):
        sql, values = condition(expression.inner, groups=groups)
        return f"NOT coalesce({sql}, 0)", values
    if isinstance(expression, AnyOf):
        sql, values = _inner(expression.inner)
        path = _path(expression.property.path)
        exists = f"EXISTS (SELECT 1 FROM json_each(body, ?) AS item WHERE {sql})"  # noqa: S608 - marks only
        return exists, [path, *values]
    return _compare(expression, groups)


def _compare(expression: Compare, groups: bool) -> tuple[str, list[Any]]:
    column, values = _column(expression.property.path, groups)
    sql, more = _sign(column, expression)
    return sql, [*values, *more]


def _inner(expression: Expression) -> tuple[str, list[Any]]:
    if isinstance(expression, Compare):
        return _sign("item.value COLLATE NOCASE", expression)
    if isinstance(expression, FilterParenthesis):
        parts = [_inner(part) for part in expression.parts]
        joined = f" {expression.op.upper()} ".join(f"({sql})" for sql, _ in parts)
        return joined, [value for _, values in parts for value in values]
    return "0", []


def _sign(column: str, expression: Compare) -> tuple[str, list[Any]]:
    value = expression.value
    if expression.op == "in":
        return f"{column} IN ({', '.join('?' for _ in value)})", list(value)
    if expression.op in _SIGNS:
        return f"{column} {_SIGNS[expression.op]} ?", [int(value) if isinstance(value, bool) else value]
    text = str(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = {"startswith": f"{text}%", "endswith": f"%{text}", "contains": f"%{text}%"}[expression.op]
    return f"{column} LIKE ? ESCAPE '\\'", [pattern]


def _column(path: str, groups: bool) -> tuple[str, list[Any]]:
    known = _GROUP_COLUMNS if groups else _COLUMNS
    if path in known:
        return known[path], []
    return "json_extract(body, ?) COLLATE NOCASE", [_path(path)]


def _path(path: str) -> str:
    return "$." + path.replace("/", ".")
