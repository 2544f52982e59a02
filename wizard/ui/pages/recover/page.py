"""Recover: cause, new key, and each part of the way out of a quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.messages.times import moment
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.new_key import NewKeyCard
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.base.stages import stage_line
from wizard.ui.session.background import BackgroundTask
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.checklist import CheckLine, Checklist
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from pydantic import SecretStr

    from wizard.steps import Assistant
    from wizard.steps.base.quarantine import QuarantineView
    from wizard.steps.recover.replay import Replay
    from wizard.steps.recover.step import RecoverStep
    from wizard.steps.recover.view import RecoverView


class RecoverPage(Page["RecoverStep"]):
    """The way out of a quarantine."""

    step_id: ClassVar[str] = "recover"

    def step_of(self, assistant: Assistant) -> RecoverStep:
        return assistant.recover

    def title(self) -> str:
        return _("Recover")

    def lead(self) -> str:
        return _(
            "Ends a quarantine once its cause is gone. Every part is shown; after an interruption it "
            "goes on where it stopped."
        )

    def build(self) -> None:
        self._watch: BackgroundTask | None = None
        self.cause = MessageBar("recover-cause", dismissable=False)
        self.body.addWidget(self.cause)
        self.replay_card = self.card(
            _("The request behind the quarantine"),
            _(
                "Asks again what Microsoft's service asks Playvox: for a person who cannot exist. "
                "Nothing is changed."
            ),
        )
        self.replay_button = Button("recover-replay", _("Ask again"), "refresh")
        self.replay_button.clicked.connect(self._ask_again)
        row = QWidget()
        FlowLayout(row, gap=GAP).addWidget(self.replay_button)
        self.replay_card.body.addWidget(row)
        self.replay_text = TextLabel("")
        self.replay_text.setObjectName("recover-replayed")
        self.replay_card.body.addWidget(self.replay_text)
        self.replay_lines = Checklist("recover-replay-lines", _("What was answered"))
        self.replay_card.body.addWidget(self.replay_lines)
        self.key = NewKeyCard(
            "recover-",
            _("New key, if one is needed"),
            _(
                "Create one in Playvox under Settings > API Keys and paste its BASE64 KEY here. "
                "Leave it empty if the saved key works again."
            ),
            _("Use the practice key"),
        )
        self.key.pasted.connect(self._send)
        self.key.practice_key_wanted.connect(self._use_practice_key)
        self.body.addWidget(self.key)
        card = self.card(_("What is done, in this order"))
        self.stages = Checklist("recover-stages", _("What is done, in this order"))
        card.body.addWidget(self.stages)

    def draw(self, step: RecoverStep) -> None:
        view = step.view
        self._draw_cause(view)
        self.key.setVisible(view.asks_key)
        self.replay_card.setVisible(view.asks_key or view.replay is not None)
        self.replay_text.setVisible(view.replay is not None)
        self.replay_lines.setVisible(view.replay is not None)
        if view.replay is not None:
            asked = _("Asked at {time}.").format(time=moment(view.replay.at))
            self.replay_text.setText(asked)
            self.replay_lines.set_lines(_replayed(view.replay))
        practice = self.assistant.before.view.practice is not None
        self.key.show_key(view.pending, view.field_problem, practice=practice, in_use=view.recovered)
        self.stages.set_lines([stage_line(row) for row in view.stages])

    def _draw_cause(self, view: RecoverView) -> None:
        if view.quarantine is not None:
            found = view.quarantine
            self.cause.show_message(Tone.ERROR, found.sentence, "\n".join(_about(found)), found.detail)
        elif not view.known:
            self.cause.show_message(Tone.INFO, _("Not read yet."))
        elif view.recovered:
            self.cause.show_message(Tone.SUCCESS, _("Provisioning is out of quarantine."))
        elif view.has_job:
            self.cause.show_message(Tone.SUCCESS, _("Provisioning is not in quarantine."))
        else:
            self.cause.show_message(Tone.INFO, view.no_job)

    def enter(self) -> None:
        step = self.step
        if step is None:
            return
        if step.view.asks_key:
            self.key.secret.line.setFocus()
        self.read_again()
        if self._watch is None:
            self._watch = self.session.run(self.assistant.recover.watch())
            self._watch.finished.connect(self._watch_ended)

    def leave(self) -> None:
        if self._watch is not None:
            self._watch.cancel()

    def _watch_ended(self) -> None:
        self._watch = None

    def commits(self) -> tuple[Commit, ...]:
        step = self.step
        if step is None or not step.view.possible:
            return ()
        return (
            Commit(
                "recover-now",
                _("Recover provisioning"),
                "refresh",
                plan=lambda: self.assistant.recover.plan_recover(),
                act=lambda: self.assistant.recover.recover(),
                title=_("Recover provisioning"),
                done_text=_("Provisioning is out of quarantine."),
            ),
        )

    def _ask_again(self) -> None:
        self.intend(lambda step: step.ask_again())

    def _send(self, secret: SecretStr) -> None:
        self.answer(lambda step: step.paste(secret))

    def _use_practice_key(self) -> None:
        self.answer(lambda step: step.use_practice_key())


def _replayed(found: Replay) -> list[CheckLine]:
    def line(name: str, title: str, works: bool | None, sentence: str, detail: str) -> CheckLine:
        sign, tone, word = {
            True: ("done", Tone.SUCCESS, _("Works")),
            False: ("error", Tone.ERROR, _("Fails")),
            None: ("warning", Tone.NEUTRAL, _("Unknown")),
        }[works]
        details = (("", detail),) if detail else ()
        return CheckLine(name, title, sign, tone, word, sentence, details=details)

    return [
        line(
            "replay-microsoft",
            _("From Microsoft's side, with the saved key"),
            found.microsoft_works,
            found.microsoft,
            found.request,
        ),
        line("replay-here", _("From this computer"), found.here_works, found.here, found.answer),
    ]


def _about(found: QuarantineView) -> list[str]:
    lines = [found.cause] if found.cause not in found.sentence else []
    if found.status is not None:
        lines.append(_("Playvox answered with status {status}.").format(status=found.status))
    lines += [f"• {remedy}" for remedy in found.remedies]
    if found.next_attempt is not None:
        lines.append(_("Next attempt: {time}.").format(time=moment(found.next_attempt)))
    if found.gives_up is not None:
        lines.append(
            _("Entra disables provisioning on {time} unless this is fixed.").format(
                time=moment(found.gives_up)
            )
        )
    return lines
