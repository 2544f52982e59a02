"""Relink: the person, and each part of deleting the stored link and matching again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from wizard.messages import _
from wizard.messages.times import moment
from wizard.ui.appearance.theme import Tone
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.base.stages import stage_line
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.checklist import Checklist
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.relink.step import RelinkStep
    from wizard.steps.relink.view import RelinkView


class RelinkPage(Page["RelinkStep"]):
    """One person is matched with an account again."""

    step_id: ClassVar[str] = "relink"

    def step_of(self, assistant: Assistant) -> RelinkStep:
        return assistant.relink

    def title(self) -> str:
        return _("Relink one person (beta)")

    def lead(self) -> str:
        return _(
            "Deletes the link that Entra has stored between a person and an account, so that Microsoft's "
            "service matches the person again. Correct the cause first. Every part is shown; after an "
            "interruption it goes on where it stopped."
        )

    def build(self) -> None:
        self.state_bar = MessageBar("relink-state", dismissable=False)
        self.body.addWidget(self.state_bar)
        card = self.card(_("Person"))
        self.name = TextField("relink-person", _("Person"))
        self.use_button = Button("relink-use-person", _("Use this person"), "person")
        help_text = _("User principal name, email address, object id or display name.")
        self.field = Field(_("Person"), self.name, help_text, beside=self.use_button)
        card.body.addWidget(self.field)
        self.name.returnPressed.connect(self._use)
        self.use_button.clicked.connect(self._use)
        card = self.card(_("What is done, in this order"))
        self.stages = Checklist("relink-stages", _("What is done, in this order"))
        card.body.addWidget(self.stages)

    def draw(self, step: RelinkStep) -> None:
        view = step.view
        self._draw_state(view)
        if view.person is not None:
            text = _("{name} ({user_name}) is relinked.")
            chosen = text.format(name=view.person.name, user_name=view.person.detail or "–")
            self.field.set_message(chosen, Tone.SUCCESS)
        else:
            self.field.set_message("")
        self.stages.set_lines([stage_line(row) for row in view.stages])

    def _draw_state(self, view: RelinkView) -> None:
        if view.unfinished is not None and not view.busy:
            text = _("Relinking {name} was not finished; provisioning may be paused.")
            lines = [_("• Choose “Relink this person” to go on; what is done is not repeated.")]
            if view.began is not None:
                began = _("{account} began it on {time}.")
                lines.insert(0, began.format(account=view.began_by or "–", time=moment(view.began)))
            self.state_bar.show_message(
                Tone.WARNING, text.format(name=view.unfinished.name), "\n".join(lines)
            )
        elif view.finished and view.person is not None:
            self.state_bar.show_message(
                Tone.SUCCESS,
                _("Microsoft's service matched {name} again.").format(name=view.person.name),
                _("Account before: {before}. Account now: {after}.").format(
                    before=view.account_before or "–", after=view.account or "–"
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
        person = step.view.person
        wanted = person.id if person is not None else ""
        return (
            Commit(
                "relink-now",
                _("Relink this person"),
                "warning",
                plan=lambda: self.assistant.relink.plan_relink(wanted),
                act=lambda: self.assistant.relink.relink(wanted),
                destructive=True,  # the stored link is deleted first
                blocker=self._why_not,
                title=_("Relink one person (beta)"),
                done_text=_("The service matched the person again."),
            ),
        )

    def _why_not(self) -> str:
        step = self.step
        if step is not None and step.view.person is not None:
            return ""
        self.name.setFocus()
        return _("Choose the person first.")

    def _use(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.field.set_message(_("Choose the person first."), Tone.WARNING)
            self.name.setFocus()
            return
        self.intend(lambda step: step.choose(name))
