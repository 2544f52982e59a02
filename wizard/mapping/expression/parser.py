"""From text to syntax tree by recursive descent, with a bound on depth.

Grammar: an expression is an operand, or two with a comparison between them; an operand is a call, an
attribute, a constant or a bare word; arguments may be empty. Arithmetic, indexing, AND and OR do not exist
(Entra docs, "Reference for writing expressions for attribute mappings").
"""

from __future__ import annotations

from wizard.mapping.expression.errors import ParseError
from wizard.mapping.expression.tokens import Kind, Token, tokens
from wizard.mapping.expression.tree import (
    Attribute,
    Call,
    Comparison,
    Concatenation,
    Name,
    Node,
    Number,
    Text,
    Variable,
)

MAX_DEPTH = 100  # far beyond any expression seen; keeps every later walk within Python's own stack


def parse(text: str) -> Node:
    """The syntax tree of `text`. Raises ParseError with the place, and nothing else, for any text."""
    return _Parser(tokens(text)).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        if self._tokens[0].kind is Kind.END:
            raise ParseError("empty", 0)
        node = self._comparison()
        token = self._tokens[self._next]
        if token.kind is not Kind.END:
            raise self._after_operand(token, "after_end")
        return node

    def _comparison(self) -> Node:
        left = self._concatenation()
        token = self._tokens[self._next]
        if token.kind is not Kind.OPERATOR:
            return left
        self._next += 1
        right = self._concatenation()
        after = self._tokens[self._next]
        if after.kind is Kind.OPERATOR:
            raise ParseError("second_comparison", after.start, found=after.value)
        return Comparison(token.value, left, right, token.start)

    def _concatenation(self) -> Node:
        first = self._operand()
        token = self._tokens[self._next]
        if token.kind is not Kind.AMPERSAND:
            return first
        operands = [first]
        while self._tokens[self._next].kind is Kind.AMPERSAND:
            self._next += 1
            operands.append(self._operand())
        return Concatenation(tuple(operands), token.start)

    def _operand(self) -> Node:
        token = self._tokens[self._next]
        self._next += 1
        match token.kind:
            case Kind.ATTRIBUTE:
                return Attribute(token.value, token.start)
            case Kind.TEXT:
                return Text(token.value, token.start)
            case Kind.NUMBER:
                return Number(token.value, token.start)
            case Kind.VARIABLE:
                return Variable(token.value, token.start)
            case Kind.NAME if self._tokens[self._next].kind is Kind.OPEN:
                return self._call(token)
            case Kind.NAME:
                return Name(token.value, token.start)
            case Kind.END:
                raise ParseError("ends_too_early", token.start)
            case _:
                raise ParseError("expected_value", token.start, found=token.value)

    def _call(self, name: Token) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ParseError("too_deep", name.start, limit=MAX_DEPTH)
        self._next += 1
        arguments: list[Node | None] = []
        if self._tokens[self._next].kind is Kind.CLOSE:
            self._next += 1
            self._depth -= 1
            return Call(name.value, (), name.start)
        while True:
            empty = self._tokens[self._next].kind in (Kind.COMMA, Kind.CLOSE)
            arguments.append(None if empty else self._comparison())
            token = self._tokens[self._next]
            if token.kind is Kind.CLOSE:
                break
            if token.kind is not Kind.COMMA:
                raise self._after_operand(token, "expected_comma", name.value)
            self._next += 1
        self._next += 1
        self._depth -= 1
        return Call(name.value, tuple(arguments), name.start)

    def _after_operand(self, token: Token, code: str, function: str = "") -> ParseError:
        if token.kind is Kind.END:
            return ParseError("unclosed_call", token.start, function=function)
        if token.kind is Kind.ATTRIBUTE:
            return ParseError("no_indexing", token.start)
        if token.kind is Kind.NUMBER and token.value[0] in "+-":
            return ParseError("no_such_operator", token.start, character=token.value[0])
        if token.kind is Kind.NAME and token.value.lower() in ("and", "or", "not"):
            return ParseError("no_and_or", token.start, found=token.value)
        return ParseError(code, token.start, found=token.value or token.kind.value, function=function)
