"""Saves pictures of the window, outside the GUI thread."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from wizard.messages import translate
from wizard.messages.language import is_pseudo
from wizard.ui.tour.legibility import PaintedText, faint_texts, painted_texts


class Screenshots:
    """One PNG per picture, numbered in order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._savers: list[threading.Thread] = []
        self._texts: dict[str, list[PaintedText]] = {}
        self.pictures: list[str] = []
        self.faint: dict[str, list[str]] = {}
        """The texts below 4.5:1 of each picture that has any; complete after `finish`."""
        self.untranslated: dict[str, list[str]] = {}
        """The texts of each picture that stayed English, although the language has words for them."""
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, widget: QWidget, name: str) -> None:
        """Take a picture; encoding it as PNG happens on another thread, measuring its texts in `finish`."""
        file = f"{len(self.pictures) + 1:02d}-{name}.png"
        # Widgets just hidden or shown have their new place only after this.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        image = widget.grab().toImage()
        texts = painted_texts(widget)
        english = sorted({each.text for each in texts if translate(each.text) != each.text})
        if english and not is_pseudo():  # which has words for every text
            self.untranslated[file] = english
        self._texts[file] = texts
        saver = threading.Thread(target=image.save, args=(str(self._folder / file),), name="picture")
        saver.start()
        self._savers.append(saver)
        self.pictures.append(file)

    @property
    def texts(self) -> dict[str, list[str]]:
        """The texts that are seen in each picture."""
        return {file: sorted({each.text for each in texts}) for file, texts in self._texts.items()}

    def finish(self) -> list[str]:
        """Wait until all pictures are on disk; returns those that are missing."""
        for saver in self._savers:
            saver.join()
        for file, texts in self._texts.items():
            if faint := faint_texts(QImage(str(self._folder / file)), texts):
                self.faint[file] = faint
        return [file for file in self.pictures if not (self._folder / file).is_file()]
