"""Scroll areas as screen readers see them, without a crash of Qt's own reading.

Qt numbers the parts of a scroll area, its scroll bars among them while they are shown. When a reader asks
for the part after the last one, because a scroll bar was hidden meanwhile, Qt 6.11 reads beyond the end of
its list, which ends the program.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QScrollArea


@cache  # Qt keeps every factory it is given
def read_scroll_areas_safely() -> None:
    """Let Qt's reading of an ordinary widget, which checks the number, describe scroll areas too."""
    QAccessible.installFactory(_scroll_area)


def _scroll_area(kind: str, scroll: QObject) -> QAccessibleInterface | None:
    if kind == "QScrollArea" and isinstance(scroll, QScrollArea):
        return QAccessibleWidget(scroll, QAccessible.Role.Client)
    return None
