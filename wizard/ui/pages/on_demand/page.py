"""Provision now: a pasted list or a file of people, what happens to each, and Microsoft's answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wizard.messages import _, ngettext, number
from wizard.messages.times import moment
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.lines import outcome
from wizard.ui.pages.base.page import Page
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.details_list import DetailsList, ListRow
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.name_list import NameList

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.on_demand.step import OnDemandListStep
    from wizard.steps.on_demand.view import OnDemandListView, OnDemandRow, PlannedRow


class OnDemandPage(Page["OnDemandListStep"]):
    """A list of people, provisioned now."""

    step_id: ClassVar[str] = "on_demand"

    def step_of(self, assistant: Assistant) -> OnDemandListStep:
        return assistant.on_demand

    def title(self) -> str:
        return _("Provision now")

    def lead(self) -> str:
        return _(
            "Has Microsoft's service provision these people now instead of in the next cycle, 5 in 10 "
            "seconds. It can be canceled, and goes on with those who are left."
        )

    def build(self) -> None:
        self.state_bar = MessageBar("on-demand-state", dismissable=False)
        self.go_on_button = Button("on-demand-go-on", _("Take the interrupted list"), "refresh")
        self.go_on_button.clicked.connect(self._go_on)
        self.body.addWidget(self.state_bar)
        self.go_on_row = QWidget()
        FlowLayout(self.go_on_row, gap=GAP).addWidget(self.go_on_button)
        self.body.addWidget(self.go_on_row)
        card = self.card(_("People"))
        self.names = NameList("on-demand", _("Find these people"))
        self.names.text_taken.connect(self._choose)
        self.names.file_chosen.connect(self._choose_file)
        card.body.addWidget(self.names)
        self.list_card = self.card(_("Results"))
        self.list = DetailsList(
            "on-demand-list",
            _("People and results"),
            (_("Name"), _("Sign-in name"), _("Status"), _("Result")),
            most_rows=12,
        )
        self.list_card.body.addWidget(self.list)

    def draw(self, step: OnDemandListStep) -> None:
        view = step.view
        self._draw_state(view)
        self.names.show_report("", view.not_found)
        self.list_card.setVisible(bool(view.people))
        results = {row.person.id: row for row in view.results}
        planned = {row.person.id: row for row in view.planned}
        self.list.set_rows(
            [
                ListRow(
                    each.id,
                    (each.name, each.detail, *_cells(results.get(each.id), planned.get(each.id))),
                    outcome(results[each.id].status)[0] if each.id in results else "ready",
                )
                for each in view.people
            ],
            "",
        )

    def _draw_state(self, view: OnDemandListView) -> None:
        found = view.unfinished
        taken = bool(view.people)
        self.go_on_row.setVisible(found is not None and not taken)
        if found is not None and found.left:
            text = ngettext(
                "A list of {total} was interrupted: {n} person is left.",
                "A list of {total} was interrupted: {n} people are left.",
                found.left,
            )
            began = _("{account} began it on {time}.")
            self.state_bar.show_message(
                Tone.WARNING,
                text.format(n=number(found.left), total=number(found.total)),
                began.format(account=found.account or "–", time=moment(found.began)),
            )
        elif view.results and not view.left:
            done = sum(row.succeeded for row in view.results)
            good = done == len(view.results)
            self.state_bar.show_message(
                Tone.SUCCESS if good else Tone.WARNING,
                _("{done} of {n} people are as they should be in Playvox.").format(
                    done=done, n=len(view.results)
                ),
            )
        else:
            self.state_bar.clear()

    def enter(self) -> None:
        self.read_again()

    def commits(self) -> tuple[Commit, ...]:
        step = self.step
        if step is None:
            return ()
        count = len(step.view.left)
        text = ngettext("Provision {n} person", "Provision {n} people", count).format(n=number(count))
        return (
            Commit(
                "provision-list",
                text if count else _("Provision these people"),
                "play",
                plan=lambda: self.assistant.on_demand.plan_provision(),
                act=lambda: self.assistant.on_demand.provision(),
                blocker=self._why_not,
                title=_("Provision these people now"),
                done_text=_("Microsoft's service answered for everyone on the list."),
            ),
        )

    def _why_not(self) -> str:
        step = self.step
        if step is not None and step.view.left:
            return ""
        self.names.names.setFocus(Qt.FocusReason.OtherFocusReason)
        return _("Find the people first.")

    def _choose(self, text: str) -> None:
        self.intend(lambda step: step.choose_text(text))

    def _go_on(self) -> None:
        self.intend(lambda step: step.go_on())

    def _choose_file(self, path: str) -> None:
        self.intend(lambda step: step.choose_file(Path(path)))


def _cells(result: OnDemandRow | None, planned: PlannedRow | None) -> tuple[str, str]:
    if result is not None:
        return outcome(result.status)[2] or _("Unknown"), result.sentence
    return _("Waiting"), planned.sentence if planned is not None else ""
