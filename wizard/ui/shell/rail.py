"""The step rail: number, name, and state as icon and word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance import icons
from wizard.ui.appearance.direction import placed, placed_exactly
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
    border,
    mix,
    secondary_text,
    status_color,
)
from wizard.ui.widgets.scroll import WidthFollowingScrollArea
from wizard.ui.widgets.tip import tip

if TYPE_CHECKING:
    from wizard.steps.base.step import StepStatus

_INSIDE = (6, 6, -6, -6)
_FEW_LETTERS = 100  # average ones, side by side in the entire window
_SIGNS = {
    "locked": ("locked", Tone.NEUTRAL),
    "unread": ("clock", Tone.NEUTRAL),
    "ready": ("ready", Tone.INFO),
    "unverified": ("ready", Tone.INFO),
    "working": ("working", Tone.INFO),
    "attention": ("warning", Tone.WARNING),
    "done": ("done", Tone.SUCCESS),
    "failed": ("error", Tone.ERROR),
}


_HEALTH = ("overview", "monitor")
"""Where nothing is to be done: what is well there is good, not done."""


def shown_state(status: StepStatus) -> str:
    """The state as the rail shows it: what is there and not verified differs from what can be begun."""
    return "unverified" if status.unverified and str(status.state) == "ready" else str(status.state)


def state_word(state: str, step_id: str = "") -> str:
    """Return the word for a step's state."""
    if state == "done" and step_id in _HEALTH:
        return _("Good")
    return {
        "locked": _("Not available yet"),
        "unread": _("Not read yet"),
        "ready": _("Ready"),
        "unverified": _("Not verified yet"),
        "working": _("Working"),
        "attention": _("Needs attention"),
        "done": _("Done"),
        "failed": _("Failed"),
    }.get(state, state)


