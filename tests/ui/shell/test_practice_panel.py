"""The practice panel goes with its window, whatever it was doing."""

from __future__ import annotations

import gc

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

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
