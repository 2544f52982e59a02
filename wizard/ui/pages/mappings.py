"""Mappings: which attribute comes from where, and what that makes of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from wizard.ui.page import Page
from wizard.ui.theme import GAP, Status
from wizard.ui.widgets.button import PRIMARY, Button
from wizard.ui.widgets.code_box import CodeBox
from wizard.ui.widgets.details_list import DetailsList, Row
from wizard.ui.widgets.field import Field, TextField, control_character_message
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.text import Text, caption, strong
from wizard.words import _

if TYPE_CHECKING:
    from wizard.steps.views.mappings import MappingRow, MappingsView, PersonRow, PreviewView

_PAUSE_MS = 300


class MappingsPage(Page):
    """The list of mappings, and a preview for one chosen person."""

    step_id: ClassVar[str] = "mappings"

    def title(self) -> str:
        return _("Mappings")

    def lead(self) -> str:
        return _(
            "How attributes in Microsoft Entra ID become attributes in Playvox. Matching "
            "attributes find an account "
            "that exists already."
        )

    def build(self) -> None:
        self.warnings_bar = MessageBar("mapping-warnings", dismissable=False)
        self.body.addWidget(self.warnings_bar)
        card = self.card(_("Attribute mappings"))
        self.about = Text("")
        card.body.addWidget(self.about)
        self.list = DetailsList(
            "mappings",
            _("Attribute mappings"),
            (
                _("Playvox attribute"),
                _("Kind"),
                _("Microsoft Entra ID attribute"),
                _("Matching"),
                _("To note"),
            ),
            most_rows=10,
        )
        card.body.addWidget(self.list)
        card = self.card(
            _("Preview for one person"),
            _(
                "Worked out on this computer with the mappings above. Nothing is sent to "
                "Playvox but a question."
            ),
        )
        self.search_line = TextField("preview-search", _("Search for a person"))
        self.search_line.setClearButtonEnabled(True)
        self.search_field = Field(
            _("Search for a person"), self.search_line, _("Empty: the people assigned to the application.")
        )
        card.body.addWidget(self.search_field)
        self.people_list = DetailsList(
            "preview-people", _("People"), (_("Name"), _("Sign-in name")), filterable=False, most_rows=4
        )
        card.body.addWidget(self.people_list)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.preview_button = Button("preview", _("Preview this person"), "reveal", PRIMARY)
        flow.addWidget(self.preview_button)
        card.body.addWidget(row)
        self._build_preview()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.search_line.textEdited.connect(self._typed)
        self.search_line.returnPressed.connect(self._search)
        self.people_list.table.activated_row.connect(self._preview)
        self.people_list.table.doubleClicked.connect(self._preview_current)
        self.preview_button.clicked.connect(self._preview_current)

    def _build_preview(self) -> None:
        self.preview_card = self.card()
        self.preview_title = strong("")
        self.preview_sentence = MessageBar("preview-sentence", dismissable=False)
        self.preview_card.body.addWidget(self.preview_title)
        self.preview_card.body.addWidget(self.preview_sentence)
        self.body_label = caption(_("What provisioning would send:"))
        self.body_box = CodeBox("preview-body", _("What provisioning would send"))
        self.account_label = caption(_("The account in Playvox now:"))
        self.account_box = CodeBox("preview-account", _("The account in Playvox now"))
        for part in (self.body_label, self.body_box, self.account_label, self.account_box):
            self.preview_card.body.addWidget(part)
        self.trace_list = DetailsList(
            "preview-trace",
            _("How each value came about"),
            (_("Playvox attribute"), _("Value"), _("From"), _("To note")),
            most_rows=10,
        )
        self.preview_card.body.addWidget(caption(_("How each value came about:")))
        self.preview_card.body.addWidget(self.trace_list)
        self.preview_card.hide()

    def enter(self) -> None:
        step = self.step
        if step is not None and step.state != "locked" and not step.running:
            self.intend(lambda each: each.refresh())

    # Drawing.

    def draw(self, view: MappingsView) -> None:
        name = view.name or _("The mapping for people")
        state = _("on") if view.enabled else _("off")
        scope = view.scope_filter or _("No scoping filter: everybody who is assigned is in scope.")
        self.about.setText(
            _("{name} is {state}. {scope}").format(name=name, state=state, scope=scope) if view.rows else ""
        )
        self.about.setVisible(bool(view.rows))
        self.list.set_rows([_mapping(row) for row in view.rows], _("The mappings have not been read yet."))
        if view.warnings:
            self.warnings_bar.show_message(Status.WARNING, _("Worth a look"), "\n".join(view.warnings))
        else:
            self.warnings_bar.clear()
        empty = _("Nobody found.") if view.query else _("Nobody is assigned yet.")
        self.people_list.set_rows([Row(p.id, (p.name, p.detail), "person") for p in view.people], empty)
        self.preview_button.setVisible(bool(view.people))
        self._draw_preview(view.preview)

    def _draw_preview(self, preview: PreviewView | None) -> None:
        self.preview_card.setVisible(preview is not None)
        if preview is None:
            return
        self.preview_title.setText(_person(preview.person))
        self.preview_sentence.show_message(
            Status.WARNING if preview.warnings else Status.INFO,
            preview.sentence,
            "\n".join(preview.warnings),
        )
        self.body_label.setText(
            _("What provisioning would send ({method}):").format(method=preview.method)
            if preview.method
            else _("What provisioning would send:")
        )
        for label, box, text in (
            (self.body_label, self.body_box, preview.body),
            (self.account_label, self.account_box, preview.account),
        ):
            label.setVisible(bool(text))
            box.setVisible(bool(text))
            box.set_text(text)
        if not preview.account:
            self.account_label.setVisible(True)
            self.account_label.setText(
                _("There is no account for this person in Playvox yet.")
                if preview.account_known
                else _("Playvox could not be asked about this person.")
            )
        else:
            self.account_label.setText(_("The account in Playvox now:"))
        self.trace_list.set_rows(
            [Row(f"{i}", (t.target, t.value, t.expression, t.note)) for i, t in enumerate(preview.trace)]
        )

    # Intents.

    def _typed(self, text: str) -> None:
        self.search_field.set_message(control_character_message(text))
        self._pause.start()

    def _search(self) -> None:
        self._pause.stop()
        text = self.search_line.text()
        if not control_character_message(text):
            self.intend(lambda step: step.search(text))

    def _preview_current(self) -> None:
        if not self.people_list.current:
            self.search_field.set_message(_("Select a person in the list first."), Status.WARNING)
            self.people_list.table.setFocus()
            return
        self._preview(self.people_list.current)

    def _preview(self, person: str) -> None:
        self.search_field.set_message("")
        self.intend(lambda step: step.preview(person))


def _mapping(row: MappingRow) -> Row:
    kinds = {"direct": _("Direct"), "constant": _("Constant"), "expression": _("Expression")}
    matching = _("{order}.").format(order=row.matching) if row.matching else ""
    notes = list(row.warnings)
    if row.only_on_create:
        notes.insert(0, _("Only when the account is created."))
    if row.default:
        notes.insert(0, _("If empty: {value}").format(value=row.default))
    return Row(
        row.target,
        (row.target, kinds.get(row.kind, row.kind), row.source, matching, " ".join(notes)),
        "",
        "\n".join([row.source, *notes]),
    )


def _person(person: PersonRow) -> str:
    return (
        _("{name} ({detail})").format(name=person.name, detail=person.detail)
        if person.detail
        else person.name
    )
