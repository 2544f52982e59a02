"""The window before any step is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from wizard.ui.session.background import Background
from wizard.ui.session.session import Session
from wizard.ui.shell.window import MainWindow


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
