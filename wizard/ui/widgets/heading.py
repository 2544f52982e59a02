"""Headings: labels that screen readers list and jump between.

Qt has no property for that. The role comes from an accessible interface of our own, which Qt asks for
through a factory; everything else of it is Qt's own for any label.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from wizard.ui.widgets.text import TextLabel

_installed = False


class Heading(TextLabel):
    """A heading of a page or a card."""

    def setText(self, text: str) -> None:
        """Show a text, and tell it to screen readers."""
        super().setText(text)
        self.setAccessibleName(text)


def tell_headings() -> None:
    """Give headings their role, once for the program. Without a screen reader, Qt never asks for it."""
    global _installed
    if not _installed:
        _installed = True
        QAccessible.installFactory(_interface_of)


def _interface_of(_kind: str, shown: QObject) -> QAccessibleInterface | None:
    return QAccessibleWidget(shown, QAccessible.Role.Heading) if isinstance(shown, Heading) else None


def page_title(text: str = "") -> Heading:
    """The heading of a page."""
    return Heading(text, scale=1.75, bold=True)


def section_title(text: str = "") -> Heading:
    """The heading of a card."""
    return Heading(text, scale=1.15, bold=True)
