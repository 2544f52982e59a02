"""Message bars: what happened, why, what to do, with details to copy. Icon and word, never color alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from wizard.messages import (
    _,
    explain,
)
from wizard.messages.pages import go_to, pages_named
from wizard.problem import Problem
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
    status_color,
    status_tint,
)
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.copy_field import CopyButton
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.sign import STATUS_ICONS, Sign
from wizard.ui.widgets.text import (
    TextLabel,
    strong,
)


def status_word(status: Tone) -> str:
    """Return the word for a tone."""
    return {
        Tone.INFO: _("Information"),
        Tone.SUCCESS: _("Success"),
        Tone.WARNING: _("Warning"),
        Tone.ERROR: _("Error"),
        Tone.NEUTRAL: _("Note"),
    }[status]


class MessageBar(QFrame):
    """One message on the page. It stays until it is dismissed or replaced."""

    dismissed = Signal()
    page_wanted = Signal(str)
    """Id of a page that the message names."""

    def __init__(self, name: str, parent: QWidget | None = None, *, dismissable: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._status = Tone.INFO
        self.here = ""
        """Id of the page that this bar is on; its own name in a message is no button."""
        self._pages: dict[str, Button] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP * 2, GAP + 2, GAP, GAP + 2)
        row.setSpacing(GAP + 2)
        self._sign = Sign("info", Tone.INFO)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(GAP // 2)
        row.addLayout(column, 1)
        self._what = strong("")
        self._rest = TextLabel("")
        self._raw = QPlainTextEdit()
        self._raw.setObjectName(f"{name}-raw")
        self._raw.setAccessibleName(_("Details"))
        self._raw.setReadOnly(True)
        self._raw.setTabChangesFocus(True)
        self._raw.setFont(_fixed_font())
        self._raw.setFixedHeight(self.fontMetrics().height() * 7)
        self._raw.hide()
        self._buttons = QWidget()
        buttons = FlowLayout(self._buttons, gap=GAP)
        self._details = Button(
            f"{name}-details", _("Details"), "chevron-down", SUBTLE, accessible_name=_("Show the details")
        )
        self._details.setCheckable(True)
        self._details.toggled.connect(self._raw.setVisible)
        self._copy = CopyButton(f"{name}-copy", _("Copy this message"), text=_("Copy"))
        self.extra = buttons  # pages add an action such as "Try again" here
        buttons.addWidget(self._details)
        buttons.addWidget(self._copy)
        for part in (self._what, self._rest, self._buttons, self._raw):
            column.addWidget(part)
        self._dismiss = Button(
            f"{name}-dismiss", "", "dismiss", SUBTLE, accessible_name=_("Dismiss this message")
        )
        self._dismiss.setToolTip(_("Dismiss"))
        side = self.fontMetrics().height() + 6
        self._dismiss.setFixedSize(side, side)
        self._dismiss.clicked.connect(self._on_dismiss)
        row.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self._dismiss.setVisible(dismissable)
        self.hide()

    @property
    def text(self) -> str:
        """The entire message as plain text."""
        return "\n".join(part for part in (self._what.text(), self._rest.text()) if part)

    def show_message(self, status: Tone, what: str, rest: str = "", raw: str = "") -> None:
        """Show a message. It is also announced, at once when it is an error."""
        before = self.text if not self.isHidden() else ""
        self._status = status
        self._sign.set_sign(STATUS_ICONS[status], status)
        self._what.setText(what)
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        detail = _redacted(raw)
        self._raw.setPlainText(detail)
        self._details.setVisible(bool(detail))
        self._details.setChecked(False)
        self._copy.set_value("\n".join(part for part in (what, rest, detail) if part))
        named = self._show_pages(what, rest)
        self._buttons.setVisible(status is Tone.ERROR or bool(detail) or named)
        self.setAccessibleName(f"{status_word(status)}: {what}")
        self.setAccessibleDescription(rest)
        self.show()
        self.update()
        if self.text != before:
            announce(self, f"{status_word(status)}: {self.text}", urgent=status is Tone.ERROR)

    def show_actions(self, *, shown: bool) -> None:
        """Show the buttons that the page has added; a message without details has none otherwise."""
        if shown:
            self._buttons.show()

    def show_problem(self, problem: Problem) -> None:
        """Show what happened, why, and what to do."""
        words = explain(problem)
        todo = "\n".join(f"• {line}" for line in words.do)
        rest = "\n".join(part for part in (words.why, todo) if part)
        code = _("Code: {code}").format(code=problem.code)
        self.show_message(
            Tone.ERROR, words.what, rest, "\n".join(part for part in (code, problem.raw) if part)
        )

    def show_notices(self, problems: Sequence[Problem]) -> None:
        """Show what could not be read while the rest went on; all of them are in one message."""
        words = [explain(each) for each in problems]
        lines = [line for each in words for line in (each.why, *(f"• {one}" for one in each.do)) if line]
        raw = dict.fromkeys(each.raw for each in problems if each.raw)
        what = "\n".join(dict.fromkeys(each.what for each in words))
        self.show_message(Tone.WARNING, what, "\n".join(dict.fromkeys(lines)), "\n".join(raw))

    def _show_pages(self, *texts: str) -> bool:
        """A button for each page that the message names; returns whether there is one."""
        named = [page for page in pages_named("\n".join(texts)) if page != self.here]
        for page in named:
            if page not in self._pages:
                button = Button(f"{self.objectName()}-go-{page}", go_to(page), "next", SUBTLE)
                button.setProperty("page", page)
                button.clicked.connect(self._on_page)
                self._pages[page] = button
                self.extra.addWidget(button)
        for page, button in self._pages.items():
            button.setVisible(page in named)
        return bool(named)

    def _on_page(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.page_wanted.emit(str(button.property("page")))

    def clear(self) -> None:
        """Remove the message."""
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(status_color(self.palette(), self._status), 1))
        painter.setBrush(status_tint(self.palette(), self._status))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _on_dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()


def _fixed_font() -> QFont:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)


def _redacted(raw: str) -> str:
    if not raw:
        return ""
    from wizard.security.redactor import redact  # imports pydantic, which the first paint does not need

    return redact(raw)
