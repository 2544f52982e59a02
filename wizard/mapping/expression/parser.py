"""Parse text into a syntax tree by recursive descent, with a limited depth.

Grammar: an expression is an operand, or two with a comparison between them; an operand is a call, an
attribute, a constant or a bare word; arguments may be empty. Arithmetic, indexing, AND and OR do not exist
(Entra docs, "Reference for writing expressions for attribute mappings").
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.mapping.expression.errors import ParseError
from wizard.mapping.expression.tokens import (
    Token,
    TokenKind,
    scan,
)
from wizard.mapping.expression.tree import (
    AttributeNode,
    CallNode,
    Comparison,
    Concatenation,
    NameNode,
    Node,
    Number,
    TextNode,
    Variable,
)

MAX_DEPTH = 100  # far beyond real expressions; keeps every later walk within Python's recursion limit


def parse(text: str) -> Node:
    """The syntax tree of `text`.

    Raises ParseError with the position, and no other exception, for any text.
    """
    return _Parser(scan(text)).whole()


class _Parser:
    def __init__(self, found: Iterator[Token]) -> None:
        self._following = found
        self._token = next(found)
        self._depth = 0

    def _at(self, kind: TokenKind) -> bool:
        return self._token.kind is kind

    def _take(self) -> Token:
        """Return the current token and move to the next."""
        token = self._token
        if token.kind is not TokenKind.END:
            self._token = next(self._following)
        return token

    def whole(self) -> Node:
        if self._at(TokenKind.END):
            raise ParseError("empty", 0)
        node = self._comparison()
        if not self._at(TokenKind.END):
            raise self._after_operand("after_end")
        return node

    def _comparison(self) -> Node:
        left = self._concatenation()
        if not self._at(TokenKind.OPERATOR):
            return left
        operator = self._take()
        right = self._concatenation()
        if self._at(TokenKind.OPERATOR):
            raise ParseError("second_comparison", self._token.start, found=self._token.value)
        return Comparison(operator.value, left, right, operator.start)

    def _concatenation(self) -> Node:
        first = self._operand()
        if not self._at(TokenKind.AMPERSAND):
            return first
        position = self._token.start
        operands = [first]
        while self._at(TokenKind.AMPERSAND):
            self._take()
            operands.append(self._operand())
        return Concatenation(tuple(operands), position)

    def _operand(self) -> Node:
        token = self._take()
        match token.kind:
            case TokenKind.ATTRIBUTE:
                return AttributeNode(token.value, token.start)
            case TokenKind.TEXT:
                return TextNode(token.value, token.start, token.written)
            case TokenKind.NUMBER:
                return Number(token.value, token.start)
            case TokenKind.VARIABLE:
                return Variable(token.value, token.start)
            case TokenKind.NAME if self._at(TokenKind.OPEN):
                return self._call(token)
            case TokenKind.NAME:
                return NameNode(token.value, token.start)
            case TokenKind.END:
                raise ParseError("ends_too_early", token.start)
            case _:
                raise ParseError("expected_value", token.start, found=token.value)

    def _call(self, name: Token) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ParseError("too_deep", name.start, limit=MAX_DEPTH)
        self._take()
        arguments: list[Node | None] = []
        if not self._at(TokenKind.CLOSE):
            arguments.append(self._argument())
            while self._at(TokenKind.COMMA):
                self._take()
                arguments.append(self._argument())
            if not self._at(TokenKind.CLOSE):
                raise self._after_operand("expected_comma", name.value)
        self._take()
        self._depth -= 1
        return CallNode(name.value, tuple(arguments), name.start)

    def _argument(self) -> Node | None:
        """None for an empty argument."""
        return None if self._at(TokenKind.COMMA) or self._at(TokenKind.CLOSE) else self._comparison()

    def _after_operand(self, code: str, function: str = "") -> ParseError:
        token = self._token
        if token.kind is TokenKind.END:
            return ParseError("unclosed_call", token.start, function=function)
        if token.kind is TokenKind.ATTRIBUTE:
            return ParseError("no_indexing", token.start)
        if token.kind is TokenKind.NUMBER and token.value[0] in "+-":
            return ParseError("no_such_operator", token.start, character=token.value[0])
        if token.kind is TokenKind.NAME and token.value.lower() in ("and", "or", "not"):
            return ParseError("no_and_or", token.start, found=token.value)
        return ParseError(code, token.start, found=token.value, function=function)
