"""A primary button can be read in every style, with every accent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QStyleFactory, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.ui.appearance import theme
from wizard.ui.appearance.style import FluentStyle
from wizard.ui.appearance.theme import palette
from wizard.ui.tour.legibility import faint_texts, painted_texts
from wizard.ui.widgets.button import DANGER, PRIMARY, STANDARD, SUBTLE, WARY, Button

ACCENTS = ("#0f6cbd", "#ffff00", "#000000", "#ffffff", "#e3008c", "#7f7f7f")


@pytest.fixture(params=["ours", *QStyleFactory.keys()])
def style(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    before, colors = qapp.style().objectName(), qapp.palette()
    qapp.setStyle(FluentStyle() if request.param == "ours" else QStyleFactory.create(request.param))
    yield request.param
    qapp.setStyle(before)
    qapp.setPalette(colors)


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("contrast", [False, True], ids=["usual", "contrast"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_look_is_readable(
    style: str, dark: bool, contrast: bool, accent: str, qapp: QApplication, qtbot: QtBot
) -> None:
    colors = palette(dark=dark, high_contrast=contrast)
    if style != "ours":  # our own palette has an accent that its text fits
        colors.setColor(QPalette.ColorRole.Highlight, QColor(accent))
    qapp.setPalette(colors)
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    looks = (PRIMARY, STANDARD, SUBTLE, WARY, DANGER)
    for look in looks:
        layout.addWidget(Button(look, f"Save {look} settings", "save", look))
    window.show()
    texts = painted_texts(window)
    assert len(texts) == len(looks)
    assert faint_texts(window.grab().toImage(), texts) == []


def test_a_wary_label_is_readable_on_the_dark_buttons_of_windows(qapp: QApplication, qtbot: QtBot) -> None:
    """Which are lighter than those of our own dark colors."""
    before = qapp.palette()
    dark = palette(dark=True)
    dark.setColor(QPalette.ColorRole.Button, QColor("#3c3c3c"))
    qapp.setPalette(dark)
    try:
        button = Button("remove", "Remove selected", "save", WARY)
        qtbot.addWidget(button)
        colors = button.palette()
        text, ground = QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button
        assert theme.contrast(colors.color(text), colors.color(ground)) >= theme.READABLE
    finally:
        qapp.setPalette(before)


@pytest.mark.parametrize(
    ("text", "background", "is_faint"),
    [
        ("#ffffff", "#f4f4f4", True),
        ("#808080", "#ffffff", True),  # 3.95:1
        ("#767676", "#ffffff", False),  # 4.54:1
        ("#ffffff", "#ffffff", True),
        ("#000000", "#ffffff", False),
    ],
)
def test_a_faint_text_is_measured(text: str, background: str, is_faint: bool, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    label = QLabel("Everyone assigned to this application")
    colors = label.palette()
    colors.setColor(QPalette.ColorRole.WindowText, QColor(text))
    colors.setColor(QPalette.ColorRole.Window, QColor(background))
    label.setPalette(colors)
    label.setAutoFillBackground(True)
    layout.addWidget(label)
    window.show()
    assert bool(faint_texts(window.grab().toImage(), painted_texts(window))) is is_faint
