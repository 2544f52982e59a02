"""How long pages are in a window of 1280×800, and what is seen of them without scrolling."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QApplication

from tests.ui.seen import opened
from wizard.connection import CheckResult, CheckStatus, ConnectionReport
from wizard.steps.overview.view import CardState
from wizard.ui.pages.start.planning import PlanningCard
from wizard.ui.shell.frame import size_in
from wizard.ui.shell.window import MainWindow

MOST = {"before": 1.7, "overview": 1.3, "turn_on": 2.5}
"""Lengths of the usual states, in screens."""
CHECKS = (
    "address", "key", "proxy", "dns", "tcp", "tls", "http", "auth", "scim", "encoding", "groups",
    "discovery", "entra",
)  # fmt: skip


def laid_out(window: MainWindow, step: str) -> None:
    window.resize(size_in(QSize(1280, 800)))
    opened(window, step)
    for _event in range(6):
        QApplication.processEvents()


def screens(window: MainWindow, step: str) -> float:
    """How many times as long as what is seen of it a page is."""
    laid_out(window, step)
    return window.page(step).height() / window.scroll_area(step).viewport().height()


@pytest.mark.parametrize(("step", "most"), MOST.items())
def test_a_page_is_not_longer_than(window: MainWindow, step: str, most: float) -> None:
    assert screens(window, step) <= most


@pytest.mark.parametrize("step", ["connection", "troubleshoot"])
@pytest.mark.parametrize("state", ["before the test", "all well", "one failure", "both sides fail"])
def test_a_connection_test_fits_two_screens(window: MainWindow, step: str, state: str) -> None:
    page: Any = opened(window, step)
    failing = {"one failure": ("auth",), "both sides fail": ("auth", "entra")}.get(state, ())
    page.step.view = replace(page.step.view, **after_testing(failing, run=state != "before the test"))
    assert screens(window, step) < 2.0


def test_only_checks_that_ask_for_something_are_listed_until_all_are_wanted(window: MainWindow) -> None:
    page: Any = opened(window, "connection")
    page.step.view = replace(page.step.view, **after_testing(("auth",), run=True))
    page.redraw()
    tree = page.results.tree

    def listed() -> list[str]:
        items = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
        return [item.text(0) for item in items if not item.isHidden()]

    assert listed() == ["Key accepted"]
    page.results.open_button.click()
    assert len(listed()) == len(CHECKS)
    page.results.open_button.click()
    assert listed() == ["Key accepted"]
    page.step.view = replace(page.step.view, testing=True)
    page.redraw()
    assert len(listed()) == len(CHECKS), "all are seen while they run"


def after_testing(failing: tuple[str, ...], *, run: bool) -> dict[str, Any]:
    """What changes in a view after a test of all checks, or before it."""
    checks = tuple(
        CheckResult(name, CheckStatus.FAILED, 41.0, "key_rejected", {"status": 401})
        if name in failing
        else CheckResult(name, CheckStatus.PASSED, 41.0)
        for name in CHECKS
    )
    report = ConnectionReport("https://acme.playvox.com/scim/v1", checks)
    return {"checks": checks if run else (), "report": report if run else None}


def test_what_to_plan_is_seen_with_the_first_page(window: MainWindow) -> None:
    laid_out(window, "before")
    page = window.page("before")
    card = page.findChild(PlanningCard)
    bottom = card.mapTo(page, QPoint(0, card.height())).y()
    assert card.isVisibleTo(page)
    assert bottom <= window.scroll_area("before").viewport().height()


def test_cards_that_would_all_say_that_nothing_was_read_are_left_out(window: MainWindow) -> None:
    page: Any = opened(window, "overview")
    step: Any = page.step
    assert page.cards.isVisibleTo(page)
    unread = tuple(replace(card, state=CardState.UNREAD) for card in step.view.cards)
    step.view = replace(step.view, cards=unread)
    page.redraw()
    assert not page.cards.isVisibleTo(page)
