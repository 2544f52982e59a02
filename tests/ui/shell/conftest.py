"""Windows before any step is there, and one after the other as after a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.stage import staged_window
from wizard.ui.session.background import Background
from wizard.ui.session.session import Session
from wizard.ui.shell.drafts import Drafts
from wizard.ui.shell.window import MainWindow

Opened = Callable[[], tuple[MainWindow, Drafts]]


@pytest.fixture
def unloaded(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window before any step is there, without a page."""
    background = Background()
    made = MainWindow(Session(background))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    background.close()


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    """Opens a window with the texts of this folder; the earlier one ends as in a crash."""
    managers: list[Any] = []

    def make() -> tuple[MainWindow, Drafts]:
        manager = staged_window(qtbot)
        managers.append(manager)
        window = manager.__enter__()
        profile = window.session.assistant.context.store.profile  # type: ignore[union-attr]
        window.session.assistant.context.store.profile = profile.model_copy(  # type: ignore[union-attr]
            update={"id": "global-contoso", "practice": False}
        )
        typed = Drafts(window.session, tmp_path, window)
        window.page_made.connect(typed.watch)
        window.page_used.connect(typed.used)
        window.session.changed.emit("before")
        return window, typed

    yield make
    for manager in managers:
        manager.__exit__(None, None, None)
