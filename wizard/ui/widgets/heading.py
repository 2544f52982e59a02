"""Headings: labels that screen readers list and jump between, with their level.

Qt has no property for that. Role and level come from an accessible interface of our own, which Qt asks for
through a factory; everything else of it is Qt's own for any label.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAttributesInterface, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import VoidPtr

from wizard.ui.widgets.text import TextLabel

_installed = False


PAGE, CARD = 1, 2
"""Levels of headings."""


class Heading(TextLabel):
    """A heading of a page or a card."""

    level = CARD
    interface: QAccessibleInterface | None = None
    """Kept as long as the heading: Qt calls it, and owns it."""

    def setText(self, text: str) -> None:
        """Show a text, and tell it to screen readers."""
        super().setText(text)
        self.setAccessibleName(text)


class PageTitle(Heading):
    """The one heading above all others of a page or a dialog."""

    level = PAGE


class _Level(QAccessibleAttributesInterface):
    """The one attribute of a heading."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        return [QAccessible.Attribute.Level]

    def attributeValue(self, key: QAccessible.Attribute) -> object:
        return self._level if key is QAccessible.Attribute.Level else None


_LEVELS = {level: _Level(level) for level in (PAGE, CARD)}  # never deleted: Qt keeps no account of them


_NOTHING = VoidPtr(0)


class _Interface(QAccessibleWidget):
    """A label with the role and the level of a heading."""

    def __init__(self, shown: QWidget, level: int) -> None:
        super().__init__(shown, QAccessible.Role.Heading)
        self._level = level

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        """The attributes; a heading has no actions. PySide makes a pointer of None, too."""
        return _LEVELS[self._level] if kind is QAccessible.InterfaceType.AttributesInterface else _NOTHING


def tell_headings() -> None:
    """Give headings their role, once for the program. Without a screen reader, Qt never asks for it."""
    global _installed
    if not _installed:
        _installed = True
        QAccessible.installFactory(_interface_of)


def _interface_of(_kind: str, shown: QObject) -> QAccessibleInterface | None:
    if not isinstance(shown, Heading):
        return None
    shown.interface = _Interface(shown, shown.level)
    return shown.interface


def page_title(text: str = "") -> Heading:
    """The heading of a page."""
    return PageTitle(text, scale=1.75, bold=True)


def section_title(text: str = "") -> Heading:
    """The heading of a card."""
    return Heading(text, scale=1.15, bold=True)
