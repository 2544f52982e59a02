"""Texts from outside are no markup: neither in tooltips nor in labels, whatever they look like."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.seen import PAGES, opened
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.text import ElidedLabel
from wizard.ui.widgets.tip import tip

HOSTILE = "<b>Ana</b> <img src='file:///etc/passwd'> a < b & c\nsecond"


def shown(text: str) -> str:
    """What a tooltip shows."""
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


def test_a_tooltip_shows_the_text_as_it_is() -> None:
    assert shown(tip(HOSTILE)) == HOSTILE
    assert "<img" not in tip(HOSTILE)
    assert tip("Müller & Söhne") == "Müller & Söhne"


def test_an_elided_label_has_such_a_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel(HOSTILE)
    qtbot.addWidget(label)
    label.resize(10, 10)
    assert "<img" not in label.toolTip()


@pytest.mark.parametrize("page_name", PAGES)
def test_every_label_is_plain_text(window: MainWindow, page_name: str) -> None:
    opened(window, page_name)
    wrong = [
        label.objectName() or label.text()[:40]
        for label in window.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText and label.text()
    ]
    assert wrong == []
