"""The support bundle is shown before it is saved, and saved exactly as shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.seen import SETTINGS, cut_off, let_layout_finish, opened, unnamed
from wizard.problem import Problem
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.bundle_dialog import BundleDialog


def shown(window: MainWindow, qtbot: QtBot) -> BundleDialog:
    opened(window, "before")
    button = window.findChild(QAbstractButton, "support-open")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(BundleDialog) is not None)
    dialog = window.findChild(BundleDialog)
    assert isinstance(dialog, BundleDialog)
    let_layout_finish(dialog)
    return dialog


def support(window: MainWindow) -> Any:
    assert window.session.assistant is not None
    return window.session.assistant.support


def test_every_file_is_shown_whole(window: MainWindow, qtbot: QtBot) -> None:
    dialog = shown(window, qtbot)
    assert [dialog.choice.itemText(n) for n in range(dialog.choice.count())] == [
        "read-me.txt",
        "steps.json",
    ]
    assert dialog.text.toPlainText() == "hello\n"
    dialog.choice.setCurrentIndex(1)
    assert dialog.text.toPlainText() == "{}\n" * 90
    assert dialog.text.accessibleName() == "Text of steps.json"
    assert unnamed(dialog) == []
    dialog.reject()
    assert support(window).saved == []


@pytest.mark.parametrize("setting", SETTINGS, indirect=True)
def test_nothing_is_cut_off(window: MainWindow, qtbot: QtBot) -> None:
    dialog = shown(window, qtbot)
    assert cut_off(dialog) == []
    assert dialog.width() <= window.width()
    assert dialog.height() <= window.height()
    dialog.reject()


def test_saved_as_it_was_shown(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = shown(window, qtbot)
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    asking = dialog.findChild(QFileDialog, "save-bundle-dialog")
    assert isinstance(asking, QFileDialog)
    asking.fileSelected.emit(str(tmp_path / "b.zip"))
    asking.close()
    qtbot.waitUntil(lambda: window.message_area.isVisible())
    [(bundle, path)] = support(window).saved
    assert path == tmp_path / "b.zip"
    assert bundle.files[0].text == "hello\n"


def test_a_failed_save_is_reported(window: MainWindow, qtbot: QtBot) -> None:
    dialog = shown(window, qtbot)
    support(window).problem = Problem("bundle_not_saved", {"file": "/x/b.zip", "reason": "No space left"})
    dialog.file_chosen.emit("/x/b.zip")
    dialog.accept()
    qtbot.waitUntil(lambda: window.message_area.isVisible())
    assert support(window).saved == []
