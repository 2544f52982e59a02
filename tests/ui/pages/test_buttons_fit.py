"""Buttons are as wide as their words, and the commits of a page stand in one row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.seen import PAGES, let_layout_finish, opened, visible
from tests.ui.variants import variants
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.button import Button

_BESIDE_TEXT = 24  # pixels


@pytest.mark.parametrize("name", PAGES)
def test_no_button_is_stretched_over_the_page(window: MainWindow, name: str) -> None:
    page: Any = opened(window, name)
    usual = page.step.view
    wrong = set()
    for state, view in (("usual", usual), *variants(usual)):
        page.step.view = view
        page.redraw()
        let_layout_finish(window.scroll_area(name))
        wrong |= {
            (state, each.objectName())
            for each in visible(page, Button)
            if each.width() > each.sizeHint().width() + _BESIDE_TEXT
        }
    assert wrong == set()


@pytest.mark.parametrize("name", PAGES)
def test_commits_stand_in_one_row_on_the_smallest_screen(window: MainWindow, name: str) -> None:
    window.resize(1024, 720)
    opened(window, name)
    rows = {
        each.y() for each in visible(window.command_bar, Button) if each.parent() is not window.command_bar
    }
    assert len(rows) <= 1
