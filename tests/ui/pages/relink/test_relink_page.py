"""The page that relinks one person: reached from "One person", it shows each part and goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import comes, opened, visible
from tests.ui.staged import Staged
from wizard.ui.pages.relink.page import RelinkPage
from wizard.ui.pages.why.page import WhyPage
from wizard.ui.shell.window import MainWindow


def staged(window: MainWindow) -> Staged:
    assistant = window.session.assistant
    assert assistant is not None
    return cast("Staged", assistant.relink)


def words(page: QWidget) -> str:
    return "\n".join(label.text() for label in visible(page, QLabel))


def test_one_person_leads_here_with_that_person(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "why")
    assert isinstance(page, WhyPage)
    QTest.mouseClick(page.relink_button, Qt.MouseButton.LeftButton)
    comes(window, "relink")
    qtbot.waitUntil(lambda: any(each[0] == "choose_known" for each in staged(window).asked))
    (asked,) = [each for each in staged(window).asked if each[0] == "choose_known"]
    assert asked[1].id == "1"


def test_every_part_has_its_state_and_an_interruption_says_how_to_go_on(window: MainWindow) -> None:
    page = opened(window, "relink")
    assert isinstance(page, RelinkPage)
    shown = words(page)
    states = ["Waiting", "Working", "Done", "Not needed", "Failed"]
    assert [line.word for line in page.stages.lines] == states
    assert page.stages.isVisible()
    assert "Relinking Ana Żółć-Müller was not finished; provisioning may be paused." in shown
    assert "began it on 2026-11-03" in shown


def test_going_on_is_one_button(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "relink")
    (commit,) = page.commits()  # type: ignore[attr-defined]
    assert commit.blocker() == ""
    window.command_bar.commit_wanted.emit(commit)
    qtbot.waitUntil(lambda: ("plan_relink", "1") in staged(window).asked)


def test_the_result_names_both_accounts(window: MainWindow) -> None:
    page = opened(window, "relink")
    step = staged(window)
    step.view = replace(
        step.view, unfinished=None, finished=True, account="after-1", account_before="before-1"
    )
    page.redraw()  # type: ignore[attr-defined]
    assert "Account before: before-1. Account now: after-1." in words(page)


def test_nobody_is_relinked_before_a_person_is_chosen(window: MainWindow) -> None:
    page = opened(window, "relink")
    step = staged(window)
    step.view = replace(step.view, unfinished=None, person=None)
    page.redraw()  # type: ignore[attr-defined]
    (commit,) = page.commits()  # type: ignore[attr-defined]
    assert commit.blocker() == "Choose the person first."
