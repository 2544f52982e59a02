"""The table keeps checked rows and the current row by id when rows change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)

ROWS = tuple(
    ListRow(str(number), (f"Person {number}", f"p{number}@contoso.example")) for number in range(40)
)


@pytest.fixture
def listed(qtbot: QtBot) -> DetailsList:
    made = DetailsList("people", "People", ("Name", "Address"), checkable=True)
    qtbot.addWidget(made)
    made.set_rows(ROWS)
    made.resize(600, 400)
    made.show()
    return made


def tick(listed: DetailsList, *numbers: int) -> None:
    for number in numbers:
        listed.table.selectRow(number)
        QTest.keyClick(listed.table, Qt.Key.Key_Space)


def test_unchecking_all_rows_keeps_the_selection(listed: DetailsList, qtbot: QtBot) -> None:
    for _time in range(20):
        tick(listed, 3, 5)
        assert listed.checked == ("3", "5")
        listed.table.selectRow(4)
        with qtbot.assertNotEmitted(listed.checked_changed):
            listed.check(())
        listed.grab()  # draws the selection: the rows it points to must still exist
        assert listed.checked == ()
        assert listed.current == "4"
        listed.set_rows(ROWS[::-1])
        listed.grab()
        listed.set_rows(ROWS)


def test_checked_rows_and_the_current_row_follow_their_ids(listed: DetailsList) -> None:
    tick(listed, 1, 7)
    listed.set_rows(tuple(reversed(ROWS[5:])))
    assert listed.checked == ("7",)
    assert listed.current == "7"


def test_a_hidden_row_stays_ticked(listed: DetailsList) -> None:
    tick(listed, 2)
    listed.filter_line.setText("Person 39")
    assert listed.table.model().rowCount() == 1
    assert listed.checked == ("2",)


def test_copying_takes_what_is_selected_or_everything_shown(listed: DetailsList) -> None:
    listed.table.selectRow(2)
    QTest.keyClick(listed.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Name\tAddress\nPerson 2\tp2@contoso.example"
    listed.table.clearSelection()
    listed.filter_line.setText("Person 3")
    listed.table.clearSelection()
    listed.copy_button.click()
    assert QGuiApplication.clipboard().text().count("\n") == 11


def test_the_head_is_one_line_where_no_title_wraps(qtbot: QtBot) -> None:
    titles = ("Name", "Kind", "Single sign-on", "Provisioning")
    made = DetailsList("applications", "Applications", titles)
    qtbot.addWidget(made)
    made.set_rows((ListRow("1", ("Playvox " * 9, "Gallery " * 9, "Yes", "–")),))
    made.resize(300, 200)
    made.show()
    QApplication.processEvents()
    head = made.table.horizontalHeader()
    narrow = head.height()
    made.set_rows((ListRow("1", ("Playvox SSO", "Gallery", "Yes", "–")),))
    made.resize(900, 200)
    QApplication.processEvents()
    assert head.height() < narrow
    made.resize(300, 200)
    made.set_rows((ListRow("1", ("Playvox " * 9, "Gallery " * 9, "Yes", "–")),))
    QApplication.processEvents()
    assert head.height() == narrow, "and two again"
