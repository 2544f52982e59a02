"""Every page says what is missing on it because it could not be read, and only for as long as it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.seen import PAGES, opened
from wizard.problem import Problem
from wizard.ui.shell.window import MainWindow


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_says_how_many_rows_are_missing(window: MainWindow, page_name: str) -> None:
    page: Any = opened(window, page_name)
    bar = page.unread_bar
    assert not bar.isVisibleTo(page)
    page.step._left_out["reading"] = (
        Problem("graph_rows_unread", {"list": "users", "n": "3", "path": "/users"}, "id: it is missing"),
    )
    page.redraw()
    assert bar.isVisibleTo(page)
    assert "3 (users)" in bar.text
    page.step._left_out["reading"] = ()
    page.redraw()
    assert not bar.isVisibleTo(page)
