"""A table of any size: rows are read in windows and sorted by their source.

Only the rows on screen are held. Sorting, filtering and copying may take a moment for very many rows; they
run in a separate thread, and the table shows the old order until the new one is ready.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.icons import icon
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.copied_table import copied_row
from wizard.ui.widgets.copy_field import CopyingButton
from wizard.ui.widgets.details_list import HEAD_ALIGNMENT, ListRow, Table
from wizard.ui.widgets.field import TextField
from wizard.ui.widgets.text import caption
from wizard.ui.widgets.tip import tip

Index = QModelIndex | QPersistentModelIndex
WINDOW = 100  # rows read at once
_KEPT = 12  # windows kept
_TYPING = 150  # milliseconds without a key before a filter is applied
_COPIED = 2_000  # rows read at once while copying


class RowSource(Protocol):
    """Source of the rows, called from any thread. `sort` is a column's key."""

    def count(self, text: str) -> int:
        """Number of rows that contain this text."""
        ...

    def window(self, offset: int, limit: int, text: str, sort: str, descending: bool) -> list[ListRow]:
        """Return up to `limit` rows with this text from index `offset` on, sorted."""
        ...


@runtime_checkable
class GrowingSource(RowSource, Protocol):
    """A source that counts a first part at once, which is shown, and the rest meanwhile."""

    def count_all(self, text: str) -> int:
        """Number of all rows that contain this text; may take a moment."""
        ...


@dataclass(frozen=True, slots=True)
class SortedColumn:
    """A column: its title and the key rows are sorted by; "" when they are not."""

    title: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Order:
    source: RowSource | None
    text: str = ""
    sort: str = ""
    descending: bool = False


