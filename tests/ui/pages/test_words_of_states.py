"""What stands on pages and in the rail is true in every state: nothing is done before it was verified."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.ui.seen import opened
from wizard.steps.base.finding import FindingVerdict
from wizard.steps.base.step import StepState, StepStatus
from wizard.ui.pages.base.lines import finding_line
from wizard.ui.shell.rail import shown_state, state_word
from wizard.ui.shell.window import MainWindow


def test_what_is_there_and_not_verified_has_a_word_of_its_own() -> None:
    words = {
        state_word(shown_state(StepStatus(state, "", unverified=unverified)))
        for state in StepState
        for unverified in (False, True)
    }
    assert words == {
        "Not available yet", "Not read yet", "Ready", "Working", "Needs attention", "Done", "Failed",
        "Not verified yet",
    }  # fmt: skip
    assert state_word(shown_state(StepStatus(StepState.DONE, "", unverified=True))) == "Done"


@pytest.mark.parametrize(
    ("state", "title"),
    [("off", "Ready to start?"), ("on", "Checks of this setup"), ("quarantine", "Checks of this setup")],
)
def test_nobody_is_asked_to_start_what_runs(window: MainWindow, state: str, title: str) -> None:
    page: Any = opened(window, "turn_on")
    page.step.view = replace(page.step.view, job_state=state)
    page.redraw()
    assert page.check_card.title.text() == title
    assert page.checklist.accessibleName() == title


def test_the_plan_speaks_of_what_will_be(window: MainWindow) -> None:
    page: Any = opened(window, "turn_on")
    for name, tile in page.tiles.items():
        agrees = (
            name == "link" and "already agree" in tile.accessibleName()
        )  # linked before, or with the first cycle
        assert name == "unknown" or agrees or "will be" in tile.accessibleName(), name


def test_what_an_earlier_page_has_yet_to_do_is_no_failure(window: MainWindow) -> None:
    page: Any = opened(window, "turn_on")
    line = finding_line(replace(page.step.view.checklist[0], verdict=FindingVerdict.MISSING))
    assert (line.word, line.status.name) == ("Not done yet", "NEUTRAL")


def test_the_application_in_use_is_selected_and_not_the_first_row(window: MainWindow) -> None:
    page: Any = opened(window, "application")
    view = page.step.view
    one, other = view.candidates
    page.step.view = replace(view, candidates=(other, one), chosen=None)
    page.redraw()
    page.list.select(other.id)  # as a list begins at its first row
    page.step.view = replace(view, candidates=(other, one), chosen=one)
    page.redraw()
    assert page.list.current == one.id
    page.list.select(other.id)
    page.redraw()
    assert page.list.current == other.id, "what somebody selects stays"


def test_a_mapping_without_rows_was_read(window: MainWindow) -> None:
    page: Any = opened(window, "mappings")
    page.step.view = replace(page.step.view, rows=())
    page.redraw()
    assert not page.scope.clause_button.isHidden()
    assert page.scope._unread.isHidden()
