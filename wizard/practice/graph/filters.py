"""Parses the part of OData's `$filter` language that Graph's directory and logs understand.

Source: Graph docs, "Use the $filter query parameter"; OData 4.01 part 2, "URL conventions".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from wizard.practice.graph.errors import (
    GraphRefusalError,
    bad_request,
)

MAX_LENGTH = 8_000
MAX_DEPTH = 20
COMPARISONS = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})
FUNCTIONS = frozenset({"startswith", "endswith", "contains"})

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')"
    r"|(?P<guid>[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})"
    r"|(?P<date>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)"
    r"|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_@][\w.@]*(?:/[A-Za-z_@$][\w.@]*)*)"
    r"|(?P<mark>[(),:]))"
)


@dataclass(frozen=True)
class Property:
    """A property path such as `provisioningStatusInfo/status`; `lower` when inside `tolower()`."""

    path: str
    lower: bool = False


@dataclass(frozen=True)
class Compare:
    """`property op value`; `op` is a comparison, a function name, or "in" (then value is a tuple)."""

    op: str
    property: Property
    value: Any


@dataclass(frozen=True)
class Not:
    """The opposite."""

    inner: Expression


@dataclass(frozen=True)
class FilterParenthesis:
    """All ("and") or at least one ("or") of the parts."""

    op: str
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class AnyOf:
    """`property/any(x: ...)` over a collection of texts; the inner property's path is the variable."""

    property: Property
    inner: Expression


Expression = Compare | Not | FilterParenthesis | AnyOf


def parse(text: str) -> Expression:
    """The expression of a `$filter`. Raises GraphError when it is malformed."""
    if len(text) > MAX_LENGTH:
        raise bad_request("The filter clause is too long.")
    parser = _Parser(_tokens(text))
    expression = parser.either(0)
    if parser.peek() is not None:
        raise _syntax()
    return expression


def walk(expression: Expression) -> list[Compare]:
    """Every comparison in an expression; inside `any` its property is that of the collection."""
    if isinstance(expression, Compare):
        return [expression]
    if isinstance(expression, Not):
        return walk(expression.inner)
    if isinstance(expression, AnyOf):
        return [Compare(c.op, expression.property, c.value) for c in walk(expression.inner)]
    return [found for part in expression.parts for found in walk(part)]


def _syntax() -> GraphRefusalError:
    return bad_request("Invalid filter clause: Syntax error in the filter expression.")


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise _syntax()
        tokens.append((match.lastgroup, match.group(match.lastgroup)))
        position = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    def peek(self) -> tuple[str, str] | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def either(self, depth: int) -> Expression:
        return self._chain("or", depth)

    def _chain(self, op: str, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise bad_request("The filter clause is nested too deeply.")
        inner = self._chain if op == "or" else self._single
        parts = [inner("and", depth)]
        while self.peek() == ("name", op):
            self._at += 1
            parts.append(inner("and", depth))
        return parts[0] if len(parts) == 1 else FilterParenthesis(op, tuple(parts))

    def _single(self, _: str, depth: int) -> Expression:
        token = self._next()
        if token == ("name", "not"):
            return Not(self._single(_, depth + 1))
        if token == ("mark", "("):
            expression = self.either(depth + 1)
            self._expect(")")
            return expression
        if token[0] != "name":
            raise _syntax()
        name = token[1]
        if name.lower() in FUNCTIONS:
            return self._function(name.lower())
        if name.lower().endswith("/any") and self.peek() == ("mark", "("):
            return self._lambda(name[:-4], depth)
        return self._comparison(self._property(name))

    def _function(self, name: str) -> Expression:
        self._expect("(")
        prop = self._property(self._next_name())
        self._expect(",")
        value = self._literal()
        self._expect(")")
        compare = Compare(name, prop, value)
        if self.peek() == ("name", "eq"):  # startswith(x, 'y') eq true
            self._at += 1
            wanted = self._literal()
            return compare if wanted is True else Not(compare)
        return compare

    def _lambda(self, path: str, depth: int) -> Expression:
        self._expect("(")
        variable = self._next_name()
        self._expect(":")
        inner = self.either(depth + 1)
        self._expect(")")
        if any(c.property.path != variable for c in walk(inner)):
            raise _syntax()
        return AnyOf(Property(path), inner)

    def _comparison(self, prop: Property) -> Expression:
        op = self._next_name().lower()
        if op == "in":
            self._expect("(")
            values = [self._literal()]
            while self.peek() == ("mark", ","):
                self._at += 1
                values.append(self._literal())
            self._expect(")")
            return Compare("in", prop, tuple(values))
        if op not in COMPARISONS:
            raise _syntax()
        return Compare(op, prop, self._literal())

    def _property(self, name: str) -> Property:
        if name.lower() == "tolower" and self.peek() == ("mark", "("):
            self._expect("(")
            inner = self._next_name()
            self._expect(")")
            return Property(inner, lower=True)
        return Property(name)

    def _literal(self) -> Any:
        kind, text = self._next()
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind in {"guid", "date"}:
            return text
        constants: dict[str, Any] = {"true": True, "false": False, "null": None}
        if kind == "name" and text in constants:
            return constants[text]
        raise _syntax()

    def _next(self) -> tuple[str, str]:
        token = self.peek()
        if token is None:
            raise _syntax()
        self._at += 1
        return token

    def _next_name(self) -> str:
        kind, text = self._next()
        if kind != "name":
            raise _syntax()
        return text

    def _expect(self, mark: str) -> None:
        if self._next() != ("mark", mark):
            raise _syntax()
