"""Qt's own texts, such as the buttons of its dialogs, in the language of the program."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from wizard.messages import current_language, use_language
from wizard.messages.language import is_pseudo, is_right_to_left

_installed: list[QTranslator] = []


def speak(app: QApplication, language: str) -> None:
    """Use a language for everything: texts, Qt's dialogs, numbers in fields, the direction of writing."""
    use_language(language)
    while _installed:
        app.removeTranslator(_installed.pop())
    if app.isRightToLeft() != is_right_to_left():
        from PySide6.QtCore import Qt  # not before the frame: its hundred enumerations delay it

        left, right = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        app.setLayoutDirection(right if is_right_to_left() else left)
    chosen = QLocale("en" if is_pseudo() else current_language())
    QLocale.setDefault(chosen)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(chosen, "qtbase", "_", folder):
        app.installTranslator(translator)
        _installed.append(translator)
