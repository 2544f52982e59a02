"""A secret is shown only while "Hold to show" is held, and the button says why it cannot be used."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from wizard.ui.widgets.secret_field import SecretField


def test_a_secret_is_shown_while_the_button_is_held(qtbot: QtBot) -> None:
    field = SecretField("key", "Playvox key")
    qtbot.addWidget(field)
    field.show()
    button, line = field.reveal_button, field.line
    assert (button.isEnabled(), button.toolTip()) == (False, "The field is empty.")
    assert button.accessibleDescription() == "The field is empty."
    QTest.keyClicks(line, "abc")
    assert (button.isEnabled(), button.toolTip(), button.accessibleDescription()) == (True, "", "")
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    line.wipe()
    assert not button.isEnabled()
