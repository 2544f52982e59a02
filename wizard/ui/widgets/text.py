"""Labels: titles, body and captions, always wrapping and always plain text."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

from wizard.ui.widgets.tip import tip

_BREAK = "\u200b"  # zero-width space
_BREAKS = re.compile(r"[\s\u200b]+")
_LONG_WORD = re.compile(r"\S{25,}")
_PIECE = re.compile(r"[^-./_@]{1,12}[-./_@]?|[-./_@]")


class TextLabel(QLabel):
    """A wrapping label. Text from outside is shown as it is, never as markup."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        scale: float = 1.0,
        bold: bool = False,
        secondary: bool = False,
        fixed_pitch: bool = False,
        wrap: bool = True,
    ) -> None:
        super().__init__(parent)
        self._raw = ""
        self._named = False
        self._scale = scale
        self._bold = bold
        self._fixed_pitch = fixed_pitch
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if secondary:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        if scale != 1.0 or bold or fixed_pitch:
            self._apply_font()

    def setText(self, text: str) -> None:
        """Show a text; very long words may break, so that an id or URL never widens the page."""
        self._raw = text
        shown = soften(text) if self.wordWrap() else text
        super().setText(shown)
        if shown != text or self._named:  # break opportunities are nothing to read aloud
            self._named = shown != text
            self.setAccessibleName(text if self._named else "")

    def text(self) -> str:
        """The text as it was set."""
        return self._raw

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange and (
            self._scale != 1.0 or self._bold or self._fixed_pitch
        ):
            self._apply_font()

    def minimumSizeHint(self) -> QSize:
        """Require at most the width of the longest word: the page must be able to get narrow."""
        hint = super().minimumSizeHint()
        if not self.wordWrap():
            return hint
        metrics = self.fontMetrics()
        longest = max(
            (metrics.horizontalAdvance(word) for word in _BREAKS.split(super().text())), default=0
        )
        return QSize(min(longest + 2, hint.width()), metrics.height())

    def _apply_font(self) -> None:
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * self._scale)
        if self._bold:
            font.setWeight(QFont.Weight.DemiBold)
        if self._fixed_pitch:
            font.setFamilies(
                ["Cascadia Mono", "Consolas", "SF Mono", "Menlo", "DejaVu Sans Mono", "monospace"]
            )
            font.setFixedPitch(True)
        self.setFont(font)


class ElidedLabel(TextLabel):
    """One line of any width: what does not fit is cut with an ellipsis, and is in the tooltip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent, wrap=False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show as much of a text as there is room for; screen readers get all of it."""
        super().setText(text)
        self.setAccessibleName(text)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        whole = self.text()
        shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self.width())
        QLabel.setText(self, shown)
        self.setToolTip(tip(whole) if shown != whole else "")


def soften(text: str) -> str:
    """The text with break opportunities in words that are too long for a narrow column."""
    return _LONG_WORD.sub(_with_breaks, text)


def _with_breaks(word: re.Match[str]) -> str:
    return _BREAK.join(piece for piece in _PIECE.findall(word.group()) if piece)


def strong(text: str = "") -> TextLabel:
    """Emphasized text."""
    return TextLabel(text, bold=True)


def caption(text: str = "") -> TextLabel:
    """An explanation in a calmer color."""
    return TextLabel(text, secondary=True)
