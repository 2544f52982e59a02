"""Parts are side by side where there is room, and come in the same order where there is none."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from wizard.ui.widgets.columns import Columns


def test_the_width_decides_how_many_are_side_by_side(qtbot: QtBot) -> None:
    columns = Columns(most=2)
    qtbot.addWidget(columns)
    parts = [QPushButton(str(number)) for number in range(3)]
    for part in parts:
        columns.add(part)
    columns.resize(1200, 300)
    columns.show()
    QApplication.processEvents()
    first, second, third = (part.geometry() for part in parts)
    assert (first.top(), first.width()) == (second.top(), second.width())
    assert third.left() == first.left()
    assert third.top() > first.bottom()
    columns.resize(250, 300)
    QApplication.processEvents()
    assert [part.x() for part in parts] == [0, 0, 0]
    assert sorted(parts, key=lambda part: part.y()) == parts
    columns.resize(1200, 300)
    QApplication.processEvents()
    assert parts[0].y() == parts[1].y()


def test_what_cannot_be_narrower_is_not_side_by_side(qtbot: QtBot) -> None:
    columns = Columns(most=2)
    qtbot.addWidget(columns)
    for _part in range(2):
        columns.add(QPushButton("a text that cannot wrap " * 4))
    columns.resize(columns.minimumSizeHint().width() + 40, 300)
    columns.show()
    QApplication.processEvents()
    assert [part.x() for part in columns.findChildren(QPushButton)] == [0, 0]
    assert all(part.width() <= columns.width() for part in columns.findChildren(QPushButton))
