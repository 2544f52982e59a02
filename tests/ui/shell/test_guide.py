"""F1 opens the user guide at the page on screen."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.messages.pages import PAGES, page_name
from wizard.ui.shell import guide
from wizard.ui.shell.guide import GuideDialog, sections
from wizard.ui.shell.guide_text import picture
from wizard.ui.shell.window import MainWindow


def test_every_page_has_a_section() -> None:
    assert set(sections()) == {*PAGES, "practice"}


def test_no_section_of_the_guide_is_left_out() -> None:
    headings = re.findall("^## (.+)$", guide._FILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(sections()) == len(headings)


@pytest.mark.parametrize("page", ["key", "troubleshoot"])
def test_f1_shows_the_section_of_the_page(window: MainWindow, qtbot: QtBot, page: str) -> None:
    opened(window, page)
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(GuideDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.text.toPlainText().startswith(page_name(page))
    assert dialog.text.document().lineCount() > 1
    assert not dialog.isModal(), "one reads it while working"
    dialog.close()


def test_only_the_web_is_opened_from_the_guide(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda address: went.append(address.toString()))
    opened(window, "mappings")
    window._on_help()
    dialog = window.findChild(GuideDialog)
    assert dialog is not None
    dialog._on_link(QUrl("file:///etc/passwd"))
    dialog._on_link(QUrl("https://learn.microsoft.com/entra/"))
    assert went == ["https://learn.microsoft.com/entra/"]
    left = re.findall(r"(?<!!)\[[^\]]*\]\(([^)]*)\)", "".join(sections().values()))
    assert {each for each in left if not each.startswith("https://")} == {"does-not-connect.md"}
    dialog._on_link(QUrl("does-not-connect.md"))
    assert dialog.text.toPlainText().startswith("Playvox does not connect")
    dialog.close()


def test_pictures_are_as_wide_as_there_is_room_for(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, "connection")
    window._on_help()
    dialog = window.findChild(GuideDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    assert picture("connection.png").width() > dialog.text.viewport().width()
    for width in (860, 600, 900):
        dialog.resize(width, 620)
        QApplication.processEvents()
        assert dialog.text.horizontalScrollBar().maximum() == 0, width
        assert "** " not in dialog.text.toPlainText()
    assert dialog.text.loadResource(2, QUrl("https://contoso.com/picture.png")) is None
    assert dialog.text.loadResource(2, QUrl("../../etc/passwd")).isNull()
    dialog.close()


def test_a_missing_guide_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(guide, "_FILE", guide._FILE.with_name("missing.md"))
    assert sections() == {}


def test_a_failed_test_leads_to_what_to_do_about_its_cause(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "connection")
    page.help_wanted.emit("address_not_https")
    dialog = window.findChild(GuideDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.text.textCursor().selectedText() == "The address must begin with https://."
    place = dialog.text.cursorRect()
    assert dialog.text.viewport().rect().contains(place), "it is on the screen"
    dialog.close()


def test_every_cause_of_the_page_has_its_heading() -> None:
    symptoms = guide._SYMPTOMS.read_text(encoding="utf-8")
    causes = set(re.findall(r"^Code: `([a-z_0-9]+)`", symptoms, re.MULTILINE))
    assert len(causes) > 50
    assert [cause for cause in causes if not guide.heading_of(cause, symptoms)] == []
    assert guide.heading_of("no_such_cause", symptoms) == ""


def test_the_section_on_screen_opens_in_the_browser_too(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", went.append)
    opened(window, "turn_on")
    window._on_help()
    dialog = window.findChild(GuideDialog)
    assert dialog is not None
    dialog.browser_button.click()
    window._on_cause("key_rejected")
    dialog.browser_button.click()
    assert [each.isLocalFile() for each in went] == [True, True]
    text = (guide.RESOURCES.parent / "docs" / "guide.html").read_text(encoding="utf-8")
    assert went[0].fragment() == "turn-on"
    assert went[1].fragment() not in ("", "turn-on", "playvox-does-not-connect")
    assert all(f'id="{each.fragment()}"' in text for each in went)
    dialog.close()
