"""The window is closed while something is being saved: the next one finds out whether it was."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import opened_program
from wizard.app import Program
from wizard.practice_thread import PracticeThread
from wizard.setup import OperationState
from wizard.steps import Assistant, Services
from wizard.steps.base.practice_control import PracticeControl

pytestmark = pytest.mark.timeout(240)
PATIENCE = 90_000  # milliseconds


class Half:
    """A setup on a practice tenant of its own that lacks its connection."""

    def __init__(self, folder: Path) -> None:
        self.data, self.line_file = folder / "data", folder / "line"
        self.thread = PracticeThread(None)

    async def prepare(self) -> None:
        line = await self.thread.line()
        fields = line.model_dump(mode="json") | {"key": line.key.get_secret_value()}
        self.line_file.write_text(json.dumps(fields) + "\n", encoding="utf-8")
        assistant = Assistant(Services(self.data, self.thread.line))
        try:
            await assistant.before.choose_practice()
            await assistant.before.sign_in()
            await assistant.key.use_practice_key()
            await assistant.key.save()
            await assistant.application.find()
            await assistant.application.add("Playvox")
        finally:
            await assistant.close()


@pytest.fixture
def half(tmp_path: Path) -> Iterator[Half]:
    made = Half(tmp_path)
    asyncio.run(made.prepare())
    yield made
    made.thread.stop()


class _Window:
    """A window on the setup, signed in."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self._program, self._qtbot = program, qtbot
        assert program.session.assistant is not None
        self.assistant = program.session.assistant
        before = self.assistant.before
        self.wait(lambda: before.view.practice is not None and not before.running)
        self.do(before.sign_in())
        assert self.assistant.context.session.signed_in

    def wait(self, until: Any) -> None:
        self._qtbot.waitUntil(lambda: bool(until()), timeout=PATIENCE)

    def start(self, work: Coroutine[Any, Any, Any]) -> list[Any]:
        """Begin some work; the list has its result, or its error, when it has ended."""
        ended: list[Any] = []
        job = self._program.session.run(work)
        for signal in (job.done, job.failed):
            signal.connect(ended.append)
        return ended

    def do(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do some work to its end."""
        ended = self.start(work)
        self.wait(lambda: ended)

    @property
    def unknown(self) -> list[str]:
        """The changes whose outcome the journal does not know."""
        rows = self.assistant.context.store.journal.operations()
        return [row.kind for row in rows if row.state is OperationState.BEGUN]


def test_a_save_that_the_window_was_closed_in_is_known_afterwards(
    half: Half, qapp: QApplication, qtbot: QtBot
) -> None:
    flags = ("--practice", str(half.line_file))
    with opened_program(qapp, qtbot, half.data, flags) as program:
        window = _Window(program, qtbot)
        control = PracticeControl(
            window.assistant.context.session.network, window.assistant.before.view.practice.control
        )
        connection = window.assistant.connection
        window.do(connection.refresh())
        window.do(connection.set_address("acme"))
        window.do(control.switch("graph-slow", on=True))
        window.start(connection.save())
        window.wait(lambda: window.unknown)
        program.frame.close()
        assert program.close()
        assert window.unknown
    with opened_program(qapp, qtbot, half.data, flags) as program:
        window = _Window(program, qtbot)
        window.do(control.switch("graph-slow", on=False))
        window.do(window.assistant.refresh())
        window.wait(lambda: not window.unknown)
        connection = window.assistant.connection
        window.do(connection.set_address("acme"))
        window.do(connection.save())
        assert connection.problem is None
        assert window.unknown == []
        jobs = window.assistant.context.facts.job.value
        assert jobs is not None
        assert len(jobs) == 1
        assert window.assistant.context.facts.saved.value is not None
