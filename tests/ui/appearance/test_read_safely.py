"""A screen reader that asks for a part which is no longer there ends nothing."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from wizard.ui.appearance.read_safely import read_scroll_areas_safely
from wizard.ui.widgets.scroll import WidthFollowingScrollArea


def test_a_part_after_the_last_is_none(qapp: QApplication, qtbot: QtBot) -> None:
    """Qt's own reading of scroll areas ends the process here."""
    read_scroll_areas_safely()
    for scroll in (QScrollArea(), WidthFollowingScrollArea()):
        qtbot.addWidget(scroll)
        scroll.setAccessibleName("Steps")
        scroll.setWidget(QWidget())
        read = QAccessible.queryAccessibleInterface(scroll)
        assert read.text(QAccessible.Text.Name) == "Steps"
        parts = [read.child(number) for number in range(read.childCount())]
        assert scroll.viewport() in [part.object() for part in parts]
        assert [read.child(read.childCount() + beyond) for beyond in range(5)] == [None] * 5
