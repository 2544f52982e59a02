"""People of the practice tenant's Entra are changed in a dialog; what its store holds is the judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from tests.practice.workshop import build_tenant
from tests.ui.clicks import reason
from tests.ui.seen import SETTINGS, cut_off, let_layout_finish, opened, unnamed, visible
from wizard.practice import people_changes
from wizard.practice.directory import DOMAIN
from wizard.practice.tenant import Tenant
from wizard.problem import Problem, ProblemError
from wizard.steps.base.practice_control import PracticeControl, PracticePerson
from wizard.ui.shell.practice_people import PracticePeopleDialog
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.button import DANGER, WARY, Button

ANA = f"ana@{DOMAIN}"


class Control(PracticeControl):
    """The control API without HTTP."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.ran: list[str] = []

    async def people(self, text: str = "") -> tuple[PracticePerson, ...]:
        return tuple(PracticePerson.model_validate(each) for each in people_changes.find(self.tenant, text))

    async def groups(self) -> tuple[str, ...]:
        return tuple(people_changes.groups(self.tenant))

    async def change_person(self, who: str, action: str, **values: Any) -> PracticePerson:
        wanted = people_changes.PersonChange.model_validate({"action": action, **values})
        try:
            return PracticePerson.model_validate(people_changes.change(self.tenant, who, wanted))
        except people_changes.ChangeRefusedError as error:
            raise ProblemError(
                Problem("practice_change_refused", {"name": who, "why": str(error)})
            ) from error

    async def run_cycle(self) -> list[str]:
        return self.ran


@pytest.fixture
def tenant() -> Iterator[Tenant]:
    tenant = build_tenant()
    yield tenant
    tenant.store.close()


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, tenant: Tenant) -> Iterator[PracticePeopleDialog]:
    """Ana is selected."""
    opened(window, "before")
    dialog = PracticePeopleDialog(Control(tenant), window.session.run, window)
    dialog.open()
    people = dialog.findChild(QListWidget)
    assert people is not None
    dialog.search.setText(ANA)
    qtbot.waitUntil(lambda: people.count() == 1 and dialog.other_groups.count() > 0)
    people.setCurrentRow(0)
    let_layout_finish(dialog)
    yield dialog
    dialog.reject()


def ana(tenant: Tenant) -> dict[str, Any]:
    return people_changes.find(tenant, "Ana ")[0]


def test_a_person_is_renamed_moved_and_disabled(
    dialog: PracticePeopleDialog, tenant: Tenant, qtbot: QtBot
) -> None:
    dialog.family.setText("Lima")
    dialog.rename.click()
    qtbot.waitUntil(lambda: "Ana Lima" in dialog.facts.text())
    assert "Ana Lima" in dialog.message.text
    dialog.department.setText("Legal")
    dialog.set_department.click()
    dialog.other_groups.setCurrentText("Support Alumni")
    dialog.join.click()
    dialog.switch.click()
    qtbot.waitUntil(lambda: dialog.switch.text() == "Enable account")
    found = ana(tenant)
    assert (found["department"], found["enabled"]) == ("Legal", False)
    assert "Support Alumni" in found["groups"]
    dialog.own_groups.setCurrentText("Support Alumni")
    dialog.leave.click()
    qtbot.waitUntil(lambda: "Support Alumni" not in ana(tenant)["groups"])


def test_deleted_people_can_only_be_restored_or_purged(
    dialog: PracticePeopleDialog, tenant: Tenant, qtbot: QtBot
) -> None:
    dialog.delete.click()
    qtbot.waitUntil(lambda: dialog.delete.text() == "Restore person")
    assert not dialog.switch.isVisible()
    assert not dialog.given.isVisible()
    assert dialog.purge.isVisible()
    dialog.delete.click()
    qtbot.waitUntil(lambda: dialog.delete.text() == "Delete person")
    assert not dialog.purge.isVisible()
    assert ana(tenant)["deleted"] is False


def test_a_refusal_says_why(dialog: PracticePeopleDialog, qtbot: QtBot) -> None:
    dialog.user_name.setText(f"kim.lee@{DOMAIN}")
    dialog.rename.click()
    qtbot.waitUntil(dialog.message.isVisible)
    assert "somebody else has this sign-in name" in dialog.message.text


def test_no_cycle_is_claimed_while_provisioning_is_off(dialog: PracticePeopleDialog, qtbot: QtBot) -> None:
    dialog.cycle_button.click()
    qtbot.waitUntil(dialog.message.isVisible)
    assert "provisioning is off" in dialog.message.text


@pytest.mark.parametrize("setting", SETTINGS, indirect=True)
def test_nothing_is_cut_off(dialog: PracticePeopleDialog) -> None:
    assert cut_off(dialog) == []
    assert unnamed(dialog) == []


def test_what_takes_something_looks_like_it(
    dialog: PracticePeopleDialog, tenant: Tenant, qtbot: QtBot
) -> None:
    def wary() -> set[str]:
        return {
            each.objectName() for each in visible(dialog, Button) if each.property("look") in (WARY, DANGER)
        }

    assert wary() == {"practice-leave", "practice-switch", "practice-delete"}
    dialog.switch.click()
    qtbot.waitUntil(lambda: dialog.switch.text() == "Enable account")
    assert wary() == {"practice-leave", "practice-delete"}
    dialog.delete.click()
    qtbot.waitUntil(lambda: dialog.delete.text() == "Restore person")
    assert wary() == {"practice-purge"}


def test_what_cannot_be_used_says_why(dialog: PracticePeopleDialog) -> None:
    person = dialog.person
    assert person is not None
    dialog._show(person.model_copy(update={"groups": ()}))
    assert reason(dialog.leave, dialog) == "This person is in no group."
