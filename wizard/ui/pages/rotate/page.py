"""Replace key: the key in Entra and its age, the new one, who verifies it, and every part of the change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QDate, QSignalBlocker
from PySide6.QtWidgets import QDateEdit

from wizard.messages import _, ngettext, pgettext
from wizard.messages.times import moment
from wizard.ui.appearance.theme import Tone
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.new_key import NewKeyCard
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.base.stages import stage_line
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.checklist import Checklist
from wizard.ui.widgets.details_list import DetailsList, ListRow
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.save_dialog import ask_where_to_save
from wizard.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from pydantic import SecretStr

    from wizard.steps import Assistant
    from wizard.steps.rotate.step import RotateStep
    from wizard.steps.rotate.view import RotateView, UnfinishedRotation

_YEAR = 365


class RotatePage(Page["RotateStep"]):
    """The key is replaced while the old one still works."""

    step_id: ClassVar[str] = "rotate"

    def step_of(self, assistant: Assistant) -> RotateStep:
        return assistant.rotate

    def title(self) -> str:
        return _("Replace key")

    def lead(self) -> str:
        return _(
            "Create a second key in Playvox first. Both keys work until you delete the old one there, "
            "and you delete it only at the end. So provisioning never stops."
        )

    def build(self) -> None:
        self.state_bar = MessageBar("rotate-state", dismissable=False)
        self.body.addWidget(self.state_bar)
        self._build_key()
        self._build_person()
        card = self.card(_("What is done, in this order"))
        self.stages = Checklist("rotate-stages", _("What is done, in this order"))
        card.body.addWidget(self.stages)
        self._build_saved()

    def _build_key(self) -> None:
        self.key = NewKeyCard(
            "rotate-",
            _("New key"),
            _("In Playvox, open Settings > API Keys, create a key, and paste its BASE64 KEY here."),
            _("Use another practice key"),
        )
        self.key.pasted.connect(self._send)
        self.key.practice_key_wanted.connect(self._use_practice_key)
        self.body.addWidget(self.key)

    def _build_person(self) -> None:
        card = self.card(
            _("Verify with one person"),
            _(
                "Microsoft's service provisions this person with the new key. If that fails, the old key "
                "is put back. Leave it empty to rely on the tests alone."
            ),
        )
        self.person = TextField("rotate-person", _("Person"))
        self.person_button = Button("rotate-use-person", _("Use this person"), "person")
        help_text = _("User principal name, email address, object id or display name.")
        self.person_field = Field(_("Person"), self.person, help_text, beside=self.person_button)
        card.body.addWidget(self.person_field)
        self.person.returnPressed.connect(self._use_person)
        self.person_button.clicked.connect(self._use_person)

    def _build_saved(self) -> None:
        card = self.card(_("The key in Entra"))
        self.age = TextLabel("")
        self.age.setObjectName("rotate-age")
        card.body.addWidget(self.age)
        self.keys = DetailsList(
            "rotate-keys",
            _("Keys that were saved from this computer"),
            (_("Fingerprint"), pgettext("key", "Saved"), _("By"), _("Note")),
            most_rows=6,
        )
        card.body.addWidget(self.keys)
        self.day = QDateEdit()
        self.day.setObjectName("rotate-day")
        self.day.setAccessibleName(_("Day of the reminder"))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setMinimumDate(QDate.currentDate().addDays(1))
        self._day_set = False
        self.day.dateChanged.connect(self._on_day)
        self.reminder_button = Button("save-reminder", _("Save a reminder"), "save", SUBTLE)
        self.reminder_button.clicked.connect(self._ask_where)
        help_text = _("A calendar file (.ics) with an alarm a week before. It holds no key.")
        card.body.addWidget(
            Field(_("Remind me to replace the key on"), self.day, help_text, beside=self.reminder_button)
        )

    def draw(self, step: RotateStep) -> None:
        view = step.view
        self._draw_state(view)
        self.key.show_key(
            view.pending, view.field_problem, practice=view.practice_key, in_use=view.finished
        )
        if view.person is not None:
            text = _("{name} ({user_name}) is provisioned to verify the key.")
            self.person_field.set_message(
                text.format(name=view.person.name, user_name=view.person.detail), Tone.SUCCESS
            )
        else:
            self.person_field.set_message("")
        self.stages.set_lines([stage_line(row) for row in view.stages])
        self._draw_saved(view)

    def _draw_state(self, view: RotateView) -> None:
        if view.unfinished is not None:
            self.state_bar.show_message(
                Tone.WARNING,
                _("Replacing the key by {mark} was not finished.").format(mark=view.unfinished.mark),
                "\n".join(_about(view.unfinished)),
            )
        elif view.finished:
            old = view.keys[1].mark if len(view.keys) > 1 else "–"
            self.state_bar.show_message(
                Tone.SUCCESS,
                _("Key {mark} is in use and verified.").format(mark=view.saved_mark),
                _("Now delete the old key ({mark}) in Playvox under Settings > API Keys.").format(mark=old),
            )
        else:
            self.state_bar.clear()

    def _draw_saved(self, view: RotateView) -> None:
        self.age.setText(self.absent(_age(view)))
        self.keys.set_rows(
            [
                ListRow(
                    str(number),
                    (
                        each.mark,
                        moment(each.at),
                        each.account or "–",
                        "" if each.certain else _("The answer never came"),
                    ),
                )
                for number, each in enumerate(view.keys)
            ],
            self.absent(_("No key was saved in Entra from this computer.")),
        )
        if not self._day_set and view.saved is not None:
            self._day_set = True
            tomorrow = datetime.now(UTC).astimezone().date() + timedelta(days=1)
            due = max(tomorrow, view.saved.at.astimezone().date() + timedelta(days=_YEAR))
            with QSignalBlocker(self.day):
                self.day.setDate(QDate(due.year, due.month, due.day))

    def _on_day(self) -> None:
        self._day_set = True  # somebody has chosen it

    def enter(self) -> None:
        self.read_again()

    def commits(self) -> tuple[Commit, ...]:
        step = self.step
        if step is None:
            return ()
        rotate = Commit(
            "rotate-now",
            _("Replace the key"),
            "key",
            plan=lambda: self.assistant.rotate.plan_rotate(),
            act=lambda: self.assistant.rotate.rotate(),
            blocker=self._why_not,
            primary=not step.view.finished or bool(step.view.pending),
            title=_("Replace the Playvox key"),
            done_text=_("The new key is in use. Delete the old one in Playvox."),
        )
        unfinished = step.view.unfinished
        if unfinished is None or not unfinished.old_known:
            return (rotate,)  # the page says why the old key cannot be put back
        back = Commit(
            "rotate-put-back",
            _("Put the old key back"),
            "undo",
            plan=lambda: self.assistant.rotate.plan_put_back(),
            act=lambda: self.assistant.rotate.put_back(),
            primary=False,
            title=_("Put the old key back"),
            done_text=_("The old key is in Entra again."),
        )
        return (back, rotate)

    def _why_not(self) -> str:
        step = self.step
        if step is None:
            return ""
        view = step.view
        known = view.unfinished is not None and view.unfinished.new_known
        if not view.pending and not known:
            self.key.ask()
            return _("The new key is missing.")
        if self.person.text().strip() and view.person is None:
            self.person_button.setFocus()
            return _("Choose “Use this person” first, or empty the field.")
        return ""

    def _send(self, secret: SecretStr) -> None:
        self.answer(lambda step: step.paste(secret))

    def _use_practice_key(self) -> None:
        self.answer(lambda step: step.use_practice_key())

    def _use_person(self) -> None:
        name = self.person.text()
        self.intend(lambda step: step.choose_person(name))

    def _ask_where(self) -> None:
        ask_where_to_save(
            self,
            "save-reminder-dialog",
            _("Save a reminder"),
            _("Calendar file (*.ics)"),
            "playvox-key.ics",
            self._save_reminder,
        )

    def _save_reminder(self, path: str) -> None:
        chosen = self.day.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        self.intend(lambda step: step.save_reminder(Path(path), day))


def _about(found: UnfinishedRotation) -> list[str]:
    began = _("{account} began it on {time}. Entra has the old key or the new one; both work.")
    lines = [began.format(account=found.account or "–", time=moment(found.began))]
    if found.new_known:
        lines.append("• " + _("Choose “Replace the key” to go on; nothing needs to be pasted."))
    else:
        lines.append("• " + _("Paste the new key again to go on: it is not on this computer."))
    if found.old_known:
        lines.append("• " + _("Or put the old key back."))
    else:
        lines.append("• " + _("The old key is not on this computer, so it cannot be put back."))
    return lines


def _age(view: RotateView) -> str:
    if view.saved is None or view.age is None:
        return _("The key in Entra was not saved from this computer, so its age is unknown.")
    text = ngettext(
        "Key {mark} has been in Entra for {n} day.", "Key {mark} has been in Entra for {n} days.", view.age
    )
    return text.format(mark=view.saved.mark, n=view.age)
