"""What was typed and not used is there again: after a crash, in another window, after signing in again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.stage import staged_window
from wizard.ui.shell.typed_text import BEFORE_SIGN_IN, FILE, IN_A_SETUP, TypedText, may_be_secret
from wizard.ui.shell.window import MainWindow

Opened = Callable[[], tuple[MainWindow, TypedText]]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    """Opens a window with the texts of this folder; the earlier one ends as in a crash."""
    managers: list[Any] = []

    def make() -> tuple[MainWindow, TypedText]:
        manager = staged_window(qtbot)
        managers.append(manager)
        window = manager.__enter__()
        profile = window.session.assistant.context.store.profile  # type: ignore[union-attr]
        window.session.assistant.context.store.profile = profile.model_copy(  # type: ignore[union-attr]
            update={"id": "global-contoso", "practice": False}
        )
        typed = TypedText(window.session, tmp_path, window)
        window.page_made.connect(typed.watch)
        window.page_used.connect(typed.used)
        window.session.changed.emit("before")
        return window, typed

    yield make
    for manager in managers:
        manager.__exit__(None, None, None)


def write(window: MainWindow, page: str, name: str, text: str) -> QLineEdit:
    window.go_to(page)
    field = window.page(page).findChild(QLineEdit, name)
    assert field is not None
    field.clear()
    QTest.keyClicks(field, text)
    assert field.text() == text
    return field


def kept(folder: Path) -> dict[str, dict[str, str]]:
    return dict(json.loads((folder / FILE).read_text(encoding="utf-8"))) if (folder / FILE).exists() else {}


def test_a_crash_loses_nothing(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window, _typed = opened()
    write(window, "relink", "relink-person", "zoe@contoso.example")
    write(window, "before", "client-id", "14d82eec-204b-4c2f-b7e8-296a70dab67e")
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 2)  # written soon, not when the window closes
    again, typed = opened()
    again.page("before")
    page = again.page("relink")
    assert page.findChild(QLineEdit, "relink-person").text() == "zoe@contoso.example"  # type: ignore[union-attr]
    client = again.page("before").findChild(QLineEdit, "client-id")
    assert client is not None
    assert client.text() == "14d82eec-204b-4c2f-b7e8-296a70dab67e"
    again.page_used.emit(page)  # a commit of the page was made
    typed.save()
    assert list(kept(tmp_path)) == [""]


def test_another_setup_has_texts_of_its_own(opened: Opened, tmp_path: Path) -> None:
    window, typed = opened()
    field = write(window, "relink", "relink-person", "zoe@contoso.example")
    assert window.session.assistant is not None
    store = window.session.assistant.context.store
    first = store.profile
    field.blockSignals(True)
    field.clear()  # as the page of another setup begins
    field.blockSignals(False)
    store.profile = first.model_copy(update={"id": "global-fabrikam"})
    window.session.changed.emit("before")
    assert field.text() == ""
    store.profile = first
    window.session.changed.emit("before")
    assert field.text() == "zoe@contoso.example", "the first setup again, such as after signing in again"
    typed.save()
    assert kept(tmp_path) == {"global-contoso": {"relink-person": "zoe@contoso.example"}}


def test_no_key_is_kept_wherever_it_was_pasted(opened: Opened, tmp_path: Path) -> None:
    window, typed = opened()
    secret = "cGxheXZveDphLXNlY3JldA=="
    for page, name in (("relink", "relink-person"), ("before", "tenant"), ("rotate", "rotate-key")):
        write(window, page, name, secret)
    typed.save()
    assert secret not in (tmp_path / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(json.dumps({"": {"tenant": secret}}), encoding="utf-8")
    again, _typed = opened()
    tenant = again.page("before").findChild(QLineEdit, "tenant")
    assert tenant is not None
    assert tenant.text() == ""


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("acme", False),
        ("https://acme.playvox.com/scim/v1/a-very-long-path-behind-it", False),
        ("14d82eec-204b-4c2f-b7e8-296a70dab67e", False),
        ("maximilian.mustermann-schmidt@contoso.onmicrosoft.com", False),
        ("Ana Żółć-Müller", False),
        ("cGxheXZveDphLXNlY3JldA==", True),
        ("Bearer " + "eyJhbGciOi.J9" * 6, True),
    ],
)
def test_what_may_be_a_key(text: str, secret: bool) -> None:
    assert may_be_secret(text) is secret


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"a": 1}', b'{"a": {"tenant": 5}}', b"\xff", b"[" * 90_000]
)
def test_a_file_that_cannot_be_used_is_ignored(content: bytes, opened: Opened, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    window, _typed = opened()
    assert write(window, "before", "tenant", "contoso.example").text() == "contoso.example"


def test_every_kept_field_exists(opened: Opened) -> None:
    window, _typed = opened()
    pages = [
        "before",
        "troubleshoot",
        "application",
        "people",
        "connection",
        "on_demand",
        "relink",
        "rotate",
    ]
    known = {each.objectName() for page in pages for each in window.page(page).findChildren(QWidget)}
    assert {*BEFORE_SIGN_IN, *IN_A_SETUP} <= known
