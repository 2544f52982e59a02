"""Invalid input, typed or pasted, shows a message beside its field and keeps what was there."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.seen import PAGES, opened, visible
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.secret_field import SecretLine

TEN_MB = "x" * 10_000_000
RIGHT_TO_LEFT = "مرحبا \u202eevil\u202c 👩‍💻 𝕏"


def fields(window: MainWindow, step: str) -> list[tuple[Field, TextField]]:
    """Every line edit of this page, with the field that shows its messages."""
    page = opened(window, step)
    found = []
    for field in visible(page, Field):
        lines = [line for line in field.findChildren(TextField) if not line.isReadOnly()]
        found += [(field, line) for line in lines if line.isVisibleTo(page)]
    return found


def paste(line: TextField, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    line.setFocus()
    line.paste_clipboard()


def test_the_tested_fields_exist(window: MainWindow) -> None:
    names = {line.objectName() for step in PAGES for _field, line in fields(window, step)}
    assert {"tenant-url", "notification-email", "key", "people-search"} <= names


@pytest.mark.parametrize("step", PAGES)
def test_ten_megabytes_are_refused_as_a_whole(
    window: MainWindow,
    step: str,
) -> None:
    for field, line in fields(window, step):
        line.setText("what was here")
        paste(line, TEN_MB)
        assert line.text() == "what was here", line.objectName()
        assert "10,000,000" in field.message, line.objectName()


@pytest.mark.parametrize("step", PAGES)
def test_control_characters_are_named(window: MainWindow, step: str) -> None:
    for field, line in fields(window, step):
        if isinstance(line, SecretLine):
            continue  # a key is cleaned up instead, with a note
        line.setText("")
        paste(line, "acme\x00\x1b[31m")
        assert line.text().startswith("acme"), line.objectName()
        assert field.message, line.objectName()


@pytest.mark.parametrize("step", PAGES)
def test_any_script_stays_as_it_was_typed(
    window: MainWindow,
    step: str,
) -> None:
    for _field, line in fields(window, step):
        line.setText("")
        paste(line, RIGHT_TO_LEFT)
        QTest.keyClicks(line, "z")
        assert line.text() == RIGHT_TO_LEFT + "z", line.objectName()
