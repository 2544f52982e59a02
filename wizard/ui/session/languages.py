"""Qt's own texts, such as the buttons of its dialogs, in the language of the program."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from wizard.messages import current_language, use_language

_installed: list[QTranslator] = []


def speak(app: QApplication, language: str) -> None:
    """Use a language for everything: this program's texts, Qt's dialogs, and numbers in fields."""
    use_language(language)
    while _installed:
        app.removeTranslator(_installed.pop())
    chosen = QLocale(current_language()) if current_language() != "x-pseudo" else QLocale("en")
    QLocale.setDefault(chosen)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(chosen, "qtbase", "_", folder):
        app.installTranslator(translator)
        _installed.append(translator)
