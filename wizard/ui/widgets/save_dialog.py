"""Asks where a file is to be saved, without holding up the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where_to_save(
    parent: QWidget, name: str, title: str, kinds: str, suggested: str, chosen: Callable[[str], object]
) -> None:
    """Open the dialog called `name`; `chosen` gets the file's path, and nothing when it is cancelled.

    `kinds` are Qt's filters; a name typed without an ending gets that of `suggested`.
    """
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setObjectName(name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.rpartition(".")[2])
    dialog.selectFile(suggested)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()
