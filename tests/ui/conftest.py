"""The real window around staged steps, in each setting the program is used in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.stage import staged_window
from wizard.messages import current_language
from wizard.messages.language import PSEUDO, PSEUDO_RTL
from wizard.ui.session.languages import speak
from wizard.ui.shell.window import MainWindow


@pytest.fixture
def setting(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Default, 200 % text size, a language 40 % longer, both, or one written from right to left."""
    name = getattr(request, "param", "usual")
    language, font = current_language(), qapp.font()
    if name != "usual":
        speak(
            qapp,
            {"long language": PSEUDO, "long and large": PSEUDO, "mirrored": PSEUDO_RTL}.get(name, language),
        )
    if "large" in name:
        large = QFont(font)
        large.setPointSizeF(font.pointSizeF() * 2)
        qapp.setFont(large)
    yield name
    if name != "usual":
        qapp.setFont(font)
        speak(qapp, language)


@pytest.fixture
def window(qtbot: QtBot, setting: str) -> Iterator[MainWindow]:
    """The real window around staged steps, at the smallest supported size."""
    with staged_window(qtbot) as made:
        yield made