class _Model(QAbstractTableModel):
    counted = Signal(int, bool)
    """Number of rows, and whether it is final."""
    _ordered = Signal(object, int, object)
    _grown = Signal(object, int)

    def __init__(self, columns: Sequence[SortedColumn], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._shown = _Order(None)
        self._wanted = _Order(None)
        self._count = 0
        self._windows: OrderedDict[int, list[ListRow]] = OrderedDict()
        self._ordered.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._grown.connect(self._grow, Qt.ConnectionType.QueuedConnection)

    @property
    def order(self) -> _Order:
        """The order requested last."""
        return self._wanted

    def show_order(self, order: _Order) -> None:
        """Show this order as soon as it is computed."""
        self._wanted = order
        if order.source is None:
            self._take(order, 0, [])
            return
        threading.Thread(target=self._work_out, args=(order,), name="table-order", daemon=True).start()

    def _work_out(self, order: _Order) -> None:
        assert order.source is not None
        count = order.source.count(order.text)
        first = order.source.window(0, WINDOW, order.text, order.sort, order.descending)
        self._ordered.emit(order, count, first)
        if isinstance(order.source, GrowingSource):
            self._grown.emit(order, order.source.count_all(order.text))

    def _take(self, order: _Order, count: int, first: list[ListRow]) -> None:
        if order != self._wanted:
            return  # another order was requested meanwhile
        self.beginResetModel()
        self._shown, self._count = order, count
        self._windows.clear()
        self._windows[0] = first
        self.endResetModel()
        self.counted.emit(count, not isinstance(order.source, GrowingSource))

    def _grow(self, order: _Order, count: int) -> None:
        if order != self._shown:
            return
        if count > self._count:
            self._windows.pop(self._count // WINDOW, None)  # it may have been read half
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        self.counted.emit(self._count, True)

    def row(self, number: int) -> ListRow | None:
        """A row in the order shown."""
        place = number // WINDOW
        window = self._windows.get(place)
        if window is None:
            shown = self._shown
            if shown.source is None:
                return None
            start = place * WINDOW
            window = shown.source.window(start, WINDOW, shown.text, shown.sort, shown.descending)
            self._windows[place] = window
            while len(self._windows) > _KEPT:
                self._windows.popitem(last=False)
        else:
            self._windows.move_to_end(place)
        inside = number % WINDOW
        return window[inside] if inside < len(window) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return HEAD_ALIGNMENT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.hint or row.cells[index.column()]) or None
        if role == Qt.ItemDataRole.UserRole:
            return row.id
        if index.column() == 0:
            if role == Qt.ItemDataRole.DecorationRole and row.icon:
                return icon(row.icon)
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(cell for cell in row.cells if cell)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = self._wanted
        if not any(each.key for each in self.columns):
            return
        key = self.columns[column].key if 0 <= column < len(self.columns) else wanted.sort
        descending = order == Qt.SortOrder.DescendingOrder
        self.show_order(_Order(wanted.source, wanted.text, key, descending))


@dataclass(frozen=True, slots=True)
class Looked:
    """How a list is looked at: the number and id of its current row; -1 for none."""

    row: int
    row_id: str


class WindowedList(QWidget):
    """Filter line, copy button, table, and a sentence when it is empty.

    `sort` is the key rows come in first; a click on a header sorts by its column.
    """

    selected = Signal(str)
    """Id of the row that became current."""
    counted = Signal(int, bool)
    """Number of rows that pass the filter, and whether it is final: counting many takes a moment."""
    sorted = Signal()
    """Somebody chose an order."""
    _copied = Signal(str)

    def __init__(
        self,
        name: str,
        accessible_name: str,
        columns: Sequence[SortedColumn],
        parent: QWidget | None = None,
        *,
        sort: str,
        most_rows: int = 10,
    ) -> None:
        super().__init__(parent)
        self._most_rows = most_rows
        self._first_sort = sort
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._model = _Model(columns, self)
        self.filter_line = TextField(f"{name}-filter", _("Filter: {list}").format(list=accessible_name))
        self.filter_line.setPlaceholderText(_("Filter"))
        self.filter_line.setClearButtonEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING)
        self._typing.timeout.connect(self._filter)
        self.filter_line.textChanged.connect(self._typed)
        self.copy_button = CopyingButton(
            f"{name}-copy", _("Copy: {list}").format(list=accessible_name), text=_("Copy")
        )
        self.copy_button.clicked.connect(self._copy)
        self._copied.connect(self._to_clipboard, Qt.ConnectionType.QueuedConnection)
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.filter_line, 1)
        row.addWidget(self.copy_button)
        column.addWidget(tools)
        self.table = Table(name, accessible_name)
        self.table.most_rows = most_rows
        self.table.setModel(self._model)
        self.table.copied.connect(self.copy_button.confirm)
        self._model.modelReset.connect(self._shown)  # after the table's own slot, which counts the rows
        sortable = any(column.key for column in columns)
        self.table.horizontalHeader().setSortIndicatorShown(sortable)
        self.table.horizontalHeader().setSectionsClickable(sortable)
        self._model.counted.connect(self.counted)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._on_sorted)
        self.table.selectionModel().currentRowChanged.connect(self._current)
        self.table.refitted.connect(self._fit_height)
        column.addWidget(self.table)
        self._empty = caption("")
        self._empty.hide()
        column.addWidget(self._empty)
        self._empty_text = ""
        self._looked: Looked | None = None

    @property
    def row_count(self) -> int:
        """Number of rows that pass the filter."""
        return self._model.rowCount()

    @property
    def current(self) -> str:
        """Id of the current row; empty when there is none."""
        index = self.table.currentIndex()
        return str(index.data(Qt.ItemDataRole.UserRole)) if index.isValid() else ""

    def set_source(self, source: RowSource | None, empty: str = "") -> None:
        """Show the rows of this source; `empty` shows when there are none."""
        self._empty_text = empty
        if source is self._model.order.source:
            self._shown()
            return
        sort, descending = self.order  # what somebody chose stays for other rows
        text = self.filter_line.text()
        self._model.show_order(_Order(source, text, sort or self._first_sort, descending))

    @property
    def order(self) -> tuple[str, bool]:
        """Key of the column that the rows are sorted by, and whether they descend."""
        return self._model.order.sort, self._model.order.descending

    def choose_order(self, sort: str, *, descending: bool) -> None:
        """Sort as somebody did earlier; ignored without a column of this key."""
        keys = [column.key for column in self._model.columns]
        if sort and sort in keys:
            header = self.table.horizontalHeader()
            header.blockSignals(True)
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(keys.index(sort), order)
            header.blockSignals(False)
            self._model.sort(keys.index(sort), order)

    def _on_sorted(self, column: int, order: Qt.SortOrder) -> None:
        self._model.sort(column, order)
        self.sorted.emit()

    @property
    def looked_at(self) -> Looked:
        """Which row is current."""
        return Looked(self.table.currentIndex().row(), self.current)

    def look_again(self, looked: Looked) -> None:
        """Select this row, also where the same rows come from another source soon."""
        self._looked = looked
        self._select_again()

    def _select_again(self) -> None:
        if self._looked is None or not 0 <= self._looked.row < self._model.rowCount():
            return
        row = self._model.row(self._looked.row)
        if row is not None and row.id == self._looked.row_id != self.current:
            self.table.select_row(self._looked.row)

    def _typed(self, _text: str) -> None:
        self._typing.start()

    def _filter(self) -> None:
        order = self._model.order
        text = self.filter_line.text()
        if order.source is not None and text != order.text:
            self._model.show_order(_Order(order.source, text, order.sort, order.descending))

    def _shown(self) -> None:
        count = self._model.rowCount()
        self.table.fit()
        self._empty.setText(self._empty_text)
        self._empty.setVisible(not count and bool(self._empty_text))
        self.copy_button.allow(count > 0)
        self._fit_height()
        self._select_again()

    def _current(self, index: QModelIndex, _previous: QModelIndex) -> None:
        if index.isValid():
            row_id = str(index.siblingAtColumn(0).data(Qt.ItemDataRole.UserRole))
            if self._looked is not None and row_id != self._looked.row_id:
                self._looked = None  # somebody selects another one
            self.selected.emit(row_id)

    def _copy(self) -> None:
        """Copy the selected rows, or everything that passes the filter when none is selected."""
        if self.table.selectionModel().hasSelection():
            self.table.copy_selected()
            return
        order, head = self._model.order, copied_row(column.title for column in self._model.columns)
        if order.source is not None:
            put = self._copied.emit
            threading.Thread(
                target=_collect, args=(order, head, put), name="table-copy", daemon=True
            ).start()

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        announce(self, _("Copied"))
        self.copy_button.confirm()

    def _fit_height(self) -> None:
        self.table.fit_height(1, self._most_rows)


def _collect(order: _Order, head: str, put: Callable[[str], None]) -> None:
    assert order.source is not None
    lines = [head]
    count = order.source.count(order.text)
    for start in range(0, count, _COPIED):
        rows = order.source.window(start, _COPIED, order.text, order.sort, order.descending)
        lines += [copied_row(row.cells) for row in rows]
    put("\n".join(lines))
