"""The editor of one attribute mapping: source, notes, live result, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QSpinBox, QWidget

from wizard.mapping.expression import MAX_LENGTH, SIGNATURES
from wizard.messages import _, number
from wizard.messages.functions import function_help
from wizard.playvox.attributes import attribute
from wizard.steps.mappings.editing_view import MappingEdit
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.button import PRIMARY, SUBTLE, WARY, Button
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.expression_box import ExpressionBox
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.heading import section_title
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import caption

if TYPE_CHECKING:
    from wizard.problem import Problem
    from wizard.steps.mappings.editing_view import (
        DraftView,
        SourceTrialRow,
        SourceTrialView,
    )
    from wizard.steps.mappings.view import MappingRow

_PAUSE_MS = 250


class EditorCard(Card):
    """Hidden until a mapping is selected or a new one started. Input stays until it is applied or
    discarded.
    """

    try_wanted = Signal(str, str)
    compare_wanted = Signal(str, str)
    set_wanted = Signal(object)
    remove_wanted = Signal(str)
    edited = Signal()
    """Something was typed or chosen, or the editor was opened or closed."""

    def __init__(self) -> None:
        super().__init__()
        self._row: MappingRow | None = None
        self._sources: tuple[str, ...] = ()
        self._opened_with: MappingEdit | None = None
        self.heading = section_title("")
        self.body.addWidget(self.heading)
        self._build_source()
        self._build_options()
        self._typing = PendingInput(self, _PAUSE_MS, lookup=True)
        self._typing.due.connect(self._try)
        self.box.textChanged.connect(self._typed)
        self.box.refused.connect(self._too_long)
        self.box.function_changed.connect(self._help_for)
        self.kind_box.activated.connect(self._kind_chosen)
        self.matching_box.valueChanged.connect(self._look_at_matching)
        self.target_box.currentIndexChanged.connect(self._look_at_matching)
        self.box.textChanged.connect(self.edited)
        self.default_line.textChanged.connect(self.edited)
        self.matching_box.valueChanged.connect(self.edited)
        self.once_box.toggled.connect(self.edited)
        for choice in (self.target_box, self.kind_box):
            choice.currentIndexChanged.connect(self.edited)
        self.close_button.clicked.connect(self.edited)
        self.hide()

    def _build_source(self) -> None:
        self.target_box = QComboBox()
        self.target_box.setObjectName("mapping-target")
        self.target_box.setAccessibleName(_("Playvox attribute"))
        self.target_field = Field(_("Playvox attribute"), self.target_box)
        self.body.addWidget(self.target_field)
        self.kind_box = QComboBox()
        self.kind_box.setObjectName("mapping-kind")
        self.kind_box.setAccessibleName(_("Kind"))
        for kind, text in (
            ("direct", _("Direct: the value of one attribute")),
            ("constant", _("Constant: the same for everybody")),
            ("expression", _("Expression: calculated from attributes")),
            ("none", _("None: only the default of a new account")),
        ):
            self.kind_box.addItem(text, kind)
        self.body.addWidget(Field(_("Kind"), self.kind_box))
        self.box = ExpressionBox("mapping-source", _("Source"))
        self.source_field = Field(
            _("Source"), self.box, _("Suggestions open while you type, and with Ctrl+Space.")
        )
        self.body.addWidget(self.source_field)
        self.help = caption("")
        self.help.setObjectName("function-help")
        self.body.addWidget(self.help)
        self.trial_list = DetailsList(
            "trial",
            _("What it gives"),
            (_("Person"), _("Calculated here"), _("According to Entra"), _("Notes")),
            filterable=False,
            most_rows=4,
        )
        self.body.addWidget(self.trial_list)

    def _build_options(self) -> None:
        self.default_line = TextField("mapping-default", _("Default"))
        self.body.addWidget(
            Field(
                _("Default"),
                self.default_line,
                _("Sent when the value is empty and an account is created."),
            )
        )
        self.matching_box = QSpinBox()
        self.matching_box.setObjectName("mapping-matching")
        self.matching_box.setAccessibleName(_("Matching order"))
        self.matching_box.setRange(0, 20)
        self.matching_box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.matching_box.setSpecialValueText(_("No"))
        self.matching_field = Field(
            _("Matching order"),
            self.matching_box,
            _("1 is tried first. Playvox documents a search by userName only."),
        )
        self.body.addWidget(self.matching_field)
        self.once_box = QCheckBox(_("Only when the account is created"))
        self.once_box.setObjectName("mapping-once")
        self.body.addWidget(self.once_box)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=GAP)
        self.set_button = Button("set-mapping", _("Apply to draft"), "done", PRIMARY)
        self.compare_button = Button("compare-entra", _("Compare with Entra"), "compare")
        self.remove_button = Button("remove-mapping", _("Delete mapping"), "delete", WARY)
        self.close_button = Button("close-editor", _("Close"), "dismiss", SUBTLE)
        for button in (self.set_button, self.compare_button, self.remove_button, self.close_button):
            flow.addWidget(button)
        self.body.addWidget(buttons)
        self.set_button.clicked.connect(self._set)
        self.compare_button.clicked.connect(self._compare)
        self.remove_button.clicked.connect(self._remove)
        self.close_button.clicked.connect(self.hide)

    @property
    def kind(self) -> str:
        """Selected kind of source."""
        return str(self.kind_box.currentData())

    @property
    def text(self) -> str:
        """Source as typed."""
        return self.box.toPlainText()

    @property
    def has_unapplied_edits(self) -> bool:
        """Whether the editor has edits that are not in the draft."""
        return not self.isHidden() and self._typed_edit() != self._opened_with

    @property
    def unapplied(self) -> MappingEdit | None:
        """What is typed and not in the draft; None where nothing is."""
        return self._typed_edit() if self.has_unapplied_edits else None

    @property
    def is_new(self) -> bool:
        """Whether what is edited would be a new mapping."""
        return self._row is None

    def show_edit(self, edit: MappingEdit) -> None:
        """Type this into the mapping that was just opened, as if somebody had."""
        self.target_box.setCurrentIndex(self.target_box.findText(edit.target))
        self.kind_box.setCurrentIndex(self.kind_box.findData(edit.kind))
        self._show_source()
        self.box.setPlainText(edit.text)
        self.default_line.setText(edit.default)
        self.matching_box.setValue(edit.matching)
        self.once_box.setChecked(edit.only_on_create)

    def ask_to_apply(self) -> None:
        """Ask to apply or discard the edits first; nothing is lost."""
        self.source_field.set_message(
            _("Put this into the draft first, or close it to throw it away."), Tone.WARNING
        )
        self.set_button.setFocus()

    def edit(self, row: MappingRow | None, draft: DraftView, free: tuple[str, ...]) -> None:
        """Edit this mapping, or start a new one for one of the `free` target attributes."""
        self._row = row
        self._sources = draft.sources
        self.heading.setText(_("Edit {target}").format(target=row.target) if row else _("A new mapping"))
        self.target_field.setVisible(row is None)
        self.target_box.clear()
        self.target_box.addItems([row.target] if row else list(free))
        self.kind_box.setCurrentIndex(self.kind_box.findData(row.kind if row else "direct"))
        self._show_source()
        self.box.setPlainText(row.text if row else "")
        self.default_line.setText(row.default if row else "")
        self.matching_box.setValue(row.matching if row else 0)
        self.once_box.setChecked(row.only_on_create if row else False)
        self.remove_button.setVisible(row is not None)
        self.source_field.set_message("")
        self.matching_field.set_message("")
        self._look_at_matching()
        self.trial_list.set_rows([])
        self._opened_with = self._typed_edit()
        self.show()

    def draw(self, draft: DraftView) -> None:
        """Show notes and results, if they belong to the current input."""
        self._sources = draft.sources
        trial = draft.trial
        if self.isHidden() or trial is None or (trial.kind, trial.text) != (self.kind, self.text):
            return
        self._draw_notes(trial)
        self.trial_list.set_rows(
            [
                ListRow(f"{number}", (each.person, each.value, each.entra, self._note(each)), "person")
                for number, each in enumerate(trial.rows)
            ],
            ""
            if trial.rows
            else _("Nothing to show: the source cannot be calculated, or there is nobody."),
        )

    def show_problem(self, problem: Problem) -> None:
        """Show what was rejected, beside the field it is about."""
        fields = {"target": self.target_field, "matching": self.matching_field}
        field = fields.get(problem.field or "", self.source_field)
        field.set_problem(problem)
        if problem.field == "source":
            position = problem.facts.get("position", "")
            self.box.mark(int(position) - 1 if position.isdigit() else -1)
            self.box.setFocus()

    def _draw_notes(self, trial: SourceTrialView) -> None:
        worst = next((note for note in trial.notes if note.level == "error"), None)
        worst = worst or next(iter(trial.notes), None)
        if worst is None or not trial.text:
            self.source_field.set_message("")
            self.box.mark(-1)
            return
        self.source_field.set_message(worst.text, Tone.ERROR if worst.level == "error" else Tone.WARNING)
        self.box.mark(worst.position)

    @staticmethod
    def _note(row: SourceTrialRow) -> str:
        return " ".join(part for part in (_("Differs.") if row.differs else "", row.note) if part)

    def _look_at_matching(self) -> None:
        known = attribute(self.target_box.currentText())
        hopeless = self.matching_box.value() > 0 and (known is None or not known.filterable)
        self.matching_field.set_message(
            _("Playvox cannot be searched by this attribute, so it cannot be a matching attribute.")
            if hopeless
            else "",
            Tone.WARNING,
        )

    def _typed(self) -> None:
        if not self.isHidden():
            self._typing.typed()

    def _try(self) -> None:
        if not self.isHidden():
            self.try_wanted.emit(self.kind, self.text)

    def _compare(self) -> None:
        self._typing.drop()
        self.compare_wanted.emit(self.kind, self.text)

    def _kind_chosen(self) -> None:
        text = self.text.strip()
        if self.kind == "expression" and text in self._sources:
            self.box.setPlainText(f"[{text}]")
        elif self.kind == "direct" and text.startswith("[") and text.endswith("]"):
            self.box.setPlainText(text[1:-1])
        self._show_source()
        self._try()

    def _show_source(self) -> None:
        """Show the field for the selected kind of source; none for a mapping without a source."""
        self.box.set_kind(self.kind, self._sources)
        for each in (self.source_field, self.trial_list, self.compare_button):
            each.setVisible(self.kind != "none")

    def _set(self) -> None:
        self.set_wanted.emit(self._typed_edit())

    def _typed_edit(self) -> MappingEdit:
        return MappingEdit(
            self.target_box.currentText(),
            self.kind,
            self.text,
            self.default_line.text(),
            self.once_box.isChecked(),
            self.matching_box.value(),
        )

    def _remove(self) -> None:
        if self._row is not None:
            self.remove_wanted.emit(self._row.target)

    def _too_long(self, length: int) -> None:
        self.source_field.set_message(
            _(
                "The pasted text has {length} characters; at most {longest} fit here. Nothing was changed."
            ).format(length=number(length), longest=number(MAX_LENGTH))
        )

    def _help_for(self, name: str) -> None:
        signature = next((each for each in SIGNATURES.values() if each.name == name), None)
        self.help.setText(
            _("{signature}: {help}").format(signature=signature.shown, help=function_help(signature.name))
            if signature
            else ""
        )
