"""How a page is looked at: which rows are selected, which results are open, how far it is scrolled.

Nothing of it is worth keeping in a file, as filters, folds and orders of lists are (`kept_views`), but
another language makes the window again, and there it stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollArea, QScrollBar, QWidget

from wizard.ui.shell.guide import GuideDialog
from wizard.ui.shell.later import later
from wizard.ui.widgets.details_list import DetailsList
from wizard.ui.widgets.results_tree import ResultsTree
from wizard.ui.widgets.windowed_list import Looked, WindowedList

if TYPE_CHECKING:
    from wizard.ui.pages.base.page import Page
    from wizard.ui.shell.window import MainWindow


@dataclass(frozen=True, slots=True)
class PageLooks:
    """Each part by the name of its widget."""

    scrolled: int = 0
    current: dict[str, str] = field(default_factory=dict)
    checked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    windowed: dict[str, Looked] = field(default_factory=dict)
    results: dict[str, dict[str, bool]] = field(default_factory=dict)
    """Which results of a tree are open."""


def looks_of(page: QWidget, area: QScrollArea) -> PageLooks:
    """How this page is looked at now."""
    lists = {each.table.objectName(): each for each in page.findChildren(DetailsList)}
    windowed = {each.table.objectName(): each for each in page.findChildren(WindowedList)}
    return PageLooks(
        scrolled=area.verticalScrollBar().value(),
        current={name: each.current for name, each in lists.items() if each.current},
        checked={name: each.checked for name, each in lists.items() if each.checked},
        windowed={name: each.looked_at for name, each in windowed.items()},
        results={
            tree.objectName(): {row.id: tree.is_open(row.id) for row in tree.results}
            for tree in page.findChildren(ResultsTree)
        },
    )


def look_again(page: QWidget, area: QScrollArea, looks: PageLooks) -> None:
    """Look at a page that was made again as at the one before it; called when it has been drawn."""
    for each in page.findChildren(DetailsList):
        _select(each, looks)
    for windowed in page.findChildren(WindowedList):
        looked = looks.windowed.get(windowed.table.objectName())
        if looked is not None:
            windowed.look_again(looked)
    for tree in page.findChildren(ResultsTree):
        for result, opened in looks.results.get(tree.objectName(), {}).items():
            tree.open_one(result, opened=opened)
    if looks.scrolled:
        later(page, partial(scroll_to, area.verticalScrollBar(), looks.scrolled))


def _select(each: DetailsList, looks: PageLooks) -> None:
    name = each.table.objectName()
    if name in looks.checked and looks.checked[name] != each.checked:
        each.check(looks.checked[name])
        each.checked_changed.emit()
    if name in looks.current and each.current != looks.current[name]:
        each.select(looks.current[name])
        each.selected.emit(looks.current[name])


def scroll_to(bar: QScrollBar, value: int) -> None:
    """Scroll there, at once or when what is drawn has become long enough; not after somebody scrolled."""
    bar.setValue(value)
    if bar.value() < value:
        _Growing(bar, value)


class _Growing(QObject):
    """Waits until there is enough to scroll."""

    def __init__(self, bar: QScrollBar, value: int) -> None:
        super().__init__(bar)
        self._bar, self._value = bar, value
        bar.rangeChanged.connect(self._on_range)
        bar.actionTriggered.connect(self._end)

    def _on_range(self) -> None:
        self._bar.setValue(self._value)
        if self._bar.value() >= self._value:
            self._end()

    def _end(self) -> None:
        self.deleteLater()


class WindowLooks:
    """How all pages of a window are looked at, for the window that comes after it."""

    def __init__(self, window: MainWindow) -> None:
        self._pages = {
            step_id: looks_of(page, window.scroll_area(step_id))
            for step_id, page in window.made_pages.items()
        }
        panel, guide = window.practice_panel, window.findChild(GuideDialog)
        self._faults = panel.filter_line.text() if panel is not None and panel.isVisible() else None
        self._guide = guide.list.currentRow() if guide is not None and guide.isVisible() else -1
        self._asked = window.header.person_box.text()

    def take_over(self, window: MainWindow) -> None:
        """Show this window in the same way: each page when it is there, panel and guide at once."""
        window.page_made.connect(partial(self._soon, window))
        window.header.person_box.setText(self._asked)
        if self._faults is not None:
            window.header.practice_button.setChecked(True)
            if window.practice_panel is not None:
                window.practice_panel.filter_line.setText(self._faults)
        if self._guide >= 0:
            window.show_guide(self._guide)

    def _soon(self, window: MainWindow, page: Page[Any]) -> None:
        step_id = next((each for each, made in window.made_pages.items() if made is page), "")
        looks = self._pages.pop(step_id, None)
        if looks is not None:  # the page is drawn right after it was made
            later(page, partial(look_again, page, window.scroll_area(step_id), looks))
