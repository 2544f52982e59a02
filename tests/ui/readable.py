"""What a person could not read in a part of the window: texts that are English in every language, cut off,
on top of each other, or written in the wrong direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

Text = tuple[str, str]
"""Where a text is, and the text."""
_FRAME = 8  # pixels of a line of text, at both of its ends
_ROWS = 60  # of a table, which are enough to see what kind of texts it has
_LETTERS = re.compile(r"[A-Za-z]{3}")


def texts(root: QWidget) -> Iterator[Text]:
    """All that is written, or said by a screen reader or a tip, in the visible parts of `root`."""
    for each in (root, *root.findChildren(QWidget)):
        if (each is not root and not each.isVisibleTo(root)) or each.objectName().startswith("qt_"):
            continue
        if isinstance(each, QHeaderView):
            continue  # with its table
        name = f"{type(each).__name__} {each.objectName()}".strip()
        yield f"name of {name}", each.accessibleName()
        yield f"description of {name}", each.accessibleDescription()
        yield f"tip of {name}", each.toolTip()
        if isinstance(each, QDialog):
            yield f"title of {name}", each.windowTitle()
        if isinstance(each, QLabel | QAbstractButton):
            yield name, each.text()
        elif isinstance(each, QGroupBox):
            yield name, each.title()
        elif isinstance(each, QLineEdit | QPlainTextEdit):
            yield f"placeholder of {name}", each.placeholderText()
        elif isinstance(each, QComboBox):
            yield from ((name, each.itemText(row)) for row in range(each.count()))
        elif isinstance(each, QMenu):
            yield from ((name, action.text()) for action in each.actions())
        elif isinstance(each, QAbstractItemView):
            yield from _of_view(each, name)


def _of_view(view: QAbstractItemView, name: str) -> Iterator[Text]:
    model = view.model()
    if model is None:
        return
    for head in view.findChildren(QHeaderView):
        if head.isVisibleTo(view) and head.orientation() == Qt.Orientation.Horizontal:
            for column in range(head.count()):
                yield f"head of {name}", str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    yield from _of_rows(view, QModelIndex(), name)


def _of_rows(view: QAbstractItemView, parent: QModelIndex, name: str) -> Iterator[Text]:
    model = view.model()
    columns = 1 if isinstance(view, QListView) else model.columnCount(parent)  # private in Qt's own lists
    for row in range(min(model.rowCount(parent), _ROWS)):
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield f"cell of {name}", str(index.data(role) or "")
        yield from _of_rows(view, model.index(row, 0, parent), name)


def unmarked(root: QWidget, outside: Iterable[str]) -> list[str]:
    """Texts that stay English in a language in which every marked text is in brackets.

    `outside`: texts that come from elsewhere, and are no one's to translate.
    """
    known = {text.strip() for text in outside}
    long = tuple(text for text in known if len(text) > 3)
    return sorted(
        {
            f"{where}: {line}"
            for where, text in texts(root)
            for line in map(str.strip, text.splitlines())
            if "[" not in line
            and "]" not in line
            and _LETTERS.search(line)
            and line not in known
            and not any(line in each for each in long)
        }
    )


def overlapping(root: QWidget) -> list[str]:
    """Pairs of parts of one layout that are on top of each other."""
    found = []
    for owner in (root, *root.findChildren(QWidget)):
        layout = owner.layout()
        if layout is None or not (owner is root or owner.isVisibleTo(root)):
            continue
        parts = [each for each in _widgets(layout) if each.isVisibleTo(root)]
        for number, one in enumerate(parts):
            for other in parts[number + 1 :]:
                both = one.geometry() & other.geometry()
                if both.width() > 1 and both.height() > 1:
                    found.append(f"{_called(one)} and {_called(other)} overlap by {both.size().toTuple()}")
    return found


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets(inner)


def _called(widget: QWidget) -> str:
    text = widget.text()[:30] if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName() or text!r}"


def shortened(root: QWidget) -> list[str]:
    """Heads of tables, choices and placeholders that do not fit, measured with the font's own widths."""
    found = []
    for head in root.findChildren(QHeaderView):
        if head.isVisibleTo(root) and head.orientation() == Qt.Orientation.Horizontal:
            found += _heads(head)
    for box in root.findChildren(QComboBox):
        if box.isVisibleTo(root):
            room, text = box.width() - 24, box.currentText()
            if (need := box.fontMetrics().horizontalAdvance(text)) > room:
                found.append(f"{_called(box)} shows {text!r} in {room} of {need} px")
    for line in root.findChildren(QLineEdit):
        if line.isVisibleTo(root) and not line.text() and line.placeholderText():
            need = line.fontMetrics().horizontalAdvance(line.placeholderText())
            margins = line.textMargins()
            if need > line.width() - margins.left() - margins.right() - _FRAME:
                found.append(f"{_called(line)} lacks room for {line.placeholderText()!r}")
    return found


def _heads(head: QHeaderView) -> list[str]:
    metrics, found = head.fontMetrics(), []
    for column in range(head.count()):
        title = str(head.model().headerData(column, Qt.Orientation.Horizontal) or "")
        if head.isSectionHidden(column) or not title:
            continue
        room = QRect(0, 0, head.sectionSize(column), head.height())
        wraps = bool(head.defaultAlignment() & Qt.TextFlag.TextWordWrap) or bool(
            int(
                head.model().headerData(
                    column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
                )
                or 0
            )
            & Qt.TextFlag.TextWordWrap
        )
        flags = Qt.TextFlag.TextWordWrap if wraps else Qt.TextFlag.TextSingleLine
        need = metrics.boundingRect(room, flags, title)
        if need.width() > room.width() or need.height() > room.height():
            found.append(
                f"head {title!r} of {_called(head.parentWidget())} needs {need.size().toTuple()}, "
                f"has {room.size().toTuple()}"
            )
    return found


def beyond(dialog: QDialog, window: QWidget) -> list[str]:
    """What of a dialog cannot be on a screen that is as large as the window, or is scrolled away sideways.

    Lines of a file do not wrap, so they may scroll.
    """
    found = []
    if dialog.width() > window.width() or dialog.height() > window.height():
        found.append(f"{_called(dialog)} is {dialog.size().toTuple()} large")
    for button in dialog.findChildren(QAbstractButton):
        place = QRect(button.mapTo(dialog, QPoint(0, 0)), button.size())
        if button.isVisibleTo(dialog) and (place.left() < 0 or place.right() > dialog.width()):
            found.append(f"{_called(button)} is beyond the side")
    for area in dialog.findChildren(QAbstractScrollArea):
        wraps = not isinstance(area, QPlainTextEdit) or area.lineWrapMode() != area.LineWrapMode.NoWrap
        if area.isVisibleTo(dialog) and wraps and (more := area.horizontalScrollBar().maximum()):
            found.append(f"{_called(area)} scrolls sideways by {more} px")
    return found
