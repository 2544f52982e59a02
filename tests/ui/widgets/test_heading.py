"""Headings are headings for screen readers, and follow their text."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.seen import PAGES, opened
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.heading import Heading, tell_headings
from wizard.ui.widgets.text import TextLabel


@pytest.fixture(autouse=True)
def told(qapp: QApplication) -> None:
    tell_headings()


def role_and_name(label: QLabel) -> tuple[QAccessible.Role, str]:
    interface = QAccessible.queryAccessibleInterface(label)
    assert interface is not None
    return interface.role(), interface.text(QAccessible.Text.Name)


def test_a_heading_keeps_its_role_and_changes_its_name(qtbot: QtBot) -> None:
    heading, plain = Heading("Connection"), TextLabel("Where Playvox is")
    qtbot.addWidget(heading)
    qtbot.addWidget(plain)
    assert role_and_name(heading) == (QAccessible.Role.Heading, "Connection")
    assert role_and_name(plain) == (QAccessible.Role.StaticText, "Where Playvox is")
    interface = QAccessible.queryAccessibleInterface(heading)
    level = interface.attributesInterface().attributeValue(QAccessible.Attribute.Level)
    assert level == 2
    gc.collect()
    heading.setText("Mappings")
    assert role_and_name(heading) == (QAccessible.Role.Heading, "Mappings")


def test_headings_come_and_go(qapp: QApplication) -> None:
    for number in range(50):
        heading = Heading(f"Heading {number}")
        assert role_and_name(heading)[1] == f"Heading {number}"
        heading.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def test_every_page_has_its_heading(window: MainWindow) -> None:
    for page in PAGES:
        shown = window.page(page)
        interface = QAccessible.queryAccessibleInterface(shown.heading)
        assert interface.attributesInterface().attributeValue(QAccessible.Attribute.Level) == 1
        assert role_and_name(shown.heading) == (QAccessible.Role.Heading, shown.title())
    opened(window, "connection")
    titles = [each for each in window.page("connection").findChildren(Heading) if each.isVisible()]
    assert len(titles) > 3
    assert {role_and_name(each)[0] for each in titles} == {QAccessible.Role.Heading}
