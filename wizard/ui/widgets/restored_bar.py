"""Says on a page what was not saved and is there again, and offers to discard it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.widgets.button import WARY, Button
from wizard.ui.widgets.message_bar import MessageBar


class RestoredBar(QWidget):
    """Hidden as long as there is nothing to say; its messages are made when they are needed."""

    discard_wanted = Signal()
    read = Signal()
    """The message about what is here again was dismissed."""

    def __init__(self, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._bar: MessageBar | None = None
        self._not_kept: MessageBar | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self.hide()

    @property
    def text(self) -> str:
        """All that is said."""
        bars = (self._bar, self._not_kept)
        return "\n".join(bar.text for bar in bars if bar is not None and not bar.isHidden())

    def show_restored(self, lines: Sequence[str], lost: Sequence[str]) -> None:
        """Show what is there again, and what is not."""
        if self._bar is None:
            self._bar = self._made(f"{self._page}-restored")
            self._bar.dismissed.connect(self.read)
            text = _("Discard what was restored")
            self._discard = Button(f"{self._page}-discard-restored", text, "delete", WARY)
            self._discard.clicked.connect(self.discard_wanted)
            self._bar.extra.addWidget(self._discard)
        if lines:
            what = _("What you had not saved when the program ended is here again.")
        else:
            what = _("Some of what you had not saved is not here any more.")
        self._bar.show_message(
            Tone.WARNING if lost else Tone.INFO, what, "\n".join(f"• {line}" for line in (*lines, *lost))
        )
        self._discard.setVisible(bool(lines))
        self._bar.show_actions(shown=bool(lines))
        self.show()

    def say_not_kept(self, *, large: bool) -> None:
        """Say that what is drafted here would be lost in a crash."""
        if self._not_kept is None:
            self._not_kept = self._made(f"{self._page}-not-kept")
        if large:
            why = _("It is too long to be kept.")
        else:
            why = _("It may contain a key, and keys are never written to a file.")
        what = _("What is not saved on this page is lost if the program ends unexpectedly.")
        self._not_kept.show_message(Tone.INFO, what, why)
        self.show()

    def say_kept(self) -> None:
        """What is drafted here is kept again."""
        if self._not_kept is not None:
            self._not_kept.clear()
        self._look()

    def clear(self) -> None:
        """Nothing was restored, or it was used."""
        if self._bar is not None:
            self._bar.clear()
        self._look()

    def _made(self, name: str) -> MessageBar:
        bar = MessageBar(name)
        bar.here = self._page
        bar.dismissed.connect(self._look)
        self._column.addWidget(bar)
        return bar

    def _look(self) -> None:
        bars = (self._bar, self._not_kept)
        self.setVisible(any(bar is not None and not bar.isHidden() for bar in bars))
