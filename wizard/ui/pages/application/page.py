"""Application: choose the enterprise application that provisions Playvox, or add one from the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QProgressBar, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.page import Page
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.field import Field, TextField, control_character_message
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.application.step import ApplicationStep
    from wizard.steps.application.view import (
        AppRow,
        OwnersView,
    )

_NAMED = 5


class ApplicationPage(Page["ApplicationStep"]):
    """Lists existing applications and adds one."""

    step_id: ClassVar[str] = "application"

    def step_of(self, assistant: Assistant) -> ApplicationStep:
        return assistant.application

    def title(self) -> str:
        return _("Application")

    def lead(self) -> str:
        return _(
            "Provisioning belongs to an enterprise application. Use one you have, or add "
            "Playvox from the gallery."
        )

    def build(self) -> None:
        card = self.card(_("Playvox applications in your tenant"))
        self.list = DetailsList(
            "applications",
            _("Playvox applications in your tenant"),
            (_("Name"), _("Kind"), _("Single sign-on"), _("Provisioning")),
        )
        card.body.addWidget(self.list)
        self.why = TextLabel("")
        card.body.addWidget(self.why)
        row = QWidget()
        buttons = FlowLayout(row, gap=GAP)
        self.use_button = Button("use-application", _("Use this application"), "done")
        self.find_button = Button("find-applications", _("Refresh"), "refresh", SUBTLE)
        self.portal_button = Button("open-application", _("Open the selected one in Entra"), "open", SUBTLE)
        for button in (self.use_button, self.find_button, self.portal_button):
            buttons.addWidget(button)
        card.body.addWidget(row)
        self.list.selected.connect(self._on_selected)
        self.list.table.activated_row.connect(self._use)
        self.list.table.doubleClicked.connect(self._use_current)
        self.use_button.clicked.connect(self._use_current)
        self.find_button.clicked.connect(self._find)
        self.portal_button.clicked.connect(self._open_portal)
        self.chosen_bar = MessageBar("application-chosen", dismissable=False)
        self.body.insertWidget(0, self.chosen_bar)
        self.owners = TextLabel("")
        self.owners.setObjectName("application-owners")
        self.body.insertWidget(1, self.owners)
        self.jobs_card = self.card(
            _("Provisioning jobs"),
            _("The application has several. Settings, mappings and plans are about the one in use."),
        )
        self.jobs = DetailsList(
            "provisioning-jobs",
            _("Provisioning jobs"),
            (_("Job"), _("Template"), _("Provisioning"), _("In use")),
            filterable=False,
            most_rows=4,
        )
        self.jobs_card.body.addWidget(self.jobs)
        job_row = QWidget()
        self.use_job_button = Button("use-job", _("Use this job"), "done")
        FlowLayout(job_row, gap=GAP).addWidget(self.use_job_button)
        self.jobs_card.body.addWidget(job_row)
        self.use_job_button.clicked.connect(self._use_job)
        self.jobs.table.activated_row.connect(self._choose_job)
        card = self.card(_("Add Playvox from the gallery"))
        self.gallery_text = TextLabel("")
        card.body.addWidget(self.gallery_text)
        self.name_line = TextField("application-name", _("Name of the new application"), longest=120)
        self.name_field = Field(
            _("Name"), self.name_line, _("How it will be listed under Enterprise applications.")
        )
        card.body.addWidget(self.name_field)
        self.progress = QProgressBar()
        self.progress.setObjectName("adding-progress")
        self.progress.setAccessibleName(_("Adding the application"))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(GAP)
        self.progress.hide()
        self.progress_text = TextLabel("")
        self.progress_text.hide()
        card.body.addWidget(self.progress)
        card.body.addWidget(self.progress_text)
        self._rows: dict[str, AppRow] = {}
        self._named = False
        self._selected_for = ""  # the application in use that the selection began at

    def enter(self) -> None:
        step = self.step
        if step is not None and step.state != "locked" and not step.running:
            self._find()

    def draw(self, step: ApplicationStep) -> None:
        view = step.view
        self._rows = {row.id: row for row in view.candidates}
        empty = (
            _("No Playvox application was found in this tenant.") if view.looked else _("Not searched yet.")
        )
        self.list.set_rows([self._row(row) for row in view.candidates], empty)
        if view.chosen is not None:
            self.chosen_bar.show_message(
                Tone.SUCCESS, _("“{name}” is the application in use.").format(name=view.chosen.name)
            )
            if self._selected_for != view.chosen.id:  # a list of its own accord begins at its first row
                self.list.select(view.chosen.id)
                self._selected_for = view.chosen.id if self.list.current == view.chosen.id else ""
        else:
            self._selected_for = ""
            self.chosen_bar.clear()
        self.owners.setText(_owners_sentence(view.owners))
        self.owners.setVisible(view.owners is not None)
        self._draw_current()
        self.jobs_card.setVisible(bool(view.jobs))
        self.jobs.set_rows(
            [
                ListRow(
                    job.id,
                    (job.id, job.template, job.state, _("Yes") if job.chosen else _("No")),
                    "application",
                )
                for job in view.jobs
            ],
            "",
        )
        if view.gallery_name:
            self.gallery_text.setText(
                _("The gallery offers “{name}” by {publisher}.").format(
                    name=view.gallery_name, publisher=view.gallery_publisher
                )
                + (f"\n{view.gallery_deprecation}" if view.gallery_deprecation else "")
            )
        else:
            self.gallery_text.setText(_("The gallery entry is read together with the applications."))
        if not self._named and view.suggested_name:
            self._named = True
            self.name_line.setText(view.suggested_name)
        adding = view.adding
        self.progress.setVisible(adding is not None)
        self.progress_text.setVisible(adding is not None)
        if adding is not None:
            self.progress.setRange(0, adding.total or 0)
            self.progress.setValue(adding.done or 0)
            self.progress_text.setText(adding.sentence)
        problem = view.problem
        if problem is not None and problem.field is not None:
            self.name_field.set_problem(problem)

    def starts_at(self) -> QWidget:
        return self.list.table

    def commits(self) -> tuple[Commit, ...]:
        return (
            Commit(
                "add-application",
                _("Add Playvox application"),
                "add",
                plan=lambda: self.assistant.application.plan_add(self.name_line.text()),
                act=lambda: self.assistant.application.add(self.name_line.text()),
                blocker=self._why_not_add,
                primary=not self._has_choice(),
                title=_("Add Playvox from the gallery"),
                done_text=_("The application was added and is in use."),
                leads_on=True,
            ),
        )

    def _has_choice(self) -> bool:
        step = self.step
        return step is not None and step.view.chosen is not None

    def _why_not_add(self) -> str:
        name = self.name_line.text()
        problem = control_character_message(name)
        if not name.strip():
            problem = _("Give the new application a name.")
        self.name_field.set_message(problem)
        if problem:
            self.name_line.setFocus()
        return problem

    def _row(self, row: AppRow) -> ListRow:
        kinds = {
            "gallery": _("From the gallery"),
            "non_gallery": _("Own application (non-gallery)"),
            "other": _("Other"),
        }
        name = row.name if row.enabled else _("{name} (disabled)").format(name=row.name)
        if row.recommended:
            name = _("{name} (recommended)").format(name=name)
        sso = _("Yes") if row.single_sign_on else _("No")
        return ListRow(
            row.id,
            (name, kinds.get(str(row.kind), ""), sso, row.provisioning or _("Not set up")),
            "application",
            row.why,
        )

    def _draw_current(self) -> None:
        row = self._rows.get(self.list.current)
        self.why.setText(row.why if row is not None else "")
        self.why.setVisible(bool(self.why.text()))
        # The page has a button for the application in use already.
        other = row is not None and row.portal_link != self.assistant.context.portal_link
        self.portal_button.setVisible(other and row is not None and bool(row.portal_link))
        self.use_button.setVisible(bool(self._rows))

    def _on_selected(self, _row: str) -> None:
        self._draw_current()

    def _use_current(self) -> None:
        if self.list.current:
            self._use(self.list.current)
        else:
            self.why.setText(_("Select an application in the list first."))
            self.why.show()

    def _use(self, row_id: str) -> None:
        self.intend(lambda step: step.choose(row_id))

    def _use_job(self) -> None:
        if self.jobs.current:
            self._choose_job(self.jobs.current)

    def _choose_job(self, job_id: str) -> None:
        self.intend(lambda step: step.choose_job(job_id))

    def _find(self) -> None:
        self.intend(lambda step: step.find())

    def _open_portal(self) -> None:
        row = self._rows.get(self.list.current)
        if row is not None:
            self.link_opened.emit(row.portal_link)


def _owners_sentence(found: OwnersView | None) -> str:
    """Who owns the application in use, and what that is good for."""
    if found is None:
        return ""
    if not found.names:
        return _(
            "Nobody owns the application. An owner can set up its provisioning without a directory role."
        )
    shown = ", ".join(found.names[:_NAMED]) + (" …" if len(found.names) > _NAMED else "")
    if found.yours:
        text = _("Owners: {names}. You are one of them: provisioning needs no directory role.")
    else:
        text = _("Owners: {names}. An owner can set up its provisioning without a directory role.")
    return text.format(names=shown)
