"""The key in use is tested where it is kept, and the result stands beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.pages.test_one_primary import primary
from tests.ui.seen import cut_off, opened
from wizard.steps.base.key_store import KeyPlace
from wizard.ui.shell.window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> Any:
    return opened(window, "key")


def test_the_key_is_tested_and_the_result_is_beside_it(window: MainWindow, page: Any, qtbot: QtBot) -> None:
    assert page.test_button.isVisibleTo(page)
    assert not page.tested.isVisibleTo(page)
    page.step.asked.clear()
    page.test_button.click()
    qtbot.waitUntil(lambda: [asked[0] for asked in page.step.asked] == ["test"])
    report = window.page("connection").step.view.report  # type: ignore[union-attr]
    page.step.view = replace(page.step.view, tested=report)
    page.redraw()
    assert page.tested.isVisibleTo(page)
    assert report.explanation.what in page.tested.text
    assert cut_off(opened(window, "key")) == []
    page.step.view = replace(page.step.view, testing=True)
    page.redraw()
    assert not page.tested.isVisibleTo(page), "while testing, the former result is no result"


def test_saving_is_the_main_thing_only_while_there_is_something_to_save(
    window: MainWindow, page: Any
) -> None:
    for pending, place, expected in (
        (True, KeyPlace.KEYRING, ["save-key"]),
        (False, KeyPlace.KEYRING, []),
        (False, KeyPlace.NOWHERE, ["save-key"]),
    ):
        page.step.view = replace(page.step.view, pending=pending, place=place)
        page.redraw()
        assert primary(window) == expected
