"""A program that opens a window with nothing in it: what the frozen assistant is compared with.

It imports what any such program needs, so that PyInstaller packs it. With --qt-alone it imports nothing but
Qt before its window is there.
"""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

if "--qt-alone" not in sys.argv:
    import httpx  # noqa: F401
    import keyring  # noqa: F401
    import msal  # noqa: F401
    import pydantic  # noqa: F401

app = QApplication([])
window = QMainWindow()
window.resize(1280, 820)
window.show()
sys.exit(app.exec())
