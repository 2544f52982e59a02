"""Colors for mapping expressions, using the language's own lexer."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QApplication

from wizard.mapping.expression import (
    ExpressionError,
    Token,
    TokenKind,
)
from wizard.mapping.expression.tokens import scan

_LIGHT = {TokenKind.TEXT: "#0e700e", TokenKind.NUMBER: "#8a3707", TokenKind.VARIABLE: "#8a3707"}
_DARK = {TokenKind.TEXT: "#9fd89f", TokenKind.NUMBER: "#f4bfab", TokenKind.VARIABLE: "#f4bfab"}


class ExpressionHighlighter(QSyntaxHighlighter):
    """Colors attributes, functions and constants; text that cannot be parsed stays plain."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.on = True
        self._text = ""
        self._tokens: list[Token] = []

    def highlightBlock(self, _line: str) -> None:
        if not self.on:
            return
        text = self.document().toPlainText()
        if text != self._text:
            self._text, self._tokens = text, readable(text)
        block = self.currentBlock()
        first, last = block.position(), block.position() + block.length()
        for number, token in enumerate(self._tokens):
            if token.end <= first or token.start >= last:
                continue
            called = number + 1 < len(self._tokens) and self._tokens[number + 1].kind is TokenKind.OPEN
            style = _style(token.kind, called=called)
            if style is not None:
                start = max(token.start, first)
                self.setFormat(start - first, min(token.end, last) - start, style)


def readable(text: str) -> list[Token]:
    """The tokens up to the first place that cannot be parsed."""
    found: list[Token] = []
    try:
        found.extend(scan(text))
    except ExpressionError as error:
        if error.position > 0:
            return readable(text[: error.position])
    return found


def _style(kind: TokenKind, *, called: bool) -> QTextCharFormat | None:
    palette = QApplication.palette()
    base = palette.color(QPalette.ColorRole.Base)
    contrast = base in (QColor("#000000"), QColor("#ffffff")) and palette.color(
        QPalette.ColorRole.Text
    ) in (QColor("#000000"), QColor("#ffffff"))
    style = QTextCharFormat()
    if kind is TokenKind.ATTRIBUTE:
        style.setForeground(palette.color(QPalette.ColorRole.Link))
    elif kind is TokenKind.NAME:
        style.setFontWeight(QFont.Weight.Bold if called else QFont.Weight.Normal)
    elif kind in _LIGHT and not contrast:
        style.setForeground(QColor((_DARK if base.lightness() < 128 else _LIGHT)[kind]))
    else:
        return None
    return style
