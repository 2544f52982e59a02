"""A table that can be sorted, filtered, checked, and copied as text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wizard.messages import _
from wizard.messages.language import is_right_to_left, isolated
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.icons import icon
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.copied_table import copied_row
from wizard.ui.widgets.copy_field import CopyingButton
from wizard.ui.widgets.field import TextField
from wizard.ui.widgets.text import caption
from wizard.ui.widgets.tip import tip

Index = QModelIndex | QPersistentModelIndex
HEAD_ALIGNMENT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
_NARROWEST = 26  # average letters
_FEW_ROWS = 200  # maximum number of rows that are measured one by one
_ROUNDED = 2  # pixels
_TALLEST = 10_000  # pixels
_AFTER_SIGN = re.compile(r"(?<=[@._/:-])(?=\w\w)")
_LONG_WORD = re.compile(r"\w{20,}")  # such as a code of Microsoft, which is words without spaces
_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MEASURED = 25  # rows of which words, and the height of all rows of a long table, are measured
_AT_ONCE = 25  # rows that are measured in one event


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: its id, a text for each column, an icon for the first column, a longer text as tooltip."""

    id: str
    cells: tuple[str, ...]
    icon: str = ""
    hint: str = ""


class _Model(QAbstractTableModel):
    checked_changed = Signal()

    def __init__(self, columns: Sequence[str], *, checkable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[ListRow, ...] = ()
        self.checked: set[str] = set()
        self.checkable = checkable

    def replace(self, rows: Sequence[ListRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.checked &= {row.id for row in rows}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return HEAD_ALIGNMENT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.hint or row.cells[index.column()]) or None
        if role == Qt.ItemDataRole.UserRole:
            return row.id
        if index.column() == 0:
            if role == Qt.ItemDataRole.DecorationRole and row.icon:
                return icon(row.icon)
            if role == Qt.ItemDataRole.CheckStateRole and self.checkable:
                return Qt.CheckState.Checked if row.id in self.checked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(cell for cell in row.cells if cell)
        return None

    def check(self, ids: Collection[str]) -> None:
        """Check these rows and no other, without a signal that the user did it."""
        self.checked = {row.id for row in self.rows if row.id in ids}
        # Not `layoutChanged`: emitted alone, it leaves the selection pointing at freed memory.
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self.checkable and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.checkable:
            return False
        row = self.rows[index.row()].id
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.checked.add(row)
        else:
            self.checked.discard(row)
        self.dataChanged.emit(index, index)
        self.checked_changed.emit()
        return True


def _within(room: int, wanted: Sequence[int], least: Sequence[int]) -> list[int]:
    """Widths that together need at most this room: the widest give first, none more than to its least."""
    low, high = 0, max(wanted)
    while low < high:
        level = (low + high + 1) // 2
        if sum(_leveled(level, wanted, least)) <= room:
            low = level
        else:
            high = level - 1
    return _leveled(low, wanted, least)


def _leveled(level: int, wanted: Sequence[int], least: Sequence[int]) -> list[int]:
    return [max(small, min(wish, level)) for wish, small in zip(wanted, least, strict=True)]


def _parts(text: str) -> str:
    """The text with places where an address or identifier may wrap, invisible ones."""
    text = _LONG_WORD.sub(lambda found: _NEXT_WORD.sub("\u200b", found.group()), text)
    return _AFTER_SIGN.sub("\u200b", text)


class _Cells(QStyledItemDelegate):
    """Cells whose long words, such as addresses, wrap as well; copied and read aloud they stay.

    In a language that is written from right to left, each cell has the direction of its own text.
    """

    def displayText(self, value: Any, locale: QLocale | QLocale.Language) -> str:
        text = _parts(super().displayText(value, locale))
        return isolated(text) if text and is_right_to_left() else text

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Texts of several lines keep a distance from those of the next row."""
        size = super().sizeHint(option, index)
        if size.height() > option.fontMetrics.height() * 2:
            size.setHeight(size.height() + GAP)
        return size


class _Head(QHeaderView):
    """Titles of columns, which wrap where a column is narrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setResizeContentsPrecision(_MEASURED)
        self.setMinimumSectionSize(1)  # the table decides

    def one_line(self, column: int) -> int:
        """The width in which a title does not wrap: the sum of rounded words is wider than the text."""
        return super().sectionSizeFromContents(column).width() + _ROUNDED

    def sectionSizeFromContents(self, column: int) -> QSize:
        size = super().sectionSizeFromContents(column)
        title = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        metrics = self.fontMetrics()
        beside = size.width() - metrics.horizontalAdvance(title)
        word = max((metrics.horizontalAdvance(each) for each in title.split()), default=0)
        room = QRect(0, 0, max(self.sectionSize(column) - beside, word), _TALLEST)
        lines = metrics.boundingRect(room, HEAD_ALIGNMENT, title).height()
        return QSize(word + beside, size.height() + max(0, lines - metrics.height()))


class Table(QTableView):
    """The view: whole rows, Tab leaves it, copying gives tab-separated text."""

    activated_row = Signal(str)
    copied = Signal()
    refitted = Signal()

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overflows = False
        self.most_rows = 0
        """Where there are more rows, a scroll bar takes some of the width; 0 for any number."""
        self._fitted: object = None  # what the columns were last measured for
        self._unmeasured: Iterator[int] = iter(())
        self._measuring = QTimer(self)
        self._measuring.timeout.connect(self._measure_some_rows)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setItemDelegate(_Cells(self))
        self.setAlternatingRowColors(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self._head = _Head(self)
        self.setHorizontalHeader(self._head)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._measure_again()
        if model is not None:
            for changed in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
                changed.connect(self._measure_again)

    def _measure_again(self) -> None:
        self._fitted = None

    def fit(self) -> None:
        """Make columns as wide as their contents. Where that is too wide, the wide ones wrap, as far as
        their longest words allow; then long words are shortened; at last the table scrolls sideways.

        Measuring takes long, so a hidden table waits until it is shown, and nothing is measured twice.
        """
        if not self.isVisible():
            return
        self._settle_scroll_bar()
        measured_for = (self.viewport().width(), self.font().key())
        if measured_for != self._fitted:
            self._fitted = measured_for
            self._fit_columns()
            self.fit_rows()

    def _settle_scroll_bar(self) -> None:
        """A bar that comes and goes would change the width by which rows wrap, and so their height."""
        scrolls = self.most_rows and self.model().rowCount() > self.most_rows
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff)

    def _fit_columns(self) -> None:
        model = self.model()
        columns = range(model.columnCount())
        if not columns:
            return
        heads = [self._head.sectionSizeFromContents(c).width() for c in columns]
        hints = [self.sizeHintForColumn(c) for c in columns]
        wanted = [max(hint, self._head.one_line(c)) for c, hint in enumerate(hints)]
        room = self.viewport().width() - 2
        if sum(wanted) > room:
            narrow = self.fontMetrics().averageCharWidth() * _NARROWEST
            words = [min(wanted[c], max(heads[c], self._longest_word(c, hints[c]))) for c in columns]
            if sum(words) > room:
                words = [max(heads[c], min(words[c], narrow)) for c in columns]
            wanted = _within(room, wanted, words)
        self.overflows = sum(wanted) > room
        wanted[-1] += max(0, room - sum(wanted))
        for column, width in enumerate(wanted):
            self.setColumnWidth(column, width)

    def fit_rows(self) -> None:
        """Make rows as high as their contents: the first at once, others while events are processed."""
        count = self.model().rowCount()
        self._unmeasured = iter(range(count if count <= _FEW_ROWS else 0))
        if count > _FEW_ROWS:
            heights = [self.sizeHintForRow(row) for row in range(_MEASURED)]
            self.verticalHeader().setDefaultSectionSize(max(heights))
        self._measure_some_rows()

    def _measure_some_rows(self) -> None:
        some = list(islice(self._unmeasured, _AT_ONCE))
        for row in some:
            self.resizeRowToContents(row)
        if len(some) < _AT_ONCE:
            self._measuring.stop()
        elif not self._measuring.isActive():
            self._measuring.start()

    def _longest_word(self, column: int, hint: int) -> int:
        """The width that the words of a column's first rows need, with what stands beside them.

        `hint` is the width in which none of these rows wraps.
        """
        model, metrics = self.model(), self.fontMetrics()
        texts = [
            str(model.index(row, column).data() or "") for row in range(min(model.rowCount(), _MEASURED))
        ]
        lines = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        parts = (part for text in texts for part in re.split(r"\s|\u200b", _parts(text)))
        words = max((metrics.horizontalAdvance(part) for part in parts), default=0)
        return words + max(hint - lines, metrics.averageCharWidth() * 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
            self.refitted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()
        self.refitted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
            return
        if (
            event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.currentIndex().isValid()
        ):
            first = self.currentIndex().siblingAtColumn(0)
            if first.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                checked = first.data(Qt.ItemDataRole.CheckStateRole)
                wanted = (
                    Qt.CheckState.Unchecked if checked == Qt.CheckState.Checked else Qt.CheckState.Checked
                )
                self.model().setData(first, wanted, Qt.ItemDataRole.CheckStateRole)
            else:
                self.activated_row.emit(str(first.data(Qt.ItemDataRole.UserRole)))
            return
        super().keyPressEvent(event)

    def select_row(self, row: int) -> None:
        """Make a row current. Qt's `selectRow` asks for the column at the right edge where the language is
        written from right to left, and selects nothing where there is none.
        """
        how = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), how.ClearAndSelect | how.Rows)

    def copy_selected(self) -> None:
        """Copy the selected rows, or all when none is selected, to the clipboard."""
        model = self.model()
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = chosen or range(model.rowCount())
        columns = range(model.columnCount())
        head = copied_row(str(model.headerData(c, Qt.Orientation.Horizontal)) for c in columns)
        lines = [copied_row(str(model.index(r, c).data() or "") for c in columns) for r in rows]
        QGuiApplication.clipboard().setText("\n".join([head, *lines]))
        announce(self, _("Copied"))
        self.copied.emit()

    def fit_height(self, least: int, most: int) -> None:
        """As high as its rows, but at least and at most this many, or that many rows of one line."""
        count = self.model().rowCount()
        shown = min(max(count, least), most)
        usual = self.fontMetrics().height() + 14
        rows = sum(max(self.rowHeight(row), usual) for row in range(min(shown, count)))
        rows += usual * max(0, shown - count)
        if count > most:  # it scrolls anyway
            rows = min(rows, usual * most)
        head = max(self.horizontalHeader().sizeHint().height(), usual)
        bar = self.horizontalScrollBar().sizeHint().height() if self.overflows else 0
        height = rows + head + bar + 4
        if self.height() != height:
            self.setFixedHeight(height)


class DetailsList(QWidget):
    """Filter line, copy button, table, and a sentence when it is empty."""

    selected = Signal(str)
    """Id of the row that became current."""
    checked_changed = Signal()

    def __init__(
        self,
        name: str,
        accessible_name: str,
        columns: Sequence[str],
        parent: QWidget | None = None,
        *,
        checkable: bool = False,
        filterable: bool = True,
        most_rows: int = 8,
        least_rows: int = 1,
    ) -> None:
        super().__init__(parent)
        self._most_rows = most_rows
        self._least_rows = least_rows
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._model = _Model(columns, checkable=checkable, parent=self)
        self._model.checked_changed.connect(self.checked_changed)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter_line = TextField(f"{name}-filter", _("Filter: {list}").format(list=accessible_name))
        self.filter_line.setPlaceholderText(_("Filter"))
        self.filter_line.setClearButtonEnabled(True)
        self.filter_line.textChanged.connect(self._filter)
        self.copy_button = CopyingButton(
            f"{name}-copy", _("Copy: {list}").format(list=accessible_name), text=_("Copy")
        )
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(self.filter_line, 1)
        tools.addWidget(self.copy_button)
        column.addWidget(self._tools)
        self._filterable = filterable
        self._tools.setVisible(filterable)
        self.table = Table(name, accessible_name)
        self.table.most_rows = most_rows
        self.table.setModel(self._proxy)
        self.copy_button.clicked.connect(self.table.copy_selected)
        self.table.copied.connect(self.copy_button.confirm)
        self.table.selectionModel().currentRowChanged.connect(self._current)
        self.table.refitted.connect(self._fit_height)
        column.addWidget(self.table)
        self._empty = caption("")
        self._empty.hide()
        column.addWidget(self._empty)

    @property
    def rows(self) -> tuple[ListRow, ...]:
        """All rows, including those the filter hides."""
        return self._model.rows

    @property
    def checked(self) -> tuple[str, ...]:
        """Ids of the checked rows, in the list's order."""
        return tuple(row.id for row in self._model.rows if row.id in self._model.checked)

    @property
    def current(self) -> str:
        """Id of the current row; empty when there is none."""
        index = self.table.currentIndex()
        return str(index.data(Qt.ItemDataRole.UserRole)) if index.isValid() else ""

    def check(self, ids: Collection[str]) -> None:
        """Check the rows with these ids and no other, without emitting a signal."""
        if set(self.checked) != {row.id for row in self.rows if row.id in ids}:
            self._model.check(ids)

    def set_rows(self, rows: Sequence[ListRow], empty: str = "") -> None:
        """Show these rows; checked rows and the current row are kept by id.

        `empty` is shown when there are none.
        """
        if tuple(rows) != self._model.rows:
            current, had_focus = self.current, self.table.hasFocus()
            self._model.replace(rows)
            if current:
                self.select(current)
            if had_focus and not self.table.currentIndex().isValid():
                self.table.select_row(0)
        self._empty.setText(empty)
        self._empty.setVisible(not rows and bool(empty))
        self.table.setVisible(bool(rows) or not empty)
        self._tools.setVisible(self._filterable and (bool(rows) or bool(self.filter_line.text())))
        self.copy_button.allow(bool(rows))
        self.table.fit()
        self._fit_height()

    def select(self, row_id: str) -> None:
        """Make the row with this id current, without emitting a signal."""
        for number, row in enumerate(self._model.rows):
            if row.id == row_id:
                self.table.selectionModel().blockSignals(True)
                self.table.select_row(self._proxy.mapFromSource(self._model.index(number, 0)).row())
                self.table.selectionModel().blockSignals(False)
                self.table.viewport().update()
                return

    def _filter(self, text: str) -> None:
        self._proxy.setFilterFixedString(text)
        self.table.fit_rows()  # columns stay while somebody types
        self._fit_height()

    def _current(self, index: QModelIndex, _previous: QModelIndex) -> None:
        if index.isValid():
            self.selected.emit(str(index.siblingAtColumn(0).data(Qt.ItemDataRole.UserRole)))

    def _fit_height(self) -> None:
        self.table.fit_height(self._least_rows, self._most_rows)
