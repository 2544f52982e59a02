"""What was typed and not used is there again: after a crash, in another window, after signing in again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.shell.conftest import Opened
from wizard.ui.shell.draft_file import FILE, may_be_secret, may_hold_secret
from wizard.ui.shell.kept_fields import BEFORE_SIGN_IN, IN_A_SETUP
from wizard.ui.shell.window import MainWindow


def write(window: MainWindow, page: str, name: str, text: str) -> QLineEdit:
    window.go_to(page)
    field = window.page(page).findChild(QLineEdit, name)
    assert field is not None
    field.clear()
    QTest.keyClicks(field, text)
    assert field.text() == text
    return field


def kept(folder: Path) -> dict[str, dict[str, Any]]:
    if not (folder / FILE).exists():
        return {}
    content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    assert content["version"] == 2
    return dict(content["setups"])


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


def test_another_setup_has_texts_of_its_own(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window, typed = opened()
    field = write(window, "relink", "relink-person", "zoe@contoso.example")
    assert window.session.assistant is not None
    store = window.session.assistant.context.store
    first = store.profile
    store.profile = first.model_copy(update={"id": "global-fabrikam"})
    with qtbot.waitSignal(typed.setup_left):  # the program makes its window again then
        window.session.changed.emit("before")
    QTest.keyClicks(field, " and more")
    page = type(window.page("relink"))(window.session)
    qtbot.addWidget(page)
    typed.watch(page)
    assert page.findChild(QLineEdit, "relink-person").text() == ""  # type: ignore[union-attr]
    store.profile = first
    window.session.changed.emit("before")
    again = type(page)(window.session)
    qtbot.addWidget(again)
    typed.watch(again)
    field = again.findChild(QLineEdit, "relink-person")  # type: ignore[assignment]
    assert field.text() == "zoe@contoso.example", "the first setup again, such as after signing in again"
    typed.save()
    assert kept(tmp_path) == {"global-contoso": {"relink-person": "zoe@contoso.example"}}


def test_a_page_says_what_it_has_again_and_discards_it(opened: Opened, tmp_path: Path) -> None:
    content = {"global-contoso": {"relink-person": "zoe@contoso.example", "report-names": True}}
    (tmp_path / FILE).write_text(json.dumps({"version": 2, "setups": content}), encoding="utf-8")
    window, typed = opened()
    for page, name in (("relink", "relink-person"), ("overview", "report-names")):
        window.go_to(page)
        assert "is here again" in window.page(page).restored.text
        assert (
            window.page(page).findChild(QWidget, name).accessibleName() in window.page(page).restored.text
        )  # type: ignore[union-attr]
        discard = window.page(page).findChild(QPushButton, f"{page}-discard-restored")
        assert discard is not None
        assert discard.isVisible()
        discard.click()
        assert window.page(page).restored.isHidden()
    assert window.page("relink").findChild(QLineEdit, "relink-person").text() == ""  # type: ignore[union-attr]
    assert not window.page("overview").findChild(QCheckBox, "report-names").isChecked()  # type: ignore[union-attr]
    typed.save()
    assert kept(tmp_path) == {}


def test_another_language_says_it_again_until_it_is_read(opened: Opened, tmp_path: Path) -> None:
    content = {"global-contoso": {"relink-person": "zoe@contoso.example"}}
    (tmp_path / FILE).write_text(json.dumps({"version": 2, "setups": content}), encoding="utf-8")
    window, typed = opened()
    window.go_to("relink")
    assert "is here again" in window.page("relink").restored.text
    QTest.keyClicks(window.page("relink").findChild(QLineEdit, "relink-person"), ", later")  # type: ignore[arg-type]
    made = [window.page("relink")]
    try:
        for reads, said in ((False, True), (True, True), (False, False)):
            page = type(window.page("relink"))(window.session)  # as in another language
            made.append(page)
            typed.watch(page)
            assert page.findChild(QLineEdit, "relink-person").text() == "zoe@contoso.example, later"
            assert ("is here again" in page.restored.text) is said
            if reads:
                button = page.restored.findChild(QPushButton, "relink-restored-dismiss")
                assert button is not None
                button.click()
    finally:
        for page in made[1:]:
            page.deleteLater()


def test_what_was_typed_in_this_window_is_no_news(opened: Opened) -> None:
    window, typed = opened()
    write(window, "relink", "relink-person", "zoe@contoso.example")
    page = type(window.page("relink"))(window.session)  # as in another language
    typed.watch(page)
    assert page.findChild(QLineEdit, "relink-person").text() == "zoe@contoso.example"  # type: ignore[union-attr]
    assert page.restored.isHidden()
    page.deleteLater()


def test_a_number_is_kept_until_the_focus_leaves_it(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window, typed = opened()
    window.go_to("connection")
    window.activateWindow()
    spin = window.page("connection").findChild(QSpinBox, "threshold")
    assert spin is not None
    spin.setValue(31)  # as the page draws it
    typed.save()
    assert kept(tmp_path) == {}
    spin.setFocus()
    qtbot.waitUntil(spin.hasFocus)
    spin.selectAll()
    QTest.keyClicks(spin, "77")
    typed.save()
    assert kept(tmp_path) == {"global-contoso": {"threshold": 77}}
    again, other = opened()
    assert again.session.assistant is not None
    step: Any = again.session.assistant.connection
    step.asked = []
    hidden = again.page("connection").findChild(QSpinBox, "threshold")
    assert not step.asked, "before the page is drawn, its number says nothing about the guard"
    again.go_to("connection")
    qtbot.waitUntil(lambda: ("set_threshold", 77) in step.asked)
    assert hidden is not None
    assert ("set_threshold", None) not in step.asked
    found = again.page("connection").findChild(QSpinBox, "threshold")
    assert found is not None
    assert "Accidental deletion threshold" in again.page("connection").restored.text
    other.save()
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_no_key_is_kept_wherever_it_was_pasted(opened: Opened, tmp_path: Path) -> None:
    window, typed = opened()
    secret = "cGxheXZveDphLXNlY3JldA=="
    for page, name in (("relink", "relink-person"), ("before", "tenant"), ("rotate", "rotate-key")):
        write(window, page, name, secret)
    typed.save()
    assert secret not in (tmp_path / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(json.dumps({"": {"tenant": secret}}), encoding="utf-8")  # version 1
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
    "content",
    [
        b"",
        b"[]",
        b'{"a": 1}',
        b"\xff",
        b"[" * 90_000,
        b'{"version": 3, "setups": {}}',
        b'{"version": 2, "setups": []}',
        b'{"version": 2, "setups": {"a": []}}',
    ],
)
def test_a_damaged_file_is_set_aside(content: bytes, opened: Opened, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    window, typed = opened()
    assert typed.file.aside is not None
    assert typed.file.aside.read_bytes() == content
    assert write(window, "before", "tenant", "contoso.example").text() == "contoso.example"
    typed.save()
    assert kept(tmp_path) == {"": {"tenant": "contoso.example"}}


def test_a_file_that_cannot_be_set_aside_stays(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    (tmp_path / FILE / "in it").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", _refused)
        window, typed = opened()
    assert (typed.file.aside, typed.file.unreadable) == (None, "Is a directory")
    write(window, "before", "tenant", "contoso.example")
    typed.save()
    assert (tmp_path / FILE / "in it").exists()


def _refused(*_names: object) -> None:
    raise OSError(1, "not allowed")


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        ({"target": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber"}, False),
        ({"now": {"source": {"expression": 'Switch([physicalDeliveryOfficeName], "a", "b")'}}}, False),
        ([["extensionAttribute15", "EQUALS", "Sales"]], False),
        ({"application": "14d82eec-204b-4c2f-b7e8-296a70dab67e"}, False),
        ({"edit": {"kind": "constant", "text": "cGxheXZveDphLXNlY3JldA=="}}, True),
        ([["department", "EQUALS", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln"]], True),
        ({"text": 'Append("sk-4fZ09aB7cD1eF2gH3", [mail])'}, True),
    ],
)
def test_what_may_hold_a_key(value: object, secret: bool) -> None:
    assert may_hold_secret(value) is secret


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
        "overview",
        "mappings",
        "monitor",
        "why",
        "logs",
    ]
    known = {each.objectName() for page in pages for each in window.page(page).findChildren(QWidget)}
    assert {*BEFORE_SIGN_IN, *IN_A_SETUP} <= known
