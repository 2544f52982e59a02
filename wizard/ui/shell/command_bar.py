"""Back, Next, and the page's commits. Back and Next never change anything."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.pages.base.commit import Commit
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.busy import Spinner
from wizard.ui.widgets.button import PRIMARY, STANDARD, WARY, Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.surface import Strip
from wizard.ui.widgets.text import ElidedLabel


class CommandBar(Strip):
    """The bar at the bottom of the window: navigation, commits, and what is being done right now."""

    back_wanted = Signal()
    next_wanted = Signal()
    cancel_wanted = Signal()
    commit_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self.setObjectName("command-bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP * 3, GAP + 2, GAP * 3, GAP + 2)
        row.setSpacing(GAP)
        self.back_button = Button("back", _("&Back"), "back")
        self.next_button = Button("next", _("&Next"), "next", icon_after=True)
        self.back_button.clicked.connect(self.back_wanted)
        self.next_button.clicked.connect(self.next_wanted)
        row.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignBottom)
        # Between navigation and commits, so that no button moves away under the mouse when it appears.
        self._busy = QWidget()
        busy_row = QHBoxLayout(self._busy)
        busy_row.setContentsMargins(GAP, 0, GAP, 0)
        busy_row.setSpacing(GAP)
        self.busy_text = ElidedLabel()
        self.busy_text.setObjectName("busy-text")
        self.cancel_button = Button("cancel", _("Cancel"), "dismiss")
        self.cancel_button.clicked.connect(self.cancel_wanted)
        busy_row.addWidget(Spinner())
        busy_row.addWidget(self.busy_text, 1)
        busy_row.addWidget(self.cancel_button)
        keep = self._busy.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(keep)
        self._busy.hide()
        row.addWidget(self._busy, 1)
        acts = QWidget()
        self._acts = FlowLayout(acts, gap=GAP, to_right=True)
        row.addWidget(acts)  # in one row where there is room for it
        self._commits: tuple[Commit, ...] = ()
        self._buttons: list[Button] = []

    def set_commits(self, commits: tuple[Commit, ...]) -> None:
        """Show these commits; a button that stays keeps its focus."""
        same = [_kind(commit) for commit in commits] == [_kind(commit) for commit in self._commits]
        self._commits = commits
        if same:
            for button, commit in zip(self._buttons, commits, strict=True):
                if button.text() != commit.text:
                    button.set_label(commit.text)
            return
        for button in self._buttons:
            self._acts.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for commit in commits:
            button = Button(commit.name, commit.text, commit.icon, _look(commit))
            button.clicked.connect(self._on_commit)
            self._acts.addWidget(button)
            button.show()
            self._buttons.append(button)
        self.updateGeometry()

    def set_busy(self, sentence: str) -> None:
        """Show what is being done; empty when nothing is."""
        self.busy_text.setText(sentence)
        self._busy.setVisible(bool(sentence))

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Disable Back on the first page and Next on the last."""
        allow(self.back_button, _("This is the first page.") if first else "")
        allow(self.next_button, _("No step comes after this page.") if last else "")

    def _on_commit(self) -> None:
        button = self.sender()
        for commit in self._commits:
            if isinstance(button, Button) and commit.name == button.objectName():
                self.commit_wanted.emit(commit)


def _look(commit: Commit) -> str:
    if commit.destructive:
        return WARY  # its dialog has the red button
    return PRIMARY if commit.primary else STANDARD


def _kind(commit: Commit) -> tuple[str, str, str]:
    """What stays the same while a button only changes its text."""
    return commit.name, commit.icon, _look(commit)
