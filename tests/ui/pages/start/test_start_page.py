"""“Before you begin”: messages about the sign-in, and the available actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.stage import assistant
from tests.ui.staged import Staged
from wizard.steps.start.view import (
    Mode,
    SetUpRow,
)
from wizard.ui.pages.start.page import StartPage
from wizard.ui.session.background import Background
from wizard.ui.session.session import Session


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[tuple[StartPage, Staged]]:
    background = Background()
    session = Session(background)
    session.assistant = assistant()
    step = cast("Staged", session.assistant.before)
    step.view = replace(step.view, mode=Mode.REAL, practice=None)
    made = StartPage(session)
    qtbot.addWidget(made)
    made.show()
    yield made, step
    made.close()
    assert background.close()


def show(page: StartPage, step: Staged, **changes: Any) -> None:
    step.view = replace(step.view, **changes)
    page.redraw()


def test_more_proof_is_explained_before_the_browser_opens(
    page: tuple[StartPage, Staged], qtbot: QtBot
) -> None:
    shown, step = page
    show(shown, step, proof_wanted=True)
    assert shown.proof_note.isVisibleTo(shown)
    assert "second factor" in shown.proof_note.text()
    button = shown.again_sign_in_button
    assert (button.objectName(), button.text()) == ("sign-in-again", "Sign in again")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step.asked == [("sign_in_again",)])
    show(shown, step, proof_wanted=False)
    assert not shown.proof_note.isVisibleTo(shown)


@pytest.mark.parametrize("session_only", [True, False])
def test_a_sign_in_that_is_not_kept_says_so(page: tuple[StartPage, Staged], session_only: bool) -> None:
    shown, step = page
    show(shown, step, session_only=session_only)
    assert shown.session_note.isVisibleTo(shown) is session_only
    assert "never in a file" in shown.session_note.text()


def test_nobody_signed_in_has_nothing_to_sign_in_again(page: tuple[StartPage, Staged]) -> None:
    shown, step = page
    show(shown, step, identity=None, proof_wanted=False, session_only=False)
    assert not shown.again_sign_in_button.isVisibleTo(shown)
    assert shown.code_button.isVisibleTo(shown) is shown.real_tile.isChecked()


@pytest.mark.parametrize(("by_windows", "start"), [(True, "Windows asks"), (False, "Your browser opens")])
def test_the_requesting_program_is_named_before_the_sign_in(
    page: tuple[StartPage, Staged], by_windows: bool, start: str
) -> None:
    shown, step = page
    show(shown, step, identity=None, by_windows=by_windows)
    assert shown.who.text().startswith(start)


def test_an_earlier_setup_is_opened_by_keyboard(page: tuple[StartPage, Staged], qtbot: QtBot) -> None:
    shown, step = page
    rows = (
        SetUpRow("one", "ana@contoso.example", "Contoso", "Microsoft global cloud"),
        SetUpRow("two", "ana@fabrikam.example", "Fabrikam", "US Government"),
    )
    show(shown, step, identity=None, set_ups=rows)
    shown.real_tile.click()
    qtbot.waitUntil(lambda: step.asked == [("look_for_set_ups",)])
    assert shown.set_ups.isVisibleTo(shown)
    box = shown.set_ups.box
    assert box.itemText(0) == "Contoso, as ana@contoso.example (Microsoft global cloud)"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    shown.redraw()  # the selection stays when the page is drawn again
    qtbot.keyClick(shown.set_ups.open_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step.asked[-1] == ("open_set_up", "two"))
    show(shown, step, set_ups=())
    assert not shown.set_ups.isVisibleTo(shown)


def test_the_sign_in_page_can_be_copied_while_the_browser_is_waited_for(
    page: tuple[StartPage, Staged], qtbot: QtBot
) -> None:
    shown, step = page
    address = "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?" + "state=x&" * 200
    show(shown, step, identity=None, sign_in_address=address)
    box = shown.address_box.address
    assert box.isVisibleTo(shown)
    box.copy_button.click()
    assert QGuiApplication.clipboard().text() == address
    show(shown, step, sign_in_address="")
    assert not shown.address_box.isVisibleTo(shown)


def test_a_tenant_without_a_name_yet_has_its_id(page: tuple[StartPage, Staged]) -> None:
    shown, step = page
    named = step.view.identity
    show(shown, step, identity=replace(named, tenant_name=""))
    assert f" to {named.tenant_id} as " in shown.who.text()
