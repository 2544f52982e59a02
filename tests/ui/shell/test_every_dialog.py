"""Every dialog: one primary button at most, every click is seen, and what cannot be used says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.clicks import Mouse, controls, reason
from tests.ui.seen import cut_off, let_layout_finish, opened, unnamed
from tests.ui.shell.test_settings import FACTS
from wizard.reports import Bundle, BundleFile
from wizard.steps.base.change_preview import ChangePreview, PlannedChange, ScopeNeed, Sign
from wizard.ui.appearance.theme import Tone, status_color
from wizard.ui.shell.crash_dialog import CrashDialog
from wizard.ui.shell.guide import GuideDialog
from wizard.ui.shell.licenses_dialog import LicensesDialog
from wizard.ui.shell.settings_dialog import SettingsDialog
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.bundle_dialog import BundleDialog
from wizard.ui.widgets.button import DANGER, PRIMARY, Button
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog
from wizard.updates.checking import Updates

BUNDLE = Bundle((BundleFile("read-me.txt", "What this is.", "hello\n"),))
NO_ADDRESS = Updates(on=False, state="not_checked", why="no_address")


def effect(sign: Sign, window: QWidget, *, stops: bool = False, access: bool = False) -> QDialog:
    change = PlannedChange(sign, "Ana Souza", "no longer assigned")
    needs = (ScopeNeed("AppRoleAssignment.ReadWrite.All", "to change assignments"),)
    impact = (lambda request: request,) if access else ()
    preview = ChangePreview((change,), consents=needs, stops=stops, access=impact)
    return ChangePreviewDialog("Change", preview, "Change", window)


DIALOGS: dict[str, Callable[[QWidget], QDialog]] = {
    "settings": lambda window: SettingsDialog(FACTS, "", window),
    "settings while busy": lambda window: SettingsDialog(replace(FACTS, busy=True), "", window),
    "settings without updates": lambda window: SettingsDialog(
        replace(FACTS, updates=NO_ADDRESS), "", window
    ),
    "licenses": lambda window: LicensesDialog(window),
    "crash": lambda window: CrashDialog("Traceback: nothing fits", window),
    "bundle": lambda window: BundleDialog(BUNDLE, window),
    "guide": lambda window: GuideDialog(window),
    "adding": lambda window: effect("+", window),
    "removing": lambda window: effect("-", window),
    "stopping": lambda window: effect("~", window, stops=True),
    "counting": lambda window: effect("+", window, access=True),
}


@pytest.fixture
def make(window: MainWindow) -> Iterator[Callable[[str], QDialog]]:
    """Opens one of the dialogs over a page."""
    opened(window, "before")
    made: list[QDialog] = []

    def make(name: str) -> QDialog:
        dialog = DIALOGS[name](window)
        if isinstance(dialog, GuideDialog):
            dialog.show_page("before")
        else:
            dialog.open()
        made.append(dialog)
        let_layout_finish(dialog)
        return dialog

    yield make
    for each in made:
        if isValid(each):
            each.reject()


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog(make: Callable[[str], QDialog], name: str) -> None:
    dialog = make(name)
    primary = [each for each in dialog.findChildren(Button) if each.property("look") in (PRIMARY, DANGER)]
    assert len(primary) <= 1
    assert unnamed(dialog) == []
    assert cut_off(dialog) == []
    assert [each.objectName() for each in controls(dialog) if not _says_why(each, dialog)] == []


def _says_why(control: QWidget, dialog: QWidget) -> bool:
    return control.isEnabled() or bool(reason(control, dialog))


@pytest.mark.parametrize("name", DIALOGS)
def test_every_click_in_a_dialog_is_seen(
    make: Callable[[str], QDialog], name: str, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouse = Mouse(window)

    def browse(address: QUrl) -> bool:
        mouse.addresses.append(address.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", browse)
    names = [
        each.objectName()
        for each in controls(make(name))
        if isinstance(each, QAbstractButton) and each.isEnabled()
    ]
    mouse.close_others()
    silent = []
    for each in names:
        button = make(name).findChild(QAbstractButton, each)
        assert isinstance(button, QAbstractButton)
        if mouse.shows_nothing(button, []):
            silent.append(each)
        mouse.close_others()
    assert silent == []
    assert names or name == "guide"


@pytest.mark.parametrize(("name", "warns"), [("adding", False), ("removing", True), ("stopping", True)])
def test_what_removes_or_stops_is_red_and_says_so(
    make: Callable[[str], QDialog], name: str, warns: bool, window: MainWindow
) -> None:
    dialog: Any = make(name)
    button = dialog.commit_button
    image = button.grab().toImage()
    red = status_color(window.palette(), Tone.ERROR)
    color = image.pixelColor(6, image.height() // 2)
    assert (abs(color.hue() - red.hue()) < 20) is warns, (color.name(), red.name())
    assert bool(button.accessibleDescription()) is warns


def test_looking_for_updates_says_why_it_cannot_be_repeated(
    make: Callable[[str], QDialog], qtbot: QtBot
) -> None:
    dialog: Any = make("settings")
    dialog.updates.look.click()
    assert reason(dialog.updates.look, dialog) == "The answer is still awaited."
