"""The saved plans: reached from Turn on and Monitor, opened, compared, saved as a file, deleted by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.seen import comes, opened, visible
from tests.ui.staged import Staged
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.plans.page import PlansPage
from wizard.ui.shell.window import MainWindow


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def page_of(window: MainWindow) -> tuple[PlansPage, Staged]:
    page = opened(window, "plans")
    assert isinstance(page, PlansPage)
    step = window.session.step("plans")
    assert isinstance(step.asked, list)  # type: ignore[union-attr]
    return page, step  # type: ignore[return-value]


def words(page: PlansPage) -> str:
    return "\n".join(label.text() for label in visible(page, QLabel))


def test_reached_from_turn_on_and_monitor(window: MainWindow) -> None:
    opened(window, "turn_on")
    press(window, "turn-on-plans")
    comes(window, "plans")
    press(window, "back")
    assert window.current_id == "turn_on"
    opened(window, "monitor")
    press(window, "monitor-plans")
    comes(window, "plans")


def test_turn_on_saves_its_plan(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, "turn_on")
    step = window.session.step("turn_on")
    press(window, "save-plan")
    qtbot.waitUntil(lambda: ("save_plan",) in step.asked)  # type: ignore[union-attr]


def test_opened_and_compared(window: MainWindow, qtbot: QtBot) -> None:
    page, step = page_of(window)
    page.list.table.selectRow(1)
    press(window, "open-plan")
    qtbot.waitUntil(lambda: ("open", "b2") in step.asked)
    press(window, "compare-plan")
    qtbot.waitUntil(lambda: ("compare", "b2") in step.asked)


def test_a_difference_shows_both_reasons_and_links_to_the_person(window: MainWindow, qtbot: QtBot) -> None:
    page, _step = page_of(window)
    assert "92% went as planned: 46 of 50 results." in words(page)
    qtbot.waitUntil(lambda: page.comparison.rows.row_count == 2)
    page.comparison.rows.table.selectRow(0)
    said = words(page)
    assert "Planned: Create. No account with userName" in said
    assert "Provisioning log: No entry since the plan." in said
    assert "Playvox: There is no account." in said
    assert "Today: Disabled in Entra." in said
    links: list[str] = []
    page.link_opened.disconnect()
    page.link_opened.connect(links.append)
    press(window, "open-person")
    assert links == ["https://x"]


def test_saved_as_a_file_of_the_format_its_name_tells(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page, step = page_of(window)
    page.list.table.selectRow(0)
    press(window, "export-plan")
    dialog = page.findChild(QFileDialog, "export-plan-dialog")
    assert dialog is not None
    file = tmp_path / "for the manager.xlsx"
    dialog.fileSelected.emit(str(file))
    qtbot.waitUntil(lambda: ("export", "a1", file, "xlsx") in step.asked)
    qtbot.waitUntil(lambda: "The plan is saved in" in words(page))
    dialog.reject()


@pytest.mark.parametrize("button", ["open-plan", "compare-plan", "export-plan"])
def test_a_file_that_cannot_be_read_can_only_be_deleted(window: MainWindow, button: str) -> None:
    page, step = page_of(window)
    page.list.table.selectRow(2)
    press(window, button)
    assert "It can only be deleted." in words(page)
    assert [each for each in step.asked if each[0] not in ("refresh",)] == []


def test_deleting_is_a_commit_that_names_what_it_does(window: MainWindow) -> None:
    page, _step = page_of(window)
    wanted: list[Commit] = []
    page.commit_wanted.disconnect()
    page.commit_wanted.connect(wanted.append)
    page.list.table.selectRow(2)
    press(window, "delete-plan")
    [commit] = wanted
    assert commit.text == "Delete this plan"
