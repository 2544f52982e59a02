"""The window's frame: visible at once, while its content is still being loaded.

Creating the content takes about as long as Python and Qt need to show an empty window. So the frame comes
first, in the right colors and with its title, and the content follows right after the first paint.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.paths import RESOURCES

_SMALLEST = QSize(640, 480)
_USUAL = QSize(1280, 820)


class Frame(QWidget):
    """The top-level window: title, icon and size; `fill` adds the content."""

    painted = Signal()
    """The frame was painted for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("frame")
        self.setWindowTitle(_("Playvox Provisioning Setup"))
        self.setWindowIcon(QIcon(str(RESOURCES / "icons" / "playvox-provisioning.svg")))
        self.setMinimumSize(_SMALLEST)
        self.resize(_USUAL)
        self._painted = False

    def fill(self, content: QWidget) -> None:
        """Show `content` in the entire frame, and give it the keyboard focus."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        content.show()
        if self.isActiveWindow():  # Qt does this when a window becomes active; it was empty then
            self.focusNextPrevChild(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()
