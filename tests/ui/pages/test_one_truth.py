"""What is wrong is said once on a page, and what one waits for where one waits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.ui.seen import opened, visible
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.message_bar import MessageBar


def bars(page: Any) -> list[str]:
    return [each.text for each in visible(page, MessageBar)]


def test_a_quarantine_is_said_in_one_bar_and_no_other_state_beside_it(window: MainWindow) -> None:
    page: Any = opened(window, "monitor")
    assert page.step.view.quarantine is not None
    (only,) = bars(page)
    assert only.startswith("Quarantine: ")
    page.step.view = replace(page.step.view, quarantine=None)
    page.redraw()
    (only,) = bars(page)
    assert "(Active)" in only


def test_how_long_cycles_take_stands_where_one_waits_for_them(window: MainWindow) -> None:
    page: Any = opened(window, "turn_on")
    page.step.view = replace(page.step.view, job_state="on")
    page.redraw()
    waiting = {
        "after the start": page.commits()[-1].done_text if page.commits() else "",
        "while it is on": "\n".join(bars(page)),
        "monitor": window.page("monitor").lead(),
    }
    page.step.view = replace(page.step.view, job_state="off")
    page.redraw()
    waiting["after the start"] = page.commits()[-1].done_text
    for where, text in waiting.items():
        assert "40 minutes" in text, where
        assert "takes longer" in text, where
