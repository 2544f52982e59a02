"""How pages are looked at is there again after a crash: ticks, filters, folds, orders, choices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.shell.conftest import Opened
from wizard.steps.logs.view import LogChoice
from wizard.ui.pages.logs.chosen import chosen_entries, read_chosen
from wizard.ui.shell.draft_file import FILE
from wizard.ui.shell.drafts import Drafts
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.windowed_list import WindowedList

SETUP = "global-contoso"


def shown(window: MainWindow, page: str) -> Any:
    window.go_to(page)
    made = window.page(page)
    made.redraw()
    return made


def put_away(typed: Drafts, folder: Path) -> dict[str, Any]:
    """What the file has for the setup."""
    typed._look()
    typed.save()
    content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return dict(content["setups"].get(SETUP, {}))


def test_ticks_are_there_again(opened: Opened, tmp_path: Path) -> None:
    window, typed = opened()
    rows = shown(window, "people").assigned_list
    rows.check([rows.rows[1].id])
    rows.checked_changed.emit()
    assert put_away(typed, tmp_path)["people.ticked"] == [["9", "r1"]]
    window, typed = opened()
    page = shown(window, "people")
    typed._look()
    assert page.assigned_list.checked == (rows.rows[1].id,)
    assert "1 assignment is selected again." in page.restored.text
    page.assigned_list.check(())
    assert "people.ticked" not in put_away(typed, tmp_path)


@pytest.mark.parametrize(
    ("page", "name", "text"),
    [
        ("people", "assigned-filter", "Ana"),
        ("history", "history-filter", "settings"),
        ("plans", "outcomes-filter", "Bo"),
        ("logs", "log-entries-filter", "failure"),
        ("turn_on", "plan-filter", "Ana"),
    ],
)
def test_filters_are_there_again(opened: Opened, tmp_path: Path, page: str, name: str, text: str) -> None:
    window, typed = opened()
    field = shown(window, page).findChild(QLineEdit, name)
    QTest.keyClicks(field, text)
    window.page_used.emit(window.page(page))  # a commit uses what was typed, and no filter
    assert put_away(typed, tmp_path)[name] == text
    window, typed = opened()
    again = shown(window, page)
    typed._look()
    assert again.findChild(QLineEdit, name).text() == text
    assert again.findChild(QLineEdit, name).accessibleName() in again.restored.text


def test_the_day_of_the_reminder_is_there_again(opened: Opened, tmp_path: Path) -> None:
    window, typed = opened()
    day = shown(window, "rotate").findChild(QDateEdit, "rotate-day")
    assert "rotate-day" not in put_away(typed, tmp_path), "what the page draws is no choice"
    wanted = QDate.currentDate().addDays(123)
    day.setDate(wanted)
    assert put_away(typed, tmp_path)["rotate-day"] == wanted.toString(Qt.DateFormat.ISODate)
    window, typed = opened()
    again = shown(window, "rotate")
    typed._look()
    assert again.findChild(QDateEdit, "rotate-day").date() == wanted


def test_how_long_logs_are_kept_stays_chosen(opened: Opened, tmp_path: Path) -> None:
    kept_for = "For good"
    window, typed = opened()
    page = shown(window, "logs")
    box = page.findChild(QComboBox, "log-keep")
    box.setCurrentIndex(box.findText(kept_for))
    box.activated.emit(box.currentIndex())
    page.redraw()
    assert box.currentText() == kept_for, "a new drawing leaves it"
    put_away(typed, tmp_path)
    window, typed = opened()
    again = shown(window, "logs")
    typed._look()
    assert again.findChild(QComboBox, "log-keep").currentText() == kept_for


def test_folds_and_orders_are_there_again(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    window, typed = opened()
    page = shown(window, "turn_on")
    fold = page.quality.by_mail_fold
    fold.button.click()
    plan = next(each for each in page.findChildren(WindowedList) if each.table.objectName() == "plan")
    plan.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    chosen = plan.order
    assert chosen[1] is True
    kept = put_away(typed, tmp_path)
    assert kept == {"fold:quality-mail-fold": True, "sort:plan": list(chosen)}
    source = plan._model.order.source
    plan.set_source(None)
    plan.set_source(source)
    assert plan.order == chosen, "other rows have the same order"
    window, typed = opened()
    again = shown(window, "turn_on")
    assert again.quality.by_mail_fold.opened
    there = next(each for each in again.findChildren(WindowedList) if each.table.objectName() == "plan")
    assert there.order == chosen
    assert again.restored.isHidden(), "nothing was typed, so nothing is said"


def test_the_choice_of_log_entries_is_there_again(opened: Opened, tmp_path: Path) -> None:
    choice = LogChoice(result="failure", times="week", noise=True)
    (tmp_path / FILE).write_text(
        json.dumps({"version": 2, "setups": {SETUP: {"logs.choice": chosen_entries(choice)}}}),
        encoding="utf-8",
    )
    window, typed = opened()
    page = shown(window, "logs")
    typed._look()
    assert ("choose", choice) in page.step.asked
    assert "Your choice of entries" in page.restored.text


@pytest.mark.parametrize(
    "damaged", [None, [], {"times": "year"}, {"noise": "yes"}, {"result": 5}, {"person": None}]
)
def test_a_damaged_choice_is_refused(damaged: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_chosen(damaged)


def test_a_choice_is_the_same_after_the_file() -> None:
    choice = LogChoice(action="create", person_id="7", person="Zoë", failures_first=False)
    assert read_chosen(json.loads(json.dumps(chosen_entries(choice)))) == choice
    assert chosen_entries(LogChoice()) is None
    assert read_chosen({}) == LogChoice()