class RailItem(QAbstractButton):
    """One step of the rail; number 0: the overview, with its icon in place of a number."""

    def __init__(self, number: int, step_id: str, title: str, icon_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.step_id = step_id
        self.setObjectName(f"rail-{step_id}")
        self.setText(title)
        self._number = number
        self._evidence = ""
        self._icon_name = icon_name
        self._state = "locked"
        self._current = False
        self._compact = False
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._update_accessible_name("")

    def set_state(self, state: str, evidence: str) -> None:
        """Show the step's state; the evidence is its tooltip."""
        if state != self._state:
            self._state = state
            self.updateGeometry()
            self.update()
        self._evidence = evidence
        self.setToolTip(tip(self._tip()))
        self._update_accessible_name(evidence)

    def set_compact(self, compact: bool) -> None:
        """Show the number and the sign of the state alone; the tooltip has name and state."""
        if compact != self._compact:
            self._compact = compact
            self.setToolTip(tip(self._tip()))
            self.updateGeometry()
            self.update()

    def _state_word(self) -> str:
        return state_word(self._state, self.step_id)

    def _tip(self) -> str:
        if not self._compact:
            return self._evidence
        return "\n".join(part for part in (self.text(), self._state_word(), self._evidence) if part)

    def set_current(self, current: bool) -> None:
        """Mark the step of the page on screen."""
        if current != self._current:
            self._current = current
            self._update_accessible_name(self._evidence)
            self.update()

    def _update_accessible_name(self, evidence: str) -> None:
        if self._number:
            where = _("Step {number} of 8: {title}, {state}").format(
                number=self._number, title=self.text(), state=self._state_word()
            )
        else:
            where = _("{title}, {state}").format(title=self.text(), state=self._state_word())
        self.setAccessibleName(where + (", " + _("this page") if self._current else ""))
        self.setAccessibleDescription(evidence)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _left(self) -> int:
        return GAP * 2 + self._circle() + GAP + 4

    def heightForWidth(self, width: int) -> int:
        if self._compact:
            return self._circle() + QFontMetrics(self._small()).height() + GAP * 2 + 4
        # Qt asks at every change anywhere in the window; the answer depends on the font alone.
        if width not in self._heights:
            self._heights[width] = self._height_for(width)
        return self._heights[width]

    def _height_for(self, width: int) -> int:
        room = max(20, width - self._left() - GAP)
        flags = int(Qt.TextFlag.TextWordWrap)
        title = QFontMetrics(self._bold()).boundingRect(0, 0, room, 10_000, flags, self.text()).height()
        return title + QFontMetrics(self._small()).height() + GAP * 2 + 4

    def hasHeightForWidth(self) -> bool:
        return True

    def _circle(self) -> int:
        return round(self.fontMetrics().height() * 1.75)

    def sizeHint(self) -> QSize:
        if self._compact:
            width = self._circle() + GAP * 4
            return QSize(width, self.heightForWidth(width))
        title = QFontMetrics(self._bold()).horizontalAdvance(self.text())
        small = QFontMetrics(self._small())
        words = max(small.horizontalAdvance(state_word(state)) for state in _SIGNS) + small.height() + 6
        width = self._left() + max(title, words) + GAP * 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        if self._compact:
            return self.sizeHint()
        if self._least is None:
            self._least = self._least_size()
        return self._least

    def _least_size(self) -> QSize:
        longest = max(
            QFontMetrics(self._bold()).horizontalAdvance(word) for word in self.text().split() or [""]
        )
        small = QFontMetrics(self._small())
        words = max(small.horizontalAdvance(state_word(state)) for state in _SIGNS) + small.height() + 6
        return QSize(self._left() + max(longest, words) + GAP * 2, self.fontMetrics().height() * 2)

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()
        self._least = None
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            rail = self.parentWidget()
            items = rail.findChildren(RailItem) if rail is not None else [self]
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            items[(items.index(self) + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self.palette()
        accent = colors.color(QPalette.ColorRole.Accent)
        text = colors.color(QPalette.ColorRole.WindowText)
        box = QRectF(self.rect()).adjusted(GAP / 2, 1, -GAP / 2, -1)
        if self._current or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(
                mix(colors.color(QPalette.ColorRole.Base), text, 0.08 if self._current else 0.04)
            )
            painter.drawRoundedRect(box, 6, 6)
        if self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            mark = QRectF(box.left(), box.top() + 8, 3, box.height() - 16)
            painter.drawRoundedRect(placed_exactly(self, mark), 1.5, 1.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(text, 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        self._paint_number(painter)
        self._paint_words(painter)

    def _paint_number(self, painter: QPainter) -> None:
        colors = self.palette()
        side = self._circle()
        circle = placed_exactly(self, QRectF(GAP * 2, GAP + 2, side, side))
        if self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.color(QPalette.ColorRole.Highlight))
            painter.drawEllipse(circle)
            painter.setPen(colors.color(QPalette.ColorRole.HighlightedText))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(border(colors), 1.4))
            painter.drawEllipse(circle)
            painter.setPen(colors.color(QPalette.ColorRole.WindowText))
        if not self._number:
            inner = circle.toRect().adjusted(*_INSIDE)
            icons.draw(painter, self._icon_name, inner, painter.pen().color())
            return
        painter.setFont(self._bold())
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number))

    def _paint_words(self, painter: QPainter) -> None:
        colors = self.palette()
        sign, status = _SIGNS.get(self._state, ("info", Tone.NEUTRAL))
        quiet = status is Tone.NEUTRAL
        color = secondary_text(colors) if quiet else status_color(colors, status)
        small = QFontMetrics(self._small())
        side = round(small.height() * 0.9)
        if self._compact:
            below = QRect((self.width() - side) // 2, GAP + self._circle() + 5, side, side)
            icons.draw(painter, sign, below, color)
            return
        left = self._left()
        room = placed_exactly(self, QRectF(left, GAP, self.width() - left - GAP, self.height()))
        flags = int(Qt.TextFlag.TextWordWrap)
        painter.setFont(self._bold() if self._current else self.font())
        painter.setPen(colors.color(QPalette.ColorRole.WindowText))
        used = painter.boundingRect(room, flags, self.text())
        painter.drawText(room, flags, self.text())
        top = round(used.bottom()) + 3
        beside = placed(self, QRect(left, top + (small.height() - side) // 2, side, side))
        icons.draw(painter, sign, beside, color)
        painter.setFont(self._small())
        painter.setPen(secondary_text(colors) if status in (Tone.NEUTRAL, Tone.INFO) else color)
        place = placed_exactly(
            self, QRectF(left + side + 5, top, self.width() - left - side - 5, small.height())
        )
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self._state_word())


class Rail(WidthFollowingScrollArea):
    """The overview and all steps, in order; selecting one only opens its page."""

    chosen = Signal(str)

    def __init__(
        self,
        entries: list[tuple[str, str, str]],
        first: tuple[str, str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(_("Steps"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setBackgroundRole(QPalette.ColorRole.Base)
        inner.setAutoFillBackground(True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(GAP, GAP + 4, GAP, GAP)
        column.setSpacing(2)
        self._items: dict[str, RailItem] = {}
        self._compact = False
        for number, (step_id, title, icon_name) in enumerate((first, *entries)):
            item = RailItem(number, step_id, title, icon_name, inner)
            item.clicked.connect(self._on_clicked)
            self._items[step_id] = item
            column.addWidget(item)
        column.addStretch(1)
        self.setWidget(inner)
        self._fit()

    def item(self, step_id: str) -> RailItem:
        """The entry of one step."""
        return self._items[step_id]

    def set_current(self, step_id: str) -> None:
        """Mark the step of the page on screen."""
        for key, item in self._items.items():
            item.set_current(key == step_id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(
            self, "_items"
        ):
            self._fit()

    def make_room(self, width: int) -> None:
        """Adapt to a window of this width: where few letters fit side by side, the page needs them."""
        compact = width < self.fontMetrics().averageCharWidth() * _FEW_LETTERS
        for item in self._items.values():
            item.set_compact(compact)
        self._compact = compact
        self._fit()

    def _fit(self) -> None:
        """As wide as the names need, but at most a third of a small screen."""
        if self._compact:
            widest = max(item.sizeHint().width() for item in self._items.values())
            self.setFixedWidth(widest + GAP * 2 + 14)
            return
        needed = max(item.sizeHint().width() for item in self._items.values()) + GAP * 2 + 14
        least = max(item.minimumSizeHint().width() for item in self._items.values()) + GAP * 2 + 14
        self.setFixedWidth(max(min(needed, 320), least, 224))

    def _on_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, RailItem):
            self.chosen.emit(item.step_id)
