"""The icon in the notification area: it stays when the window is closed, and tells when the health changes.

It is there only after somebody switched it on. It watches as the open Overview does: it only reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from wizard.messages import _
from wizard.ui.session.background import BackgroundTask
from wizard.ui.session.session import Session

if TYPE_CHECKING:
    from wizard.steps.overview.view import OverviewView

_EVERY = 300.0  # seconds between two readings while the window is closed
_SHOWN_FOR = 15_000  # milliseconds; the desktop decides in the end


class HealthTray(QObject):
    """Icon, menu and notifications; `open_window` and `leave` are what its menu does."""

    def __init__(
        self,
        session: Session,
        window: QWidget,
        open_window: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._session = session
        self._health = ""
        self._watch: BackgroundTask | None = None
        self._wanted = False
        self.notify = False
        self.icon = QSystemTrayIcon(window.windowIcon(), self)
        self._menu = QMenu(window)
        # Of its own: PySide may let go of an action that a menu has made, although the menu still shows it.
        self._open, self._quit = QAction(self), QAction(self)
        for action in (self._open, self._quit):
            self._menu.addAction(action)
        self._open.triggered.connect(open_window)
        self._quit.triggered.connect(leave)
        self._name_actions()
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(open_window)
        self.icon.messageClicked.connect(open_window)
        session.changed.connect(self._on_changed)

    @staticmethod
    def is_possible() -> bool:
        """Whether this desktop shows such icons."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def relabel(self) -> None:
        """Say everything again after the language changed."""
        self._name_actions()
        self._redraw()

    def _name_actions(self) -> None:
        self._open.setText(_("Open"))
        self._quit.setText(_("Quit"))

    def show(self, *, shown: bool) -> None:
        """Show the icon, or remove it."""
        self.icon.setVisible(shown)
        self._redraw()

    def watch(self, *, on: bool) -> None:
        """Read again by itself while the window is closed; the open Overview does so itself."""
        self._wanted = on
        if on:
            self._watch_if_wanted()
        elif self._watch is not None:
            self._watch.cancel()

    def _watch_if_wanted(self) -> None:
        """Begin once there is a setup to watch, which is known only some time after the sign-in."""
        assistant = self._session.assistant
        if not self._wanted or self._watch is not None or assistant is None:
            return
        if assistant.overview.view.existing and assistant.identity is not None:
            self._watch = self._session.run(assistant.overview.watch(_EVERY))
            self._watch.finished.connect(self._ended)

    def _ended(self) -> None:
        self._watch = None

    def _on_changed(self, step_id: str) -> None:
        if step_id == "overview":
            self._redraw()
            self._watch_if_wanted()

    def _redraw(self) -> None:
        assistant = self._session.assistant
        if assistant is None:
            self.icon.setToolTip(_("Playvox provisioning: not read yet"))
            return
        view = assistant.overview.view
        self.icon.setToolTip(view.sentence)
        self._tell(view)

    def _tell(self, view: OverviewView) -> None:
        """One notification when the health turns; none for the first reading that finds it well."""
        if not view.known or not view.existing or view.busy:
            return
        before, self._health = self._health, str(view.health)
        if before == self._health or (not before and self._health == "ok"):
            return
        if self.notify:
            icons = QSystemTrayIcon.MessageIcon
            look = {"ok": icons.Information, "attention": icons.Warning, "broken": icons.Critical}
            text = " ".join(part for part in (view.sentence, view.people_sentence) if part)
            self.icon.showMessage(_headline(self._health), text, look[self._health], _SHOWN_FOR)


def _headline(health: str) -> str:
    return {
        "ok": _("Playvox provisioning works again"),
        "attention": _("Playvox provisioning needs attention"),
        "broken": _("Playvox provisioning does not work"),
    }[health]
