"""Several provisioning jobs of one application are shown, and one is chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.steps.application.view import JobRow
from wizard.ui.shell.window import MainWindow

JOBS = (
    JobRow("playvox.t.1", "playvox", "Provisioning is off.", chosen=False),
    JobRow("playvox.t.2", "playvox", "Provisioning is on.", chosen=True),
)


def page_with(window: MainWindow, **changes: Any) -> Any:
    page: Any = opened(window, "application")
    page.step.view = replace(page.step.view, **changes)
    page.redraw()
    return page


def test_one_job_needs_no_choice(window: MainWindow) -> None:
    assert page_with(window, jobs=()).jobs_card.isHidden()


def test_the_chosen_job_reaches_the_step(window: MainWindow, qtbot: QtBot) -> None:
    page = page_with(window, jobs=JOBS)
    assert not page.jobs_card.isHidden()
    chosen: list[str] = []

    async def choose_job(job_id: str) -> None:
        chosen.append(job_id)

    page.step.choose_job = choose_job
    page.jobs.select("playvox.t.1")
    page.use_job_button.click()
    qtbot.waitUntil(lambda: chosen == ["playvox.t.1"])


def test_the_end_of_the_gallery_entry_is_shown(window: MainWindow) -> None:
    page = page_with(
        window,
        gallery_name="Playvox",
        gallery_deprecation="Microsoft removes this gallery entry on 2027-03-31.",
    )
    assert "2027-03-31" in page.gallery_text.text()
