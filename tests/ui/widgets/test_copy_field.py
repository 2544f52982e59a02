"""A value to copy stays on one line where there is space, and wraps where there is none."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wizard.ui.widgets.copy_field import CopyField

ADDRESS = "https://a-rather-long-subdomain.playvox.com/scim/v1"


def height_at(qtbot: QtBot, width: int) -> int:
    outer = QWidget()
    qtbot.addWidget(outer)
    field = CopyField("address", "Copy the address", outer)
    field.set_value(ADDRESS)
    outer.resize(width, 300)
    field.setGeometry(0, 0, width, max(field.heightForWidth(width), field.sizeHint().height()))
    field.layout().activate()
    return field._text.height()


def test_one_line_where_there_is_room(qtbot: QtBot) -> None:
    wide, narrow = height_at(qtbot, 900), height_at(qtbot, 180)
    assert narrow > 1.5 * wide
