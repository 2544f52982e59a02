"""“Users and groups”: rows whose details were not read are named, and can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.stage import assistant
from tests.ui.staged import Staged
from wizard.steps.people.view import PeopleView, RoleRow, TakenList
from wizard.ui.pages.people.page import PeoplePage
from wizard.ui.pages.people.roles import RoleChoice
from wizard.ui.session.background import Background
from wizard.ui.session.session import Session


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[tuple[PeoplePage, Staged]]:
    background = Background()
    session = Session(background)
    session.assistant = assistant()
    made = PeoplePage(session)
    qtbot.addWidget(made)
    made.show()
    yield made, cast("Staged", session.assistant.people)
    made.close()
    assert background.close()


def test_details_that_were_not_read_are_counted_and_can_be_read(
    page: tuple[PeoplePage, Staged], qtbot: QtBot
) -> None:
    shown, step = page
    step.view = replace(step.view, unread=1_300)
    shown.redraw()
    assert shown.unread.isVisibleTo(shown)
    assert "1,300 assignments are not read yet" in shown.unread.text()
    shown.details_button.setFocus()
    qtbot.keyClick(shown.details_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step.asked == [("read_details",)])
    step.view = replace(step.view, unread=0)
    shown.redraw()
    assert not shown.unread.isVisibleTo(shown)
    assert not shown.details_button.isVisibleTo(shown)


def test_ticked_people_are_provisioned_now_and_groups_are_not(
    page: tuple[PeoplePage, Staged], qtbot: QtBot
) -> None:
    shown, step = page
    shown.redraw()
    lists = cast("Staged", shown.assistant.on_demand)
    wanted: list[str] = []
    shown.page_wanted.connect(wanted.append)
    model = shown.assigned_list._model
    model.checked = {row.id for row in model.rows}
    shown.provision_button.click()
    rows = cast("PeopleView", step.view).assigned
    people = [row.principal_id for row in rows if str(row.kind) == "user"]
    assert 0 < len(people) < len(rows)
    qtbot.waitUntil(lambda: lists.asked == [("choose", people)])
    assert wanted == ["on_demand"]
    model.checked = {row.id for row in rows if str(row.kind) == "group"}
    shown.provision_button.click()
    assert "groups are not provisioned" in shown.results.text
    assert len(lists.asked) == 1


def test_what_is_selected_stays_listed_when_another_search_comes(
    page: tuple[PeoplePage, Staged], qtbot: QtBot
) -> None:
    shown, step = page
    (found,) = step.view.found
    other = replace(found, id="77", name="Dee")
    step.view = replace(step.view, selected=(other,), taken=TakenList(1, ("no.such@contoso.example",)))
    shown.redraw()
    box = shown.found_list._model.index(0, 0)
    shown.found_list._model.setData(box, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    qtbot.waitUntil(lambda: ("select", (found.id,)) in step.asked)
    assert shown._to_assign() == ("77", found.id)
    step.view = replace(step.view, found=(other,), selected=(other, found))
    shown.redraw()
    assert shown.found_list.checked == ("77",)
    assert shown._to_assign() == ("77", found.id)
    assert "no.such@contoso.example" in shown.names.report.text
    shown.selection.list.select(found.id)
    qtbot.mouseClick(shown.selection.out_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("deselect", (found.id,)) in step.asked)


def test_a_role_is_not_explained_by_its_own_name(qtbot: QtBot) -> None:
    choice = RoleChoice()
    qtbot.addWidget(choice)
    user = RoleRow("1", "User", "User", False, True, "It has no value.")
    auditor = RoleRow("2", "Auditor", "Reads everything", False, False, "It has no value.")
    choice.show_roles([user, auditor], "1")
    assert choice._field.help.text() == "It has no value."
    choice.show_roles([user, auditor], "2")
    assert choice._field.help.text() == "Reads everything\nIt has no value."
