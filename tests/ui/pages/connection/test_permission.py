"""Before a test asks for a permission, the page says which and why, and the person may decline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.steps.base.change_preview import ScopeNeed
from wizard.steps.base.settings_saving import SavedConnection
from wizard.ui.shell.window import MainWindow

NEED = ScopeNeed("Synchronization.ReadWrite.All", "The test changes nothing.")
SAVED = SavedConnection("https://acme.playvox.com/scim/v1", True, "", None, "assigned")


class Recorder:
    """Stands in for the step's intents."""

    def __init__(self, step: Any) -> None:
        self.calls: list[str] = []
        step.test, step.test_saved = self._test, self._test_saved

    async def _test(self, *, from_microsoft: bool = True) -> None:
        self.calls.append("both sides" if from_microsoft else "here")

    async def _test_saved(self) -> None:
        self.calls.append("saved")


def page_of(window: MainWindow, name: str = "connection", **changes: Any) -> tuple[Any, Recorder]:
    page: Any = opened(window, name)
    page.step.view = replace(page.step.view, **changes)
    page.redraw()
    return page, Recorder(page.step)


def test_nothing_is_asked_where_nothing_is_needed(window: MainWindow, qtbot: QtBot) -> None:
    page, recorder = page_of(window, address_text="acme")
    page._test_now()
    qtbot.waitUntil(lambda: recorder.calls == ["both sides"])
    assert page.permission.isHidden()


@pytest.mark.parametrize(("button", "done"), [("allow_button", "both sides"), ("decline_button", "here")])
def test_the_permission_is_named_first_and_can_be_declined(
    window: MainWindow, qtbot: QtBot, button: str, done: str
) -> None:
    page, recorder = page_of(window, address_text="acme", test_permissions=(NEED,))
    page._test_now()
    assert not page.permission.isHidden()
    assert NEED.scope in page.permission.question.text
    assert NEED.why in page.permission.question.text
    assert recorder.calls == []
    getattr(page.permission, button).click()
    qtbot.waitUntil(lambda: recorder.calls == [done])
    assert page.permission.isHidden()


def test_without_a_key_the_test_button_tests_what_is_saved(window: MainWindow, qtbot: QtBot) -> None:
    page, recorder = page_of(window, key_fingerprint="", saved=SAVED, test_permissions=())
    page._test_now()
    qtbot.waitUntil(lambda: recorder.calls == ["saved"])


@pytest.mark.parametrize("name", ["connection", "turn_on"])
def test_the_saved_connection_is_tested_from_both_pages(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    saved = {"saved": SAVED} if name == "connection" else {"key_saved": True}
    page, recorder = page_of(window, name, test_permissions=(NEED,), **saved)
    page.saved_test.button.click()
    assert recorder.calls == []
    page.saved_test.permission.decline_button.click()
    assert page.saved_test.permission.isHidden()
    assert recorder.calls == []
    page.saved_test.button.click()
    page.saved_test.permission.allow_button.click()
    qtbot.waitUntil(lambda: recorder.calls == ["saved"])


def test_nothing_saved_offers_no_test_of_it(window: MainWindow) -> None:
    page, _recorder = page_of(window, saved=None)
    assert page.saved_test.isHidden()
