"""Unread is not absent: with nothing read, no page and no rail entry claims that something is not there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import PAGES, STEPS, opened, visible
from tests.ui.stage import staged_window
from tests.ui.staged import staged_assistant
from wizard.entra.graph import Graph
from wizard.ui.appearance.theme import Tone
from wizard.ui.session.background import Background
from wizard.ui.session.session import Session
from wizard.ui.shell.rail import RailItem
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.sign import Sign

ABSENT = re.compile(
    r"\b(?:missing|absent|empty|nobody|nothing|none|no|0|failed|done|good)\b|\bnot\b.*\byet\b|\bhas not\b",
    re.IGNORECASE,
)
"""What a claim about something that was read looks like."""
UNREAD = re.compile(
    r"^(?:[\w ]+: )?(?:(?:Not known|Not read yet|Information)[.:]? ?)*(?:not read yet\.?)?"
    r"|Nothing is known about it yet\.|The (?:mappings have|scoping filter has) not been read yet\.$",
    re.IGNORECASE,
)
OWN = re.compile(r"Not (?:calculated|checked|searched|tried|tested)\b")
"""What this program did not do yet, which it knows."""

CHOICES = {
    "choose-practice", "choose-real", "guard", "report-names", "scope-all", "scope-assigned",
    "troubleshoot-practice", "troubleshoot-real",
}  # fmt: skip
"""Boxes that show what the administrator wants, which this program knows, and nothing that Entra has."""


class SilentGraph:
    """Graph that answers nothing, ever."""

    service_time = None

    async def _wait(self, *_arguments: object, **_options: object) -> Any:
        await asyncio.Event().wait()

    async def items(self, *_arguments: object, **_options: object) -> AsyncIterator[Any]:
        await asyncio.Event().wait()
        yield None

    def __getattr__(self, name: str) -> Any:
        return self._wait


@pytest.fixture
def unread(qtbot: QtBot) -> Iterator[MainWindow]:
    """Signed in, an application is chosen, and Entra has not answered: the start on a new computer."""
    background = Background()
    made = MainWindow(Session(background))
    qtbot.addWidget(made)
    made.resize(1024, 720)
    made.show()
    assistant = staged_assistant({})
    store = assistant.context.store
    store.profile = store.profile.model_copy(
        update={"application_id": "11111111-0000-4000-8000-000000000000"}
    )
    assistant.context.session._graph = cast("Graph", SilentGraph())
    assistant.relabel()
    made.session.attach(assistant)
    yield made
    made.close()
    assert background.close()


def texts(root: QWidget) -> set[str]:
    found = [each.text() for each in visible(root, QLabel)]
    found += [
        each.accessibleName() for each in visible(root, QWidget) if not isinstance(each, QAbstractButton)
    ]
    return {text.replace("\u200b", "") for text in found}


def claims(shown: set[str]) -> set[str]:
    return {
        text
        for text in shown
        if ABSENT.search(text) and not UNREAD.fullmatch(text) and not OWN.search(text)
    }


@pytest.mark.parametrize("page", PAGES)
def test_no_page_claims_that_something_is_absent(unread: MainWindow, page: str, qtbot: QtBot) -> None:
    shown = texts(opened(unread, page))
    assistant = unread.session.assistant
    if assistant is not None and assistant.step(page).status.known:
        return  # read from this computer alone, so that it may say what is not there
    with staged_window(qtbot) as filled:  # explanations stand there as well, whatever was read
        assert claims(shown) - texts(opened(filled, page)) == set()


@pytest.mark.parametrize("page", PAGES)
def test_no_icon_says_good_or_bad(unread: MainWindow, page: str) -> None:
    signs = visible(opened(unread, page), Sign)
    assert {each._status for each in signs} <= {Tone.INFO, Tone.NEUTRAL}


def test_the_rail_says_of_no_step_that_it_is_done_or_failed(unread: MainWindow) -> None:
    opened(unread, "before")
    states = {each.step_id: each._state for each in unread.findChildren(RailItem)}
    assert len(states) >= len(STEPS)
    assert set(states.values()) <= {"unread", "working", "ready"}, states


@pytest.mark.parametrize("page", PAGES)
def test_no_box_says_on_or_off(unread: MainWindow, page: str) -> None:
    boxes = {
        each.objectName()
        for kind in (QCheckBox, QRadioButton)
        for each in visible(opened(unread, page), kind)
    }
    assert boxes <= CHOICES
