"""The real window around staged steps, in each setting the program is used in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.stage import staged_window
from wizard.messages import current_language, use_language
from wizard.ui.shell.window import MainWindow


@pytest.fixture
def setting(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The setting: default, 200 % text size, or a language 40 % longer."""
    name = getattr(request, "param", "usual")
    language, font = current_language(), qapp.font()
    if name == "long language":
        use_language("x-pseudo")
    if name == "large text":
        large = QFont(font)
        large.setPointSizeF(font.pointSizeF() * 2)
        qapp.setFont(large)
    yield name
    qapp.setFont(font)
    use_language(language)


@pytest.fixture
def window(qtbot: QtBot, setting: str) -> Iterator[MainWindow]:
    """The real window around staged steps, at the smallest supported size."""
    with staged_window(qtbot) as made:
        yield made
