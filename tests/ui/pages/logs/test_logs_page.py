"""The page of the logs: causes lead to entries, an entry to its person, and every choice is sent whole."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened, visible
from tests.ui.staged import Staged
from tests.ui.staged_logs import CODE, MANY, SAID
from wizard.steps.logs.view import LogChoice
from wizard.ui.pages.logs.page import LogsPage
from wizard.ui.shell.window import MainWindow


def asked(window: MainWindow) -> list[tuple[object, ...]]:
    assistant = window.session.assistant
    assert assistant is not None
    return cast("Staged", assistant.logs).asked


def page_of(window: MainWindow, qtbot: QtBot) -> LogsPage:
    page = opened(window, "logs")
    assert isinstance(page, LogsPage)
    qtbot.waitUntil(lambda: page.entries.row_count == MANY)
    return page


def test_playvoxs_answer_comes_before_microsofts_code(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, qtbot)
    words = "\n".join(label.text() for label in visible(page, QLabel))
    assert f"Failure: Playvox answered 400 Bad Request and refused the change: {SAID}" in words
    facts = [row.cells for row in page.entry_card.facts.rows]
    assert facts[0] == ("Playvox's answer", f"400 Bad Request: {SAID}")
    titles = [title for title, _text in facts]
    assert titles.index("What to do") < titles.index("Microsoft's code")
    assert ("title", "Agent", "Team lead") in [row.cells for row in page.entry_card.changes.rows]
    assert page.entry_card.steps.rows[-1].cells[1] == "Failure"


def test_entries_where_nothing_was_to_be_done_are_folded_with_their_number(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = page_of(window, qtbot)
    assert [row.id for row in page.groups.rows] == ["refused", "conflict"]
    assert page.filters.noise.text().endswith("(88,412)")
    page.filters.noise.setChecked(True)
    qtbot.waitUntil(lambda: ("choose", LogChoice(noise=True)) in asked(window))


def test_a_cause_leads_to_its_entries_and_a_filter_keeps_the_rest(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, qtbot)
    page.groups.table.selectRow(1)
    qtbot.waitUntil(lambda: ("choose", LogChoice(group="conflict")) in asked(window))
    page.filters.result.setCurrentIndex(page.filters.result.findData("failure"))
    page.filters.code.setCurrentIndex(page.filters.code.findData(CODE))
    page.filters.code.activated.emit(1)
    wanted = LogChoice(result="failure", code=CODE)
    qtbot.waitUntil(lambda: ("choose", wanted) in asked(window))
    QTest.mouseClick(page.entry_card.person_button, Qt.MouseButton.LeftButton)
    person = LogChoice(person_id="00000007-2222-4000-8000-000000000000", person="Dao Nguyen7")
    qtbot.waitUntil(lambda: ("choose", person) in asked(window))


def test_searching_counts_and_an_entry_is_opened_and_tried_again(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, qtbot)
    assert page.count.text() == "3,000 entries"
    page.entries.filter_line.setText("nobody")
    qtbot.waitUntil(lambda: page.count.text() == "0 entries")
    page.entries.filter_line.setText("a")
    qtbot.waitUntil(lambda: "type more of it" in page.count.text())
    page.entries.table.selectRow(2)
    qtbot.waitUntil(lambda: ("show_entry", "2") in asked(window))
    wanted: list[str] = []
    page.commit_wanted.connect(lambda commit: wanted.append(commit.title))
    QTest.mouseClick(page.entry_card.retry_button, Qt.MouseButton.LeftButton)
    assert wanted == ["Provision Dao Nguyen7 now"]
    QTest.mouseClick(page.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("stop_reading",) in asked(window))
    page._saved("/tmp/log.csv")
    qtbot.waitUntil(lambda: ("save", Path("/tmp/log.csv"), "csv", "a") in asked(window))
