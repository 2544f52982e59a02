"""The pages that take a new key treat it alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.ui.shell.window import MainWindow


def keyed(window: MainWindow, name: str) -> Any:
    """The page, with a card that asks for a key and nothing pasted yet."""
    page: Any = opened(window, name)
    page.step.view = replace(page.step.view, pending="", field_problem=None, unfinished=None) if (
        name == "rotate"
    ) else replace(page.step.view, pending="", field_problem=None, asks_key=True)  # fmt: skip
    page.redraw()
    return page


@pytest.mark.parametrize("name", ["recover", "rotate"])
def test_a_pasted_key_is_sent_and_another_one_replaces_it(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    page = keyed(window, name)
    page.step.asked.clear()
    page.key.secret.line.setText("what-was-pasted")
    qtbot.waitUntil(lambda: [asked[0] for asked in page.step.asked] == ["paste"])
    assert page.step.asked[0][1].get_secret_value() == "what-was-pasted"
    page.key.practice_button.click()
    qtbot.waitUntil(lambda: page.step.asked[-1][0] == "use_practice_key")
    assert page.key.secret.line.text() == "", "the field holds no key that is not the one in use"


@pytest.mark.parametrize("name", ["recover", "rotate"])
def test_a_key_in_use_is_wiped(window: MainWindow, name: str) -> None:
    page = keyed(window, name)
    page.key.secret.line.blockSignals(True)
    page.key.secret.line.setText("in use")
    page.key.show_key("", None, practice=False, in_use=False)
    assert page.key.secret.line.text() == "in use"
    page.key.show_key("", None, practice=False, in_use=True)
    assert page.key.secret.line.text() == ""


def test_a_missing_key_is_asked_for(window: MainWindow) -> None:
    page = keyed(window, "rotate")
    (rotate,) = (each for each in page.commits() if each.name == "rotate-now")
    assert rotate.blocker() == "The new key is missing."
    assert page.key.field.message == "Paste the new Base64 key first."


@pytest.mark.parametrize(("old_known", "offered"), [(True, True), (False, False)])
def test_the_old_key_is_put_back_only_where_it_is(
    window: MainWindow, old_known: bool, offered: bool
) -> None:
    page: Any = opened(window, "rotate")
    unfinished = replace(page.step.view.unfinished, old_known=old_known)
    page.step.view = replace(page.step.view, unfinished=unfinished)
    assert ("rotate-put-back" in [each.name for each in page.commits()]) == offered
