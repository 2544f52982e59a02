"""A small editor for mapping expressions: colors, completion, error underline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QFontDatabase,
    QKeyEvent,
    QPalette,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QCompleter, QPlainTextEdit, QTextEdit, QWidget

from wizard.mapping.expression import (
    MAX_LENGTH,
    SIGNATURES,
    TokenKind,
)
from wizard.ui.widgets.expression_highlighter import ExpressionHighlighter, readable

_LINES = 4
_PREFIX = re.compile(r"(\[[^\]\[\n\"]*|[A-Za-z][A-Za-z0-9_.]*)$")
_CONFIRM = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ExpressionBox(QPlainTextEdit):
    """Tab leaves the field; completion opens while typing and with Ctrl+Space.

    Kind "expression" completes functions and `[attributes]`, "direct" bare attributes, "constant" nothing.
    """

    refused = Signal(int)
    """A pasted text was too long; carries its length in characters. The field is unchanged."""
    function_changed = Signal(str)
    """Name of the function at the cursor; empty outside of any."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setTabChangesFocus(True)
        self._kind = "expression"
        self._attributes: tuple[str, ...] = ()
        self._function = ""
        self._highlighter = ExpressionHighlighter(self.document())
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setWidget(self)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.completer.activated.connect(self._complete)
        self.cursorPositionChanged.connect(self._look_at_function)
        self._fit()

    def set_kind(self, kind: str, attributes: Sequence[str]) -> None:
        """Set the kind of source, and the attributes to complete."""
        if (kind, tuple(attributes)) == (self._kind, self._attributes):
            return
        self._kind, self._attributes = kind, tuple(attributes)
        offers = {
            "expression": [*SIGNATURES_OFFERED, *(f"[{each}]" for each in attributes)],
            "direct": list(attributes),
        }
        self._model.setStringList(sorted(offers.get(kind, []), key=str.casefold))
        self._highlighter.on = kind == "expression"
        self._highlighter.rehighlight()

    def mark(self, position: int) -> None:
        """Underline the word at this position; a negative position removes the underline."""
        self.setExtraSelections([])
        if position < 0:
            return
        text = self.toPlainText()
        cursor = self.textCursor()
        start = min(position, max(0, len(text) - 1))
        word = re.compile(r"\w+|.", re.DOTALL).match(text, start)
        cursor.setPosition(start)
        cursor.setPosition(word.end() if word else start, QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(self.palette().color(QPalette.ColorRole.BrightText))
        selection.format = style
        selection.cursor = cursor
        self.setExtraSelections([selection])

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(self.toPlainText()) + len(text) > MAX_LENGTH:
            self.refused.emit(len(text))
            return
        self.textCursor().insertText(text)  # as plain text, whatever format was copied

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        popup = self.completer.popup()
        if popup is not None and popup.isVisible():
            return False  # Tab accepts the completion
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.completer.popup()
        if popup is not None and popup.isVisible() and event.key() in _CONFIRM:
            # The completion popup has forwarded the key: accept its entry.
            chosen = popup.currentIndex().data() or self.completer.currentCompletion()
            popup.hide()
            if chosen:
                self._complete(str(chosen))
            return
        wanted = event.key() == Qt.Key.Key_Space and bool(
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if not wanted:
            super().keyPressEvent(event)
        if wanted or (event.text() and event.text().isprintable()):
            self._offer(always=wanted)
        elif popup is not None and event.key() != Qt.Key.Key_Backspace:
            popup.hide()
        elif popup is not None and popup.isVisible():
            self._offer(always=False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not hasattr(self, "_highlighter"):
            return
        if event.type() == QEvent.Type.PaletteChange:
            self._highlighter.rehighlight()
        else:
            self._fit()

    def _prefix(self) -> str:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = _PREFIX.search(before)
        return found.group() if found else ""

    def _offer(self, *, always: bool) -> None:
        popup = self.completer.popup()
        if popup is None:
            return
        prefix = self._prefix()
        if not prefix and not always:
            popup.hide()
            return
        self.completer.setCompletionPrefix(prefix)
        count = self.completer.completionCount()
        if not count or (count == 1 and self.completer.currentCompletion() == prefix):
            popup.hide()
            return
        popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
        area = self.cursorRect()
        area.setWidth(popup.sizeHintForColumn(0) + popup.verticalScrollBar().sizeHint().width() + 24)
        self.completer.complete(area)

    def _complete(self, chosen: str) -> None:
        cursor = self.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._prefix())
        )
        cursor.insertText(
            f"{chosen}(" if self._kind == "expression" and chosen in SIGNATURES_OFFERED else chosen
        )
        self.setTextCursor(cursor)

    def _look_at_function(self) -> None:
        name = "" if self._kind != "expression" else self._function_here()
        if name != self._function:
            self._function = name
            self.function_changed.emit(name)

    def _function_here(self) -> str:
        place = self.textCursor().position()
        tokens = readable(self.toPlainText()[:MAX_LENGTH])
        open_calls: list[str] = []
        for number, token in enumerate(tokens):
            if (
                token.kind is TokenKind.NAME
                and token.start <= place <= token.end
                and token.value in SIGNATURES_OFFERED
            ):
                return token.value
            if token.start >= place:
                break
            if token.kind is TokenKind.OPEN:
                before = tokens[number - 1] if number else None
                open_calls.append(before.value if before and before.kind is TokenKind.NAME else "")
            elif token.kind is TokenKind.CLOSE and open_calls:
                open_calls.pop()
        return open_calls[-1] if open_calls else ""

    def _fit(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(QApplication.font().pointSizeF())
        if font != self.font():
            self.setFont(font)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 18)


SIGNATURES_OFFERED = tuple(item.name for item in SIGNATURES.values())
