"""The page asks before the key goes to a host that is not Playvox's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.ui.shell.window import MainWindow

HOST = "acme.playvox.com.evil.example"


def drawn(window: MainWindow, step: str, host: str) -> Any:
    page: Any = opened(window, step)
    page.step.view = replace(page.step.view, host_to_confirm=HOST, unconfirmed_host=host)
    page.redraw()
    return page


@pytest.mark.parametrize("step", ["connection", "troubleshoot"])
def test_the_question_names_the_host_and_what_is_sent(window: MainWindow, step: str) -> None:
    page = drawn(window, step, HOST)
    assert not page.address.consent.isHidden()
    assert f"{HOST} is not a Playvox host" in page.address.consent.question.text
    assert "Playvox key" in page.address.consent.question.text
    assert page.address.consent.button.text() == f"Send the key to {HOST}"
    assert page.address.host_text.isHidden()  # it says that the key will be sent
    page = drawn(window, step, "")
    assert page.address.consent.isHidden()
    assert not page.address.host_text.isHidden()


def test_consent_reaches_the_step(window: MainWindow, qtbot: QtBot) -> None:
    page = drawn(window, "connection", HOST)
    agreed: list[str] = []

    async def confirm_host() -> None:
        agreed.append(HOST)

    page.step.confirm_host = confirm_host
    page.address.consent.button.click()
    qtbot.waitUntil(lambda: agreed == [HOST])


def test_nothing_is_saved_before_consent(window: MainWindow) -> None:
    page = drawn(window, "connection", HOST)
    page.address.line.setText(HOST)
    window.show()
    (commit,) = page.commits()
    assert HOST in commit.blocker()
