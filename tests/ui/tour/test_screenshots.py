"""The pictures of a tour name the texts that stayed English."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.messages.language import use_language
from wizard.ui.tour.screenshots import Screenshots


def test_a_text_that_stayed_english_is_named(qtbot: QtBot, tmp_path: Path) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    column = QVBoxLayout(widget)
    for text in ("Connection", "Conexión", "ana@contoso.example"):
        column.addWidget(QLabel(text))
    widget.show()
    pictures = Screenshots(tmp_path)
    try:
        for language in ("en", "es"):
            use_language(language)
            pictures.take(widget, language)
    finally:
        use_language("en")
    assert pictures.finish() == []
    assert pictures.untranslated == {"02-es.png": ["Connection"]}
