"""Split the text of an expression into tokens in linear time.

Lexical rules: Entra docs "Reference for writing expressions for attribute mappings"; what they leave open
follows the examples on Microsoft's pages: an escape other than `\\\\` and `\\"` keeps its backslash,
numbers may be hexadecimal (`&HF`), white space is allowed between all tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from wizard.mapping.expression.errors import ParseError

MAX_LENGTH = 10_000  # Entra docs, known issues: the longest expression a mapping may have


class TokenKind(Enum):
    """The kind of a token."""

    ATTRIBUTE = "attribute"
    TEXT = "text"
    NUMBER = "number"
    NAME = "name"
    VARIABLE = "variable"
    OPERATOR = "operator"
    OPEN = "("
    CLOSE = ")"
    COMMA = ","
    AMPERSAND = "&"
    END = "end"


class Token(NamedTuple):
    """A token: its kind, its content (text unescaped, brackets and percent signs removed), its position."""

    kind: TokenKind
    value: str
    start: int
    end: int
    written: str = ""
    """The original text, when it has an escape that may mean a control character."""


_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\f\v\u00a0\ufeff]+)
      | "(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"
      | (?P<number>&[Hh][0-9A-Fa-f]{1,16}(?![A-Za-z0-9_]) | [+-]?[0-9]{1,20}(?![A-Za-z0-9_.]))
      | (?P<name>[A-Za-z][A-Za-z0-9_]*)
      | %(?P<variable>[A-Za-z][A-Za-z0-9_]*)%
      | (?P<operator><>|<=|>=|=|<|>)
      | (?P<mark>&)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r'\\([\\"])')
_ESCAPE_FULLY = re.compile(r'\\([\\"nrt])')
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}
_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["\[\]]', re.DOTALL)
_KINDS = {"text": TokenKind.TEXT, "number": TokenKind.NUMBER, "name": TokenKind.NAME}
_KINDS |= {"variable": TokenKind.VARIABLE, "operator": TokenKind.OPERATOR}
_MARKS = {"(": TokenKind.OPEN, ")": TokenKind.CLOSE, ",": TokenKind.COMMA, "&": TokenKind.AMPERSAND}


def tokens(text: str) -> list[Token]:
    """All tokens of `text`, followed by an END token. Raises ParseError."""
    return list(scan(text))


def scan(text: str) -> Iterator[Token]:
    """Iterate over the tokens. Raises ParseError where the text is invalid."""
    if len(text) > MAX_LENGTH:
        raise ParseError("too_long", MAX_LENGTH, length=len(text), limit=MAX_LENGTH)
    position = 0
    while position < len(text):
        character = text[position]
        if character == "[":
            end = _closing_bracket(text, position)
            yield Token(TokenKind.ATTRIBUTE, text[position + 1 : end], position, end + 1)
            position = end + 1
            continue
        if character in "(),":
            yield Token(_MARKS[character], character, position, position + 1)
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        group = match.lastgroup or ""
        if group != "space":
            value = match.group(group)
            kind = _MARKS[value] if group == "mark" else _KINDS[group]
            if kind is TokenKind.TEXT and "\\" in value:
                unescaped = _ESCAPE.sub(r"\1", value)
                written = value if unescape_fully(value) != unescaped else ""
                yield Token(kind, unescaped, position, match.end(), written)
            else:
                yield Token(kind, value, position, match.end())
        position = match.end()
    yield Token(TokenKind.END, "", len(text), len(text))


def unescape_fully(written: str) -> str:
    """The other reading of a text: `\\n`, `\\r` and `\\t` as control characters. Entra's page lists none of
    them, Connect Sync's Replace does.
    """
    return _ESCAPE_FULLY.sub(lambda match: _CONTROL.get(match.group(1), match.group(1)), written)


def quote(value: str) -> str:
    """A constant as it is written in an expression: `tokens(quote(x))` returns x."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_attribute_name(name: str) -> bool:
    """Whether `[name]` in an expression is parsed as the same name."""
    try:
        return bool(name.strip()) and _closing_bracket(f"[{name}]", 0) == len(name) + 1
    except ParseError:
        return False


def _closing_bracket(text: str, start: int) -> int:
    # API-driven sources have names such as emails[type eq "work"].value: brackets nest, quotes hide them.
    depth = 1
    for match in _BRACKET.finditer(text, start + 1):
        mark = match.group()
        if mark == "[":
            depth += 1
        elif mark == "]":
            depth -= 1
            if depth == 0:
                if not text[start + 1 : match.start()].strip():
                    raise ParseError("empty_attribute", start)
                return match.start()
        elif mark == '"':  # never closed: searching on would take quadratic time
            break
    raise ParseError("unterminated_attribute", start)


def _unreadable(text: str, position: int) -> ParseError:
    character = text[position]
    if character == '"':
        return ParseError("unterminated_text", position)
    if character in "'‘’“”„«»":
        return ParseError("wrong_quotes", position, character=character)
    if character.isdigit() or (character in "+-" and text[position + 1 : position + 2].isdigit()):
        return ParseError("bad_number", position)
    if character in "+-*/|$":
        return ParseError("no_such_operator", position, character=character)
    if character == "%":
        return ParseError("unterminated_variable", position)
    return ParseError("unexpected_character", position, character=character)
