"""A quiet, rounded look for the standard controls on Linux. Every color is a palette role."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComplex,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QStyleOptionViewItem,
    QWidget,
)

from wizard.ui.appearance import icons
from wizard.ui.appearance.theme import PAINTS_LOOKS, RADIUS

_Role = QPalette.ColorRole
_State = QStyle.StateFlag


class FluentStyle(QProxyStyle):
    """Fusion with flat, rounded controls.

    A button with the dynamic property `look` = "primary" or "danger" is filled with its own color, "subtle"
    has no frame; a field with the property `invalid` gets the error outline.
    """

    def __init__(self) -> None:
        super().__init__("fusion")
        self.setProperty(PAINTS_LOOKS, True)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        drawer = _PRIMITIVES.get(element)
        if drawer is None:
            super().drawPrimitive(element, option, painter, widget)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawer(option, painter, widget)
        painter.restore()

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == QStyle.ControlElement.CE_ProgressBar and isinstance(option, QStyleOptionProgressBar):
            _draw_progress(option, painter)
        elif element == QStyle.ControlElement.CE_HeaderSection:
            _draw_header_section(option, painter)
        elif element == QStyle.ControlElement.CE_ItemViewItem and isinstance(option, QStyleOptionViewItem):
            calm = QStyleOptionViewItem(option)
            calm.palette.setColor(_Role.HighlightedText, option.palette.color(_Role.Text))
            super().drawControl(element, calm, painter, widget)
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            slider = self.subControlRect(control, option, QStyle.SubControl.SC_ScrollBarSlider, widget)
            _draw_scroll_bar(option, painter, slider)
        elif control == QStyle.ComplexControl.CC_ComboBox:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _draw_button(option, painter, widget)
            arrow = self.subControlRect(control, option, QStyle.SubControl.SC_ComboBoxArrow, widget)
            _draw_chevron(option, painter, arrow)
            painter.restore()
        else:
            super().drawComplexControl(control, option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        rect = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]
        if control == QStyle.ComplexControl.CC_ComboBox and part == QStyle.SubControl.SC_ComboBoxEditField:
            return rect.adjusted(6, 0, 0, 0)
        return rect

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        made = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]
        height = option.fontMetrics.height() + 14
        if kind == QStyle.ContentsType.CT_PushButton and isinstance(option, QStyleOptionButton):
            if not option.text:
                return QSize(height, height)
            look = widget.property("look") if widget is not None else None
            least = 0 if look == "subtle" else option.fontMetrics.averageCharWidth() * 12
            return QSize(max(size.width() + (20 if look == "subtle" else 32), least), height)
        if kind in (QStyle.ContentsType.CT_LineEdit, QStyle.ContentsType.CT_ComboBox):
            return QSize(made.width() + 8, max(made.height(), height))
        if kind == QStyle.ContentsType.CT_ItemViewItem:
            return QSize(made.width() + 8, max(made.height(), option.fontMetrics.height() + 12))
        if kind == QStyle.ContentsType.CT_HeaderSection:
            return QSize(made.width() + 8, max(made.height(), height))
        return made

    def standardIcon(
        self,
        which: QStyle.StandardPixmap,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QIcon:
        if which == QStyle.StandardPixmap.SP_LineEditClearButton:
            return icons.icon("dismiss")  # the desktop's themes are not searched for one
        return super().standardIcon(which, option, widget)

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        changed = _METRICS.get(metric)
        if changed is not None:
            return changed
        return super().pixelMetric(metric, option, widget)


_METRICS = {
    QStyle.PixelMetric.PM_ScrollBarExtent: 12,
    QStyle.PixelMetric.PM_IndicatorWidth: 18,
    QStyle.PixelMetric.PM_IndicatorHeight: 18,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth: 18,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight: 18,
    QStyle.PixelMetric.PM_FocusFrameHMargin: 7,
    QStyle.PixelMetric.PM_HeaderMargin: 8,
    QStyle.PixelMetric.PM_ButtonShiftHorizontal: 0,
    QStyle.PixelMetric.PM_ButtonShiftVertical: 0,
}


def _has(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)


def _rect(option: QStyleOption) -> QRectF:
    return QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)


def _color(option: QStyleOption, role: QPalette.ColorRole) -> QColor:
    return QColor(option.palette.color(role))


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    return QColor(
        round(one.red() + (other.red() - one.red()) * share),
        round(one.green() + (other.green() - one.green()) * share),
        round(one.blue() + (other.blue() - one.blue()) * share),
    )


def _draw_button(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    look = widget.property("look") if widget is not None else None
    enabled, hover = _has(option, _State.State_Enabled), _has(option, _State.State_MouseOver)
    down = _has(option, _State.State_Sunken) or _has(option, _State.State_On)
    text = _color(option, _Role.ButtonText)
    if look in ("primary", "danger") and enabled:
        fill = _color(option, _Role.Button)
        fill = _mixed(fill, QColor(Qt.GlobalColor.black), 0.2 if down else 0.1 if hover else 0.0)
        pen = QPen(fill, 1)
    elif look == "subtle":
        fill = _mixed(_color(option, _Role.Window), text, 0.1 if down else 0.06)
        if not (enabled and (hover or down)):
            fill.setAlpha(0)
        pen = QPen(Qt.PenStyle.NoPen)
    else:
        fill = _mixed(
            _color(option, _Role.Button), text, 0.1 if down else 0.05 if hover and enabled else 0.0
        )
        pen = QPen(_color(option, _Role.Mid if enabled else _Role.Midlight), 1)
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawRoundedRect(_rect(option), RADIUS, RADIUS)
    if _has(option, _State.State_HasFocus) and _has(option, _State.State_KeyboardFocusChange):
        _draw_focus(option, painter, widget)


def _draw_field(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    if widget is not None and isinstance(widget.parent(), QAbstractSpinBox):
        return  # the spin box has a frame of its own
    frame = _rect(option)
    invalid = bool(widget.property("invalid")) if widget is not None else False
    read_only = _has(option, _State.State_ReadOnly)
    path = QPainterPath()
    path.addRoundedRect(frame, RADIUS, RADIUS)
    painter.fillPath(path, QBrush(_color(option, _Role.AlternateBase if read_only else _Role.Base)))
    painter.setPen(QPen(_color(option, _Role.BrightText) if invalid else _color(option, _Role.Mid), 1))
    painter.drawPath(path)
    painter.setClipPath(path)
    focused = _has(option, _State.State_HasFocus)
    if invalid:
        line = QPen(_color(option, _Role.BrightText), 4)
    elif focused:
        line = QPen(_color(option, _Role.Accent), 4)
    elif read_only or not _has(option, _State.State_Enabled):
        return
    else:
        line = QPen(_color(option, _Role.Dark), 2)
    painter.setPen(line)
    painter.drawLine(frame.bottomLeft(), frame.bottomRight())


def _draw_frame(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    focused = _has(option, _State.State_HasFocus)
    painter.setPen(QPen(_color(option, _Role.Accent if focused else _Role.Mid), 1))
    painter.drawRoundedRect(_rect(option), RADIUS, RADIUS)


def _draw_focus(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_color(option, _Role.WindowText), 2))
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)


def _draw_check_box(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    box = _indicator(option)
    partly, checked = _has(option, _State.State_NoChange), _has(option, _State.State_On)
    _indicator_colors(option, painter, filled=checked or partly)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(
        QPen(_color(option, _Role.HighlightedText), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width, left, top = box.width(), box.left(), box.top()
    if partly:
        painter.drawLine(
            QPointF(left + width * 0.25, box.center().y()), QPointF(left + width * 0.75, box.center().y())
        )
    elif checked:
        tick = QPainterPath(QPointF(left + width * 0.22, top + width * 0.53))
        tick.lineTo(left + width * 0.42, top + width * 0.72)
        tick.lineTo(left + width * 0.79, top + width * 0.3)
        painter.drawPath(tick)


def _draw_radio(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    circle = _indicator(option)
    checked = _has(option, _State.State_On)
    _indicator_colors(option, painter, filled=False)
    if checked:
        painter.setPen(QPen(_color(option, _Role.Accent), 1.5))
    painter.drawEllipse(circle)
    if checked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_color(option, _Role.Accent))
        inner = circle.width() * 0.27
        painter.drawEllipse(circle.adjusted(inner, inner, -inner, -inner))


def _indicator(option: QStyleOption) -> QRectF:
    rect = QRectF(option.rect)
    side = min(rect.width(), rect.height()) - 2
    return QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)


def _indicator_colors(option: QStyleOption, painter: QPainter, *, filled: bool) -> None:
    if filled:
        painter.setPen(QPen(_color(option, _Role.Highlight), 1))
        painter.setBrush(_color(option, _Role.Highlight))
        return
    painter.setPen(QPen(_color(option, _Role.Dark), 1))
    hover = _has(option, _State.State_MouseOver)
    base = _color(option, _Role.Base)
    painter.setBrush(_mixed(base, _color(option, _Role.Text), 0.06) if hover else base)


def _draw_item_row(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """Rows are painted item by item; painting them twice would double the tint."""


def _draw_item(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    if isinstance(option, QStyleOptionViewItem) and option.backgroundBrush.style() != Qt.BrushStyle.NoBrush:
        painter.fillRect(option.rect, option.backgroundBrush)
    share = 0.0
    if _has(option, _State.State_Selected):
        share = 0.18
    elif _has(option, _State.State_MouseOver):
        share = 0.06
    if share:
        base, accent = _color(option, _Role.Base), _color(option, _Role.Accent)
        if base.lightness() in (0, 255) and _color(option, _Role.Mid) == _color(option, _Role.Text):
            painter.setPen(QPen(accent, 2))  # high contrast: an outline, tints would be invisible
            painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1))
        else:
            painter.fillRect(option.rect, _mixed(base, accent, share))


def _draw_header_section(option: QStyleOption, painter: QPainter) -> None:
    rect: QRect = option.rect
    painter.save()
    painter.fillRect(rect, _color(option, _Role.AlternateBase))
    painter.setPen(QPen(_color(option, _Role.Mid), 1))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.restore()


def _draw_progress(option: QStyleOptionProgressBar, painter: QPainter) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(option.rect)
    track = QRectF(rect.left(), rect.center().y() - 2, rect.width(), 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_color(option, _Role.Midlight))
    painter.drawRoundedRect(track, 2, 2)
    painter.setBrush(_color(option, _Role.Accent))
    lowest, highest, now = option.minimum, option.maximum, option.progress
    if highest > lowest:
        share = max(0.0, min(1.0, (now - lowest) / (highest - lowest)))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), track.width() * share, 4), 2, 2)
    else:
        painter.drawRoundedRect(
            QRectF(track.left() + track.width() * 0.3, track.top(), track.width() * 0.4, 4), 2, 2
        )
    painter.restore()


def _draw_scroll_bar(option: QStyleOptionSlider, painter: QPainter, slider: QRect) -> None:
    if option.maximum <= option.minimum:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = 3 if _has(option, _State.State_MouseOver) else 4
    handle = QRectF(slider).adjusted(inset, 2, -inset, -2)
    if option.orientation == Qt.Orientation.Horizontal:
        handle = QRectF(slider).adjusted(2, inset, -2, -inset)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_color(option, _Role.Dark))
    radius = min(handle.width(), handle.height()) / 2
    painter.drawRoundedRect(handle, radius, radius)
    painter.restore()


def _draw_chevron(option: QStyleOption, painter: QPainter, rect: QRect) -> None:
    center = QRectF(rect).center()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(_color(option, _Role.ButtonText), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    )
    path = QPainterPath(QPointF(center.x() - 4, center.y() - 2))
    path.lineTo(center.x(), center.y() + 2)
    path.lineTo(center.x() + 4, center.y() - 2)
    painter.drawPath(path)


_PRIMITIVES = {
    QStyle.PrimitiveElement.PE_PanelButtonCommand: _draw_button,
    QStyle.PrimitiveElement.PE_PanelLineEdit: _draw_field,
    QStyle.PrimitiveElement.PE_FrameLineEdit: _draw_field,
    QStyle.PrimitiveElement.PE_Frame: _draw_frame,
    QStyle.PrimitiveElement.PE_FrameFocusRect: _draw_focus,
    QStyle.PrimitiveElement.PE_IndicatorCheckBox: _draw_check_box,
    QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck: _draw_check_box,
    QStyle.PrimitiveElement.PE_IndicatorRadioButton: _draw_radio,
    QStyle.PrimitiveElement.PE_PanelItemViewItem: _draw_item,
    QStyle.PrimitiveElement.PE_PanelItemViewRow: _draw_item_row,
}
