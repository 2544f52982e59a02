"""Every page in every state of its step: no text stays unmarked, and none is cut off or on top of another.

In a language in which each text is in brackets and 40 % longer at 200 % text, and in one that is written
from right to left, in the smallest window.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.readable import overlapping, shortened
from tests.ui.seen import PAGES, cut_off, let_layout_finish, opened
from tests.ui.variants import variants
from tests.ui.walk import not_mirrored, unmarked
from wizard.steps import StepState
from wizard.ui.shell.window import MainWindow


@pytest.mark.parametrize("setting", ["long and large", "mirrored"], indirect=True)
@pytest.mark.parametrize("page_name", PAGES)
def test_nothing_is_cut_off_or_unmarked_in_any_state(window: MainWindow, page_name: str) -> None:
    page: Any = opened(window, page_name)
    step, usual = page.step, page.step.view
    wrong = []
    for name, view in [("", usual), *variants(usual)]:
        step.view = view
        wrong += [f"{name}: {each}" for each in _wrong(window, page_name, usual)]
    step.view = usual
    for state in StepState:
        step.state = state
        wrong += [f"{state}: {each}" for each in _wrong(window, page_name, usual)]
    assert sorted(set(wrong)) == []


def _wrong(window: MainWindow, page_name: str, usual: object) -> list[str]:
    page, area = window.page(page_name), window.scroll_area(page_name)
    page.redraw()
    let_layout_finish(area, window.command_bar)
    found = cut_off(page) + cut_off(window.command_bar) + overlapping(page) + shortened(page)
    if (beyond := area.horizontalScrollBar().maximum()) > 0:
        found.append(f"the page scrolls sideways by {beyond} px")
    if window.isRightToLeft():
        found += not_mirrored(window)
    return found + unmarked(window, usual)
