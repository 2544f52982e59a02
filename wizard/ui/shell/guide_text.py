"""The text of the user guide, with pictures as wide as there is room for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from wizard.paths import RESOURCES
from wizard.ui.appearance.theme import GAP

# The source has pictures and page of the guide in docs/; the frozen program has them among its resources.
_FOLDERS = (RESOURCES, RESOURCES.parent / "docs")
_NARROWEST = 200  # pixels


class GuideText(QTextBrowser):
    """Shows the program's own pictures and loads nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._fitted = 0
        self._shown = ""

    def show_markdown(self, text: str) -> None:
        """Show this text from its beginning."""
        self._shown, self._fitted = text, self._room()
        self.setMarkdown(text)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        address = QUrl(name)
        if kind != QTextDocument.ResourceType.ImageResource.value or address.scheme() not in ("", "file"):
            return None
        whole = picture(address.fileName())
        width = min(whole.width(), self._room())
        sharp = self.devicePixelRatioF()
        shown = whole.scaledToWidth(round(width * sharp), Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(sharp)
        return shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._room() != self._fitted and "![" in self._shown:
            place = self.verticalScrollBar().value()
            self.show_markdown(self._shown)
            self.verticalScrollBar().setValue(place)

    def _room(self) -> int:
        return max(_NARROWEST, self.viewport().width() - GAP * 3)


def picture(name: str) -> QImage:
    """A picture of the guide; an empty one where it is missing."""
    file = guide_file(f"pictures/{name}")
    return QImage(str(file)) if file is not None else QImage()


def guide_file(name: str) -> Path | None:
    """Where a file of the guide is; None where it is missing."""
    return next((file for folder in _FOLDERS if (file := folder / name).is_file()), None)
