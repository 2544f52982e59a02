"""Tiles of a choice with the arrow keys."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.ui.widgets.tile import ChoiceTile


@pytest.mark.parametrize("direction", [QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom])
def test_up_and_down_choose_in_any_layout(qtbot: QtBot, direction: QBoxLayout.Direction) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    row = QBoxLayout(direction, around)
    tiles = [ChoiceTile(name, name, "", "practice") for name in ("one", "two")]
    chosen: list[str] = []
    for tile in tiles:
        tile.clicked.connect(partial(chosen.append, tile.objectName()))
        row.addWidget(tile)
    around.show()
    tiles[0].setChecked(True)
    tiles[0].setFocus()
    QTest.keyClick(tiles[0], Qt.Key.Key_Down)
    assert tiles[1].isChecked()
    QApplication.processEvents()
    QTest.keyClick(tiles[1], Qt.Key.Key_Down)  # the last one
    assert tiles[1].isChecked()
    QTest.keyClick(tiles[1], Qt.Key.Key_Up)
    assert tiles[0].isChecked()
    assert chosen == ["two", "one"]
