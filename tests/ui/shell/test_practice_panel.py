"""The practice panel goes with its window, whatever it was doing."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import cut_off, let_layout_finish
from wizard.messages import use_language
from wizard.messages.practice_faults import TITLES
from wizard.steps.base.practice_control import FaultRow
from wizard.ui.session.background import Background
from wizard.ui.session.session import Session
from wizard.ui.shell.practice_panel import PracticePanel

FAULTS = tuple(FaultRow(f"fault-{number}", "It goes wrong.", "graph", False) for number in range(30))


def test_switches_are_made_piece_by_piece(qtbot: QtBot) -> None:
    panel = PracticePanel(Session(Background()))
    qtbot.addWidget(panel)
    panel._show_faults(FAULTS)
    qtbot.waitUntil(lambda: len(panel.findChildren(QCheckBox)) == len(FAULTS))


@pytest.mark.parametrize("language", ["es", "pt-BR", "x-pseudo"])
def test_it_is_as_wide_as_its_texts_need(language: str, qtbot: QtBot) -> None:
    use_language(language)
    try:
        panel = PracticePanel(Session(Background()))
        qtbot.addWidget(panel)
        panel.resize(panel.width(), 640)
        panel.show()
        panel._show_faults(tuple(FaultRow(name, "", "graph", False) for name in TITLES))
        qtbot.waitUntil(lambda: len(panel.findChildren(QCheckBox)) == len(TITLES))
        let_layout_finish(panel)
        scroll = panel.findChild(QScrollArea)
        assert scroll is not None
        assert scroll.horizontalScrollBar().maximum() == 0
        assert cut_off(panel) == []
    finally:
        use_language("en")


def test_a_click_on_its_words_ticks_a_fault(qtbot: QtBot) -> None:
    panel = PracticePanel(Session(Background()))
    qtbot.addWidget(panel)
    panel.show()
    panel._show_faults(FAULTS)
    qtbot.waitUntil(lambda: len(panel.findChildren(QCheckBox)) == len(FAULTS))
    row = panel.findChild(QWidget, "row-fault-3")
    assert row is not None
    QTest.mouseClick(row.findChildren(QLabel)[0], Qt.MouseButton.LeftButton)
    assert panel._boxes["fault-3"].isChecked()
    panel.filter_line.setText("nothing of the kind")
    assert not row.isVisible()
    assert not any(each.isVisible() for each in panel._titles.values()), "no heading of nothing"
    assert panel.nothing.isVisible()
    panel.filter_line.clear()
    assert row.isVisible()
    assert all(each.isVisible() for each in panel._titles.values())
    assert not panel.nothing.isVisible()


def test_a_panel_that_is_deleted_makes_no_more(qtbot: QtBot) -> None:
    panel = PracticePanel(Session(Background()))
    panel._show_faults(FAULTS)
    made: list[FaultRow] = []
    panel._make_box = made.append  # type: ignore[method-assign, assignment]
    panel.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    for _turn in range(5):
        QApplication.processEvents()
    assert made == []
