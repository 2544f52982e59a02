"""How long pages are in a window of 1280×800, and what is seen of them without scrolling."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.ui.seen import opened
from wizard.steps.overview.view import CardState
from wizard.ui.pages.start.planning import PlanningCard
from wizard.ui.shell.window import MainWindow


def laid_out(window: MainWindow, step: str) -> None:
    window.resize(1280, 800)
    opened(window, step)
    for _event in range(6):
        QApplication.processEvents()


@pytest.mark.parametrize(("step", "screens"), [("before", 1.7), ("overview", 1.3), ("turn_on", 2.5)])
def test_a_page_is_not_longer_than(window: MainWindow, step: str, screens: float) -> None:
    laid_out(window, step)
    assert window.page(step).height() / window.scroll_area(step).viewport().height() <= screens


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
