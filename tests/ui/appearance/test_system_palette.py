"""Where the palette is the system's own, captions are still readable, and the rest is left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wizard.ui.appearance import theme
from wizard.ui.appearance.theme import READABLE, Theme, contrast, style_for

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
        own = (_Role.PlaceholderText, _Role.AlternateBase, _Role.NColorRoles)
        others = [role for role in _Role if role not in own]
        assert [role for role in others if now.color(role) != system.color(role)] == []
    finally:
        made.deleteLater()
        qapp.setPalette(before)


@pytest.fixture
def dark_windows(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[QPalette]:
    """Dark colors as Qt has them from a Windows with a red accent, and a theme that has seen them."""
    before = qapp.palette()
    dark = QPalette()
    for role, color in (
        (_Role.Window, "#1e1e1e"), (_Role.Base, "#2d2d2d"), (_Role.WindowText, "#ffffff"),
        (_Role.Text, "#ffffff"), (_Role.Dark, "#0f0f0f"), (_Role.Mid, "#141414"),
        (_Role.AlternateBase, "#751111"),
    ):  # fmt: skip
        dark.setColor(role, QColor(color))
    qapp.setPalette(dark)
    monkeypatch.setattr(theme.sys, "platform", "win32")
    made = Theme(qapp)
    try:
        yield dark
    finally:
        made.deleteLater()
        qapp.setPalette(before)


def test_outlines_are_seen_on_dark_colors(qapp: QApplication, dark_windows: QPalette) -> None:
    outline = qapp.palette().color(_Role.Dark)
    assert contrast(outline, dark_windows.color(_Role.Window)) >= 3
    assert contrast(outline, dark_windows.color(_Role.Base)) >= 3


@pytest.mark.usefixtures("dark_windows")
def test_tiles_are_not_filled_with_the_accent(qapp: QApplication) -> None:
    assert qapp.palette().color(_Role.AlternateBase).hsvSaturation() == 0


@pytest.mark.parametrize(
    ("name", "first", "dark", "wanted"),
    [
        ("windowsvista", "windowsvista", False, "windowsvista"),
        ("windowsvista", "windowsvista", True, "fusion"),
        ("fusion", "windowsvista", True, "fusion"),
        ("fusion", "windowsvista", False, "windowsvista"),
        ("windows11", "windows11", True, "windows11"),
        ("fusion", "fusion", True, "fusion"),
        ("fusion", "fusion", False, "fusion"),
    ],
)
def test_a_style_without_a_dark_look_gives_way_while_it_is_dark(
    name: str, first: str, dark: bool, wanted: str
) -> None:
    assert style_for(name, first, dark=dark) == wanted
