"""Playvox key: where to find it, paste it, store it in the keyring; shown only as a fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.button import SUBTLE, WARY, Button
from wizard.ui.widgets.copy_field import CopyField
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.secret_field import SecretField
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
    strong,
)

if TYPE_CHECKING:
    from wizard.connection import ConnectionReport
    from wizard.steps import Assistant
    from wizard.steps.key.step import KeyStep

_PAUSE_MS = 250  # milliseconds; calculating the fingerprint is slow on purpose


class KeyPage(Page["KeyStep"]):
    """Accepts and stores the Base64 key."""

    step_id: ClassVar[str] = "key"

    def step_of(self, assistant: Assistant) -> KeyStep:
        return assistant.key

    def title(self) -> str:
        return _("Playvox key")

    def lead(self) -> str:
        return _(
            "Playvox recognizes Microsoft Entra ID by an API key. In the Entra admin "
            "center the same value is "
            "called Secret token."
        )

    def build(self) -> None:
        card = self.card(_("Where to find it"))
        self.steps_box = QVBoxLayout()
        self.steps_box.setSpacing(GAP)
        card.body.addLayout(self.steps_box)
        self._steps: tuple[str, ...] = ()
        card = self.card(_("Paste it here"))
        self.secret = SecretField("key", _("Playvox Base64 key"))
        self.key_field = Field(
            _("Base64 key"),
            self.secret.line,
            _("It is masked, and never logged or written to a file."),
        )
        row = self.key_field.layout()
        assert row is not None
        self.key_field.setObjectName("key-field")
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=GAP)
        self.practice_button = Button("use-practice-key", _("Save the practice key"), "practice")
        self.suggestion_button = Button("use-suggestion", _("Use the encoded form instead"), "")
        for button in (
            self.secret.paste_button,
            self.secret.reveal_button,
            self.practice_button,
            self.suggestion_button,
        ):
            flow.addWidget(button)
        card.body.addWidget(self.key_field)
        card.body.addWidget(buttons)
        self.cleanup_notes = MessageBar("key-hygiene", dismissable=False)
        card.body.addWidget(self.cleanup_notes)
        self.practice_button.clicked.connect(self._use_practice_key)
        self.suggestion_button.clicked.connect(self._use_suggestion)
        self.pasted = PendingInput(card, _PAUSE_MS)
        self.pasted.due.connect(self._send)
        self.secret.line.textChanged.connect(self.pasted.typed)
        self.kept_card = self.card(_("The key in use"))
        self.fingerprint = CopyField("fingerprint", _("Copy the fingerprint"))
        self.kept_card.body.addWidget(
            caption(_("Fingerprint: tells two keys apart, and gives neither away."))
        )
        self.kept_card.body.addWidget(self.fingerprint)
        self.place = TextLabel("")
        self.kept_card.body.addWidget(self.place)
        self.forget_row = QWidget()
        flow = FlowLayout(self.forget_row, gap=GAP)
        self.forget_button = Button("forget-key", _("Forget this key"), "delete", WARY)
        self.forget_button.clicked.connect(self._forget)
        self.test_button = Button("test-key", _("Test this key"), "connection")
        self.test_button.clicked.connect(self._test)
        flow.addWidget(self.test_button)
        self.rotate_button = Button("rotate-key", _("Replace the key in Entra"), "key", SUBTLE)
        self.rotate_button.clicked.connect(self._rotate)
        flow.addWidget(self.rotate_button)
        flow.addWidget(self.forget_button)
        self.kept_card.body.addWidget(self.forget_row)
        self.tested = MessageBar("key-tested", dismissable=False)
        self.kept_card.body.addWidget(self.tested)
        self._unsaved = False
        self._has_key = False

    def draw(self, step: KeyStep) -> None:
        view = step.view
        self._draw_steps(view.where_to_find)
        self.practice_button.setVisible(view.practice_key)
        self.suggestion_button.setVisible(view.suggestion)
        if view.field_problem is not None:
            self.key_field.set_problem(view.field_problem)
        elif view.pending:
            self.key_field.set_message(
                _("This looks like a Playvox key. Fingerprint {mark}. It is not saved yet.").format(
                    mark=view.fingerprint
                ),
                Tone.SUCCESS,
            )
        elif not self.secret.line.text():
            self.key_field.set_message("")
        if view.cleanup_notes:
            self.cleanup_notes.show_message(
                Tone.INFO, _("Tidied up before use:"), "\n".join(view.cleanup_notes)
            )
        else:
            self.cleanup_notes.clear()
        if self._unsaved and not view.pending and view.field_problem is None:
            self.secret.line.blockSignals(True)
            self.secret.line.wipe()  # it is in the keyring now
            self.secret.line.blockSignals(False)
            self.pasted.drop()
            self.key_field.set_message("")
        self._unsaved = view.pending
        self._show_test(view.tested if not view.testing else None)
        place = str(view.place)
        self._has_key = place != "nowhere"
        self.kept_card.setVisible(self._has_key and not view.pending)
        self.fingerprint.set_value(view.fingerprint)
        if place == "keyring":
            self.place.setText(_("Kept in {keyring}.").format(keyring=view.keyring_name))
        else:
            self.place.setText(
                " ".join(
                    part for part in (_("Kept until this program is closed."), view.keyring_why) if part
                )
            )

    def _show_test(self, report: ConnectionReport | None) -> None:
        if report is None:
            self.tested.clear()
            return
        tone = {"works": Tone.SUCCESS, "warnings": Tone.WARNING, "fails": Tone.ERROR}
        words = report.explanation
        rest = "\n".join(part for part in (words.why, *(f"• {line}" for line in words.do)) if part)
        self.tested.show_message(tone.get(str(report.verdict), Tone.INFO), words.what, rest)

    def commits(self) -> tuple[Commit, ...]:
        step = self.step
        view = step.view if step is not None else None
        where = _("Save key in the keyring")
        if view is not None and view.keyring_why:
            where = _("Keep key until closing")
        return (
            Commit(
                "save-key",
                where,
                "save",
                plan=lambda: self.assistant.key.plan_save(),
                act=lambda: self.assistant.key.save(),
                blocker=self._why_not_save,
                primary=view is None or view.pending or not self._has_key,
                title=_("Save the Playvox key"),
                done_text=_("The key is saved. From here on it is shown as a fingerprint only."),
                leads_on=True,
            ),
        )

    def _why_not_save(self) -> str:
        if self._unsaved or self._has_key:
            return ""
        self.secret.line.setFocus()
        if not self.key_field.message:
            self.key_field.set_message(_("Paste the Base64 key first."))
        return _("There is no key to save yet.")

    def _draw_steps(self, steps: tuple[str, ...]) -> None:
        if steps == self._steps:
            return
        self._steps = steps
        for number, sentence in enumerate(steps, start=1):
            row = QHBoxLayout()
            row.setSpacing(GAP + 4)
            badge = strong(f"{number}")
            badge.setWordWrap(False)
            badge.setMinimumWidth(self.fontMetrics().horizontalAdvance("00"))
            row.addWidget(badge)
            row.addWidget(TextLabel(sentence), 1)
            self.steps_box.addLayout(row)

    def _send(self) -> None:
        secret = self.secret.value
        if secret:
            self.answer(lambda step: step.paste(secret))
        else:
            self.key_field.set_message("")

    def _use_practice_key(self) -> None:
        self.pasted.drop()
        self.answer(lambda step: step.use_practice_key())
        self.commit_wanted.emit(self.commits()[0])

    def _use_suggestion(self) -> None:
        self.answer(lambda step: step.use_suggestion())

    def _test(self) -> None:
        self.intend(lambda step: step.test())

    def _rotate(self) -> None:
        self.page_wanted.emit("rotate")

    def _forget(self) -> None:
        self.commit_wanted.emit(
            Commit(
                "forget-key",
                _("Forget this key"),
                "delete",
                plan=lambda: self.assistant.key.plan_forget(),
                act=lambda: self.assistant.key.forget(),
                destructive=True,
                title=_("Forget the Playvox key"),
                done_text=_("The key is forgotten."),
            )
        )
