"""What the program does while its window is closed: three choices, each with what it does."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from wizard.messages import _
from wizard.ui.appearance.theme import Tone
from wizard.ui.session.watching import Watching
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import caption


class WatchingCard(Card):
    """Icon, notification, start with the computer; all off at first."""

    def __init__(self, watching: Watching) -> None:
        super().__init__(
            _("While this window is closed"),
            _("Nothing runs unless you switch it on. Watching only reads."),
        )
        self.setObjectName("watching")
        self._watching = watching
        self.tray = self._choice(
            "watch-tray",
            _("Keep an icon in the notification area"),
            _("Closing the window leaves the program running. It checks every 5 minutes."),
        )
        self.notify = self._choice(
            "watch-notify",
            _("Notify me when the health changes"),
            _("A desktop notification says what changed. It may show on a locked screen."),
        )
        self.autostart = self._choice(
            "watch-autostart",
            _("Start with the computer"),
            _(
                "The program starts in the background when you sign in to this computer. Switching it off "
                "removes the entry."
            ),
        )
        self.message = MessageBar("watching-message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.tray.toggled.connect(watching.set_tray)
        self.notify.toggled.connect(watching.set_notify)
        self.autostart.toggled.connect(watching.set_autostart)
        watching.changed.connect(self._draw)
        watching.failed.connect(self._failed)
        self._draw()

    def _choice(self, name: str, label: str, about: str) -> QCheckBox:
        box = QCheckBox(label)
        box.setObjectName(name)
        box.setAccessibleDescription(about)
        self.body.addWidget(box)
        self.body.addWidget(caption(about))
        return box

    def _draw(self) -> None:
        watching = self._watching
        settings = watching.settings
        first = _("First keep an icon in the notification area.")
        states = (
            (self.tray, settings.tray, watching.possible, _("This desktop has no notification area.")),
            (self.notify, settings.notify, settings.tray, first),
            (self.autostart, watching.starts_with_computer, settings.tray, first),
        )
        for box, checked, usable, why in states:
            box.blockSignals(True)
            box.setChecked(checked)
            box.blockSignals(False)
            allow(box, "" if usable or checked else why)
        if not watching.possible:
            text = _("This desktop has no notification area.")
            self.message.show_message(Tone.INFO, text, _("“watch” on the command line works without one."))
            self.message.show()

    def _failed(self, why: str) -> None:
        text = _("The setting was not kept.")
        self.message.show_message(Tone.ERROR, text, _("The system reports: {why}.").format(why=why))
        self.message.show()
