"""Asks where to save a file, without blocking the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where_to_save(
    parent: QWidget, name: str, title: str, kinds: str, suggested: str, chosen: Callable[[str], object]
) -> None:
    """Open the dialog named `name`; `chosen` is called with the file's path, and not at all when canceled.

    `kinds` are Qt's filters; a name typed without an extension gets that of `suggested`.
    """
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setObjectName(name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.rpartition(".")[2])
    dialog.selectFile(suggested)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()
