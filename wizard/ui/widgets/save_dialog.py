"""Asks where to save a file, or which one to open, without blocking the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from wizard.messages import _


def ask_where_to_save(
    parent: QWidget, name: str, title: str, kinds: str, suggested: str, chosen: Callable[[str], object]
) -> None:
    """Open the dialog named `name`; `chosen` is called with the file's path, and not at all when canceled.

    `kinds` are Qt's filters; a name typed without an extension gets that of `suggested`.
    """
    dialog = _dialog(parent, name, title, kinds, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.rpartition(".")[2])
    dialog.selectFile(suggested)
    dialog.open()


def ask_what_to_open(
    parent: QWidget, name: str, title: str, kinds: str, chosen: Callable[[str], object]
) -> None:
    """The same for a file that exists."""
    dialog = _dialog(parent, name, title, kinds, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()


def _dialog(
    parent: QWidget, name: str, title: str, kinds: str, chosen: Callable[[str], object]
) -> QFileDialog:
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # Qt's own catalogs have no Spanish or Portuguese for these two.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Files of type:"))
    dialog.fileSelected.connect(chosen)
    return dialog
