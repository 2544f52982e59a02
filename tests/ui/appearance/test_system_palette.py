"""Where the palette is the system's own, captions are still readable, and the rest is left alone."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wizard.ui.appearance import theme
from wizard.ui.appearance.theme import READABLE, Theme, contrast

_Role = QPalette.ColorRole


def test_captions_are_readable_on_windows(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = qapp.palette()
    half = QPalette()
    color = QColor(half.color(_Role.Text))
    color.setAlphaF(0.5)  # as Qt has it from Windows
    half.setColor(_Role.PlaceholderText, color)
    qapp.setPalette(half)
    system = qapp.palette()
    monkeypatch.setattr(theme.sys, "platform", "win32")
    made = Theme(qapp)
    try:
        now = qapp.palette()
        assert now.color(_Role.PlaceholderText).alpha() == 255
        assert contrast(now.color(_Role.PlaceholderText), now.color(_Role.Window)) >= READABLE
        others = [role for role in _Role if role not in (_Role.PlaceholderText, _Role.NColorRoles)]
        assert [role for role in others if now.color(role) != system.color(role)] == []
    finally:
        made.deleteLater()
        qapp.setPalette(before)
