"""The window's frame: visible at once, while its content is still being loaded.

Creating the content takes about as long as Python and Qt need to show an empty window. So the frame comes
first, in the right colors and with its title, and the content follows right after the first paint.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QMoveEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.paths import RESOURCES

_SMALLEST = QSize(640, 480)
_USUAL = QSize(1280, 820)
_EDGE, _TITLE_BAR = 2, 40  # logical pixels that the desktop draws around a window


def size_in(room: QSize) -> QSize:
    """The size with which a window opens on a screen that has this room beside the desktop's panels."""
    inside = QSize(room.width() - _EDGE, room.height() - _TITLE_BAR)
    return _USUAL.boundedTo(inside).expandedTo(_SMALLEST)


class Frame(QWidget):
    """The top-level window: title, icon and size; `fill` adds the content."""

    painted = Signal()
    """The frame was painted for the first time."""
    placed = Signal()
    """The window got another size or place."""
    closing = Signal()
    """The window is about to close; it still has its size and place."""

    def __init__(self, geometry: QByteArray | None = None) -> None:
        """`geometry` is that of an earlier window, as `saveGeometry` returned it."""
        super().__init__()
        self.setObjectName("frame")
        self.setWindowTitle(_("Playvox Provisioning Setup"))
        self.setWindowIcon(QIcon(str(RESOURCES / "icons" / "playvox-provisioning.svg")))
        self.setMinimumSize(_SMALLEST)
        self._painted = False
        # Qt moves a remembered window onto a screen that is there, and makes it no larger than that.
        if geometry is None or not self.restoreGeometry(geometry):
            self._open_on_screen()

    def _open_on_screen(self) -> None:
        """The usual size, or what this screen has room for beside panels and the window's own title bar."""
        room = self.screen().availableGeometry()
        self.resize(size_in(room.size()))
        self.move(
            room.x() + max(0, (room.width() - self.width()) // 2),
            room.y() + max(0, (room.height() - self.height() - _TITLE_BAR) // 2),
        )

    def fill(self, content: QWidget) -> None:
        """Show `content` in the entire frame, and give it the keyboard focus."""
        column = self.layout() or QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        while (old := column.takeAt(0)) is not None:  # the content in another language
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        column.addWidget(content)
        content.show()
        if self.isActiveWindow():  # Qt does this when a window becomes active; it was empty then
            self.focusNextPrevChild(True)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.placed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.placed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()
