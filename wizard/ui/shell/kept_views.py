"""How a page is looked at: what is unfolded and how lists are sorted. Put back without a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from wizard.ui.pages.base.page import Page
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.windowed_list import WindowedList

_FOLD, _SORT = "fold:", "sort:"  # begin names in the file, so they never change
_FIRST = "before"  # the page that is there without a setup
Part = Fold | WindowedList


class KeptViews(QObject):
    """Follows the folds and sorted lists of pages."""

    def __init__(
        self,
        keep: Callable[[str, str, object], None],
        kept: Callable[[str | None, str], Any],
        setup: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        """`keep` and `kept` write and read one value of a setup; `setup` is the one now, or empty."""
        super().__init__(parent)
        self._keep, self._kept, self._setup = keep, kept, setup
        self._parts: dict[Part, str] = {}  # with the id of their page

    def watch(self, page: Page[Any]) -> None:
        """Keep what is chosen on this page, and put back what was."""
        for fold in page.findChildren(Fold):
            fold.chosen.connect(self._on_chosen)
            self._follow(fold, page)
        for rows in page.findChildren(WindowedList):
            rows.sorted.connect(self._on_chosen)
            self._follow(rows, page)

    def restore(self) -> None:
        """Put back what was chosen for the setup now."""
        self._parts = {part: page for part, page in self._parts.items() if isValid(part)}
        for part in self._parts:
            self._restore(part)

    def leave(self) -> None:
        """Follow nothing of the window so far any more."""
        self._parts = {}

    def _follow(self, part: Part, page: Page[Any]) -> None:
        self._parts[part] = page.step_id
        self._restore(part)

    def _key_of(self, part: Part) -> str | None:
        return "" if self._parts[part] == _FIRST else self._setup() or None

    def _on_chosen(self) -> None:
        part = self.sender()
        if not isinstance(part, Fold | WindowedList) or part not in self._parts:
            return
        key = self._key_of(part)
        if key is not None:
            value = part.opened if isinstance(part, Fold) else list(part.order)
            self._keep(key, _name(part), value)

    def _restore(self, part: Part) -> None:
        value = self._kept(self._key_of(part), _name(part))
        if isinstance(part, Fold) and isinstance(value, bool):
            part.choose(opened=value)
        elif isinstance(part, WindowedList) and isinstance(value, list) and len(value) == 2:
            part.choose_order(str(value[0]), descending=bool(value[1]))


def _name(part: Part) -> str:
    return _FOLD + part.button.objectName() if isinstance(part, Fold) else _SORT + part.table.objectName()
