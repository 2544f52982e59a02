"""F6 moves the keyboard focus between the window's regions, as in other Windows programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

Region = Callable[[], QWidget]


class Regions(QObject):
    """The regions in their order; Shift+F6 goes the other way. An empty region is passed over."""

    def __init__(self, window: QWidget, regions: Sequence[Region]) -> None:
        super().__init__(window)
        self._regions = tuple(regions)
        for keys, offset in (("F6", 1), ("Shift+F6", -1)):
            QShortcut(QKeySequence(keys), window, lambda by=offset: self.move(by))

    def move(self, offset: int) -> None:
        """Focus the first control of the region after (1) or before (-1) the present one."""
        focused = QApplication.focusWidget()
        here = next(
            (
                number
                for number, region in enumerate(self._regions)
                if focused is not None and (region() is focused or region().isAncestorOf(focused))
            ),
            -1 if offset > 0 else 0,
        )
        for distance in range(1, len(self._regions) + 1):
            if focus_first(self._regions[(here + offset * distance) % len(self._regions)]()):
                return


def focus_first(region: QWidget) -> bool:
    """Focus what Tab would reach first in a region; False where it has nothing to focus."""
    if _takes_focus(region):
        region.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True
    each = region.nextInFocusChain()
    while each is not None and each is not region:
        if region.isAncestorOf(each) and _takes_focus(each):
            each.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        each = each.nextInFocusChain()
    return False


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    chosen = not isinstance(widget, QAbstractButton) or not widget.autoExclusive() or widget.isChecked()
    alone = isinstance(widget, QAbstractButton) and widget.autoExclusive() and widget.group() is None
    return by_tab and widget.isEnabled() and widget.isVisible() and (chosen or alone)
