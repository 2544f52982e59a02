"""A program that opens a window with nothing in it: what the frozen assistant is compared with."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

app = QApplication([])
window = QMainWindow()
window.resize(1280, 820)
window.show()
sys.exit(app.exec())
