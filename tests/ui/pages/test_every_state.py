"""What holds on every page in every state that its step can be in."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from tests.ui.pages.test_one_primary import primary
from tests.ui.seen import PAGES, opened
from tests.ui.variants import variants
from wizard.steps import StepState
from wizard.ui.shell.window import MainWindow


@pytest.mark.parametrize("page_name", PAGES)
def test_one_primary_button_and_no_hole_in_every_state(window: MainWindow, page_name: str) -> None:
    page: Any = opened(window, page_name)
    step, usual = page.step, page.step.view
    wrong = []
    states = [("", usual), *variants(usual)]
    assert len(states) > 1, page_name
    for name, view in states:
        step.view = view
        wrong += [f"{name}: {each}" for each in _wrong(window, page)]
    step.view = usual
    for state in StepState:
        step.state = state
        wrong += [f"{state}: {each}" for each in _wrong(window, page)]
    assert sorted(set(wrong)) == []


def _wrong(window: MainWindow, page: Any) -> list[str]:
    page.redraw()
    found = primary(window)
    return ([f"primary: {found}"] if len(found) > 1 else []) + holes(page)


def holes(page: QWidget) -> list[str]:
    """Parts of a column that show nothing and still take their distance from the next one."""
    found = []
    for part in page.findChildren(QWidget):
        column = part.parentWidget().layout() if part.parentWidget() is not None else None
        if not isinstance(column, QBoxLayout) or column.indexOf(part) < 0 or not part.isVisibleTo(page):
            continue
        inner = [each for each in part.children() if isinstance(each, QWidget)]
        if isinstance(part, QLabel):
            empty = not part.text().strip() and part.pixmap().isNull()
        else:
            empty = type(part) is QWidget and bool(inner) and all(each.isHidden() for each in inner)
        if empty:
            names = [each.objectName() for each in (part, *inner, part.parentWidget())]
            found.append(f"hole: {names}")
    return found


def test_a_hole_is_noticed(window: MainWindow) -> None:
    page = opened(window, "key")
    page.step.view = page.step.view  # type: ignore[attr-defined]
    row = page.findChild(QWidget, "use-practice-key").parentWidget()  # type: ignore[union-attr]
    assert holes(page) == []
    for each in row.children():
        if isinstance(each, QWidget):
            each.hide()
    assert len(holes(page)) == 1
