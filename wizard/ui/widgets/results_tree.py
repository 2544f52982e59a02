"""Results as a tree: each opens to its meaning, remedy and evidence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from wizard.messages import _
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.icons import draw
from wizard.ui.appearance.theme import Tone
from wizard.ui.widgets.wrapped_rows import SIGN_ROLE, STRONG_ROLE, WrappedRows

Index = QModelIndex | QPersistentModelIndex
_NAME = Qt.ItemDataRole.AccessibleTextRole


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """A group of lines below one result, such as "What to do"."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result: `sign` and `word` are its status, `took` its duration, `open` its first state.

    `finished` says whether it is final; a check that is still running is not announced.
    """

    id: str
    title: str
    sign: str
    status: Tone
    word: str
    took: str = ""
    sentence: str = ""
    groups: tuple[ResultGroup, ...] = ()
    open: bool = False
    finished: bool = True

    @property
    def quiet(self) -> bool:
        """Whether it asks for nothing: it is good, or was left out."""
        return self.status in (Tone.SUCCESS, Tone.NEUTRAL)

    @property
    def accessible_name(self) -> str:
        """Text for screen readers."""
        parts = (f"{self.title}: {self.word}", self.sentence.rstrip("."), self.took)
        return ". ".join(part for part in parts if part)


class ResultsTree(QTreeWidget):
    """As high as its rows, so that only the page scrolls. Arrow keys open, close and move.

    Each result is announced when it arrives, without moving the focus.
    """

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setColumnCount(3)
        self.setHeaderLabels([_("Check"), _("Result"), _("Time")])
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(False)
        self.setExpandsOnDoubleClick(True)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(WrappedRows(self))
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            # Not `ResizeToContents`: it measures all rows again after every text that is set.
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self._filling = False
        self._quiet_shown = True
        self._results: dict[str, ResultRow] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self.itemExpanded.connect(self._fit)
        self.itemCollapsed.connect(self._fit)
        header.sectionResized.connect(self._refold)
        self.currentItemChanged.connect(self._follow)

    @property
    def results(self) -> tuple[ResultRow, ...]:
        """The results shown."""
        return tuple(self._results.values())

    def set_results(self, results: list[ResultRow], *, say: bool) -> None:
        """Show these results, in this order; with `say`, newly finished ones are announced."""
        if [each.id for each in results] != list(self._results):
            self.clear()
            self._results, self._items = {}, {}
        news = []
        self._filling = True  # its height is needed once, not after every row
        for result in results:
            before = self._results.get(result.id)
            if result == before:
                continue
            self._put(result, before)
            if result.finished and (before is None or not before.finished):
                news.append(result.accessible_name)
        self._hide_quiet()
        self._filling = False
        self._fit_columns()
        self._fit()
        if news and say:
            announce(self, ". ".join(news))

    def is_open(self, result_id: str) -> bool:
        """Whether the lines below a result are shown."""
        return self._items[result_id].isExpanded()

    def open_one(self, result_id: str, *, opened: bool) -> None:
        """Open or close a result; one that is not there any more is left out."""
        if result_id in self._items:
            self._items[result_id].setExpanded(opened)

    def open_all(self, opened: bool) -> None:
        """Open all results, or only those that were open at first."""
        self._filling = True
        for result_id, item in self._items.items():
            item.setExpanded(opened or self._results[result_id].open)
        self._filling = False
        self._fit()

    def show_quiet(self, shown: bool) -> None:
        """Show or hide the results that ask for nothing."""
        self._quiet_shown = shown
        self._hide_quiet()
        self._fit()

    def _hide_quiet(self) -> None:
        for result_id, item in self._items.items():
            item.setHidden(not self._quiet_shown and self._results[result_id].quiet)
        current = self.currentItem()
        if current is not None and _above(current).isHidden():
            seen = [item for item in self._items.values() if not item.isHidden()]
            if seen:
                self.setCurrentItem(seen[0])

    def text(self, result_id: str) -> str:
        """A result with all its lines, as plain text."""
        result = self._results[result_id]
        lines = ["\t".join(part for part in (result.title, result.word, result.took) if part)]
        for group in result.groups:
            lines += [f"  {group.title}", *(f"    {line}" for line in group.lines)]
        return "\n".join(lines)

    def _put(self, result: ResultRow, before: ResultRow | None) -> None:
        item = self._items.get(result.id)
        if item is None:
            item = self._items[result.id] = QTreeWidgetItem(self)
        self._results[result.id] = result
        for column, text in enumerate((result.title, result.word, result.took)):
            item.setText(column, text)
            item.setData(column, _NAME, result.accessible_name if column == 0 else text)
        item.setData(0, SIGN_ROLE, (result.sign, result.status))
        item.setData(1, SIGN_ROLE, ("", result.status))
        if before is None or before.groups != result.groups:
            self._fill(item, result)
        if before is None or before.open != result.open:
            item.setExpanded(result.open)

    def _fill(self, item: QTreeWidgetItem, result: ResultRow) -> None:
        inside = self.currentItem()
        if inside is not None and inside is not item and _above(inside) is item:
            self.setCurrentItem(item)  # the focused item disappears
        item.takeChildren()
        for group in result.groups:
            head = QTreeWidgetItem(item, [group.title])
            head.setData(0, STRONG_ROLE, True)
            head.setData(0, _NAME, group.title)
            head.setFirstColumnSpanned(True)
            for line in group.lines:
                row = QTreeWidgetItem(head, [line])
                row.setData(0, _NAME, line)
                row.setFirstColumnSpanned(True)
            head.setExpanded(True)

    def _fit_columns(self) -> None:
        """Make the result and time columns as wide as they need."""
        for column in (1, 2):
            self.resizeColumnToContents(column)

    def _fit(self) -> None:
        """Make the tree as high as all open rows."""
        if self._filling:
            return
        height = self.viewportSizeHint().height() + 2 * self.frameWidth() + 2
        if height != self.height():
            self.setFixedHeight(height)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """An arrow as large as the text, on every platform."""
        if not self.model().hasChildren(index):
            return
        side = round(self.fontMetrics().height() * 0.8)
        nearest = rect.left() if self.isRightToLeft() else rect.right() - self.indentation()  # to the text
        left = nearest + (self.indentation() - side) // 2
        top = rect.top() + 4 + (self.fontMetrics().height() - side) // 2
        name = "chevron-down" if self.isExpanded(index) else "chevron-right"
        draw(painter, name, QRect(left, top, side, side), self.palette().color(QPalette.ColorRole.Text))

    def _refold(self) -> None:
        """Lay out the lines again: another width or font wraps them differently."""
        indentation = round(self.fontMetrics().height() * 1.25)
        if indentation != self.indentation():  # another font
            self.setIndentation(indentation)
            self._fit_columns()
        self.scheduleDelayedItemsLayout()
        self._fit()

    def _follow(self, current: QTreeWidgetItem | None) -> None:
        """Scroll the page along with keyboard navigation."""
        if current is None or not self.hasFocus():
            return
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        content = area.widget() if area is not None else None
        if area is None or content is None:
            return
        row = self.visualItemRect(current)
        top = self.viewport().mapTo(content, QPoint(0, row.top()))
        area.ensureVisible(top.x(), top.y() + row.height(), 0, row.height())
        area.ensureVisible(top.x(), top.y(), 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._refold()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._refold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.matches(QKeySequence.StandardKey.Copy) and item is not None:
            root = _above(item)
            found = next((key for key, each in self._items.items() if each is root), "")
            QGuiApplication.clipboard().setText(self.text(found))
            announce(self, _("Copied"))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and item is not None:
            item.setExpanded(not item.isExpanded())
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()  # at either end the page must not scroll away from the row


def _above(item: QTreeWidgetItem) -> QTreeWidgetItem:
    """The result that contains an item."""
    parent = item.parent()
    return item if parent is None else _above(parent)
