"""Every page of Microsoft's that the tutorial links is one click away on the page where it belongs."""

from __future__ import annotations

import re

import pytest
from pytestqt.qtbot import QtBot

from tests.cli.programs import ROOT
from tests.ui.seen import cut_off, opened, visible
from wizard.ui.pages.base.learn import ADDRESSES, LEARN, TITLES
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.button import Button


@pytest.mark.parametrize("page", LEARN)
def test_each_link_is_one_click(window: MainWindow, page: str, qtbot: QtBot) -> None:
    shown = opened(window, page)
    buttons = [each for each in visible(shown, Button) if "-learn-" in each.objectName()]
    assert len(buttons) == len(LEARN[page])
    assert cut_off(shown) == []
    for button, name in zip(buttons, LEARN[page], strict=True):
        with qtbot.waitSignal(shown.link_opened) as link:  # type: ignore[attr-defined]
            button.click()
        assert link.args == [ADDRESSES[name]]


def test_the_guide_links_the_same_pages() -> None:
    assert set(TITLES) == set(ADDRESSES) == {name for names in LEARN.values() for name in names}
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\((https://learn\.microsoft\.com/[^)]+)\)", guide))
    assert {ADDRESSES[name] for names in LEARN.values() for name in names} <= linked
