"""A list of findings: icon, word, evidence, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.messages import _, ngettext
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.sign import Badge, Sign
from wizard.ui.widgets.surface import Separator
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
    strong,
)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line: `id` for its widgets' names, its status, and its texts."""

    id: str
    title: str
    sign: str
    status: Tone
    word: str
    sentence: str = ""
    remedy: str = ""
    link: str = ""
    question: bool = False
    answer: bool | None = None
    details: tuple[tuple[str, str], ...] = ()
    """Evidence as label and text, behind a button that opens it."""
    open: bool = False
    """Whether the evidence is open at first."""


class Checklist(QWidget):
    """Lines of a checklist. Only changed lines are rebuilt, so focus survives an update."""

    link_opened = Signal(str)
    answered = Signal(str, bool)

    def __init__(
        self,
        name: str,
        accessible_name: str,
        parent: QWidget | None = None,
        *,
        fold_good: bool = False,
    ) -> None:
        """`fold_good`: lines that ask for nothing are folded, below those that do."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        self._column = _rows_of(outer)
        self._fold: Fold | None = None
        if fold_good:
            inside = QWidget()
            self._good_column = _rows_of(QVBoxLayout(inside))
            self._fold = Fold(f"{name}-good", "", inside)
            self._fold.hide()
            outer.addWidget(self._fold)
        self._rows: dict[str, _Row] = {}

    @property
    def lines(self) -> tuple[CheckLine, ...]:
        """The lines shown."""
        return tuple(row.line for row in self._rows.values())

    def set_lines(self, lines: list[CheckLine]) -> None:
        """Show these lines, in this order."""
        if [line.id for line in lines] == list(self._rows):
            moved = [line for line in lines if self._folds(line) != self._folds(self._rows[line.id].line)]
            for line in lines:
                self._rows[line.id].set_line(line)
            if not moved:
                return
        for row in self._rows.values():
            row.hide()
            row.setParent(self)
        old: dict[str, _Row] = self._rows
        self._rows = {}
        for line in lines:
            row = old.pop(line.id) if line.id in old else _Row(self, line)
            row.set_line(line)
            self._rows[line.id] = row
            (self._good_column if self._folds(line) else self._column).addWidget(row)
            row.show()
        for gone in old.values():
            gone.deleteLater()
        if self._fold is not None:
            good = sum(self._folds(line) for line in lines)
            self._fold.setVisible(good > 0)
            self._fold.set_title(ngettext("{n} check is good", "{n} checks are good", good).format(n=good))

    def _folds(self, line: CheckLine) -> bool:
        return self._fold is not None and line.status is Tone.SUCCESS and not line.question

    def show_evidence(self, shown: bool) -> None:
        """Open or close the evidence of every line."""
        for row in self._rows.values():
            row.show_evidence(shown)


def _rows_of(outer: QVBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    outer.addLayout(column)
    outer.setContentsMargins(0, 0, 0, 0)
    return column


class _Row(QWidget):
    def __init__(self, owner: Checklist, line: CheckLine) -> None:
        super().__init__(owner)
        self._owner = owner
        self.line = line
        self._opened: bool | None = None  # the person's choice; None: as the line says
        base = f"{owner.objectName()}-{line.id}"
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, GAP + 2, 0, GAP + 2)
        row.setSpacing(GAP + 4)
        outer.addLayout(row)
        outer.addWidget(Separator())
        self._sign = Sign(line.sign, line.status)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        row.addLayout(column, 1)
        self._title = strong("")
        self._sentence = TextLabel("")
        self._remedy = caption("")
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addWidget(self._remedy)
        self._actions = QWidget()
        flow = FlowLayout(self._actions, gap=GAP)
        self._yes = Button(
            f"{base}-yes", _("Yes"), "", accessible_name=_("Yes: {question}").format(question=line.title)
        )
        self._no = Button(
            f"{base}-no", _("No"), "", accessible_name=_("No: {question}").format(question=line.title)
        )
        for button in (self._yes, self._no):
            button.setCheckable(True)
        self._link = Button(
            f"{base}-link",
            _("Open the page"),
            "open",
            SUBTLE,
            accessible_name=_("Open the page for: {title}").format(title=line.title),
        )
        self._more = Button(
            f"{base}-details",
            _("Evidence"),
            "chevron-down",
            SUBTLE,
            accessible_name=_("Evidence for: {title}").format(title=line.title),
        )
        self._more.setCheckable(True)
        for button in (self._yes, self._no, self._link, self._more):
            flow.addWidget(button)
        column.addWidget(self._actions)
        self._evidence = TextLabel("")
        self._evidence.setObjectName(f"{base}-evidence")
        self._evidence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._evidence)
        self._badge = Badge()
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        self._link.clicked.connect(self._open)
        self._yes.clicked.connect(self._say_yes)
        self._no.clicked.connect(self._say_no)
        self._more.clicked.connect(self._toggle)

    def set_line(self, line: CheckLine) -> None:
        self.line = line
        self._sign.set_sign(line.sign, line.status)
        self._title.setText(line.title)
        for label, text in ((self._sentence, line.sentence), (self._remedy, line.remedy)):
            label.setText(text)
            label.setVisible(bool(text))
        self._yes.setVisible(line.question)
        self._no.setVisible(line.question)
        self._yes.setChecked(line.answer is True)
        self._no.setChecked(line.answer is False)
        self._link.setVisible(bool(line.link))
        self._evidence.setText("\n".join(f"{label}: {text}" for label, text in line.details))
        self._more.setVisible(bool(line.details))
        self._actions.setVisible(line.question or bool(line.link or line.details))
        self._show_evidence()
        self._badge.set_badge(line.sign, line.word, line.status)
        self.setAccessibleName(f"{line.title}: {line.word}. {line.sentence}")

    def _open(self) -> None:
        self._owner.link_opened.emit(self.line.link)

    def show_evidence(self, shown: bool) -> None:
        """Open or close the evidence."""
        self._opened = shown
        self._show_evidence()

    def _toggle(self) -> None:
        self.show_evidence(self._more.isChecked())

    def _show_evidence(self) -> None:
        shown = self.line.open if self._opened is None else self._opened
        self._more.setChecked(shown)
        self._evidence.setVisible(shown and bool(self.line.details))

    def _say_yes(self) -> None:
        self._owner.answered.emit(self.line.id, True)

    def _say_no(self) -> None:
        self._owner.answered.emit(self.line.id, False)
