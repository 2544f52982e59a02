"""Every page opens the Entra admin center: at the application where one is chosen."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.seen import PAGES, opened
from wizard.entra.applications import Application
from wizard.entra.cloud import Cloud
from wizard.ui.shell.window import MainWindow


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_opens_the_admin_center(
    window: MainWindow, qtbot: QtBot, page_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _url: True)
    page: Any = opened(window, page_name)
    context = page.assistant.context
    assert page.admin_center_button.isVisibleTo(page)
    with qtbot.waitSignal(page.link_opened) as start:
        page.admin_center_button.click()
    assert start.args == ["https://entra.microsoft.com"]
    context.facts.application.set(Application(id="sp-1", app_id="app-1"))
    with qtbot.waitSignal(page.link_opened) as chosen:
        page.admin_center_button.click()
    assert chosen.args == [context.session.cloud.portal_application("sp-1", "app-1")]
    context.session.cloud = Cloud.practice("http://127.0.0.1:1", "http://127.0.0.1:2/tenant")
    page.redraw()
    assert not page.admin_center_button.isVisibleTo(page)
