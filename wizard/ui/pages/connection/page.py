"""Connection: Tenant URL, the test from two sides, notification and deletion guard, save."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QCheckBox, QSizePolicy, QSpinBox

from wizard.messages import (
    _,
    ngettext,
)
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.connection_test.address import AddressCard
from wizard.ui.pages.base.connection_test.comparison import ComparisonFold
from wizard.ui.pages.base.connection_test.further_fields import FurtherFieldsCard
from wizard.ui.pages.base.connection_test.history import HistoryCard, HistoryFold
from wizard.ui.pages.base.connection_test.pasted import PastedError, PastedFold
from wizard.ui.pages.base.connection_test.permission import PermissionQuestion
from wizard.ui.pages.base.connection_test.results import TestResults
from wizard.ui.pages.base.connection_test.saved_test import SavedTest
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.columns import Columns, stacked
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.text import (
    TextLabel,
    strong,
)

if TYPE_CHECKING:
    from pydantic import SecretStr

    from wizard.steps import Assistant
    from wizard.steps.base.settings_saving import SavedConnection
    from wizard.steps.connection.step import ConnectionStep
    from wizard.steps.connection.view import ConnectionView

_MOST_DELETIONS = 100_000


class ConnectionPage(Page["ConnectionStep"]):
    """The Tenant URL, the connection test, and the settings saved in Entra."""

    step_id: ClassVar[str] = "connection"

    def step_of(self, assistant: Assistant) -> ConnectionStep:
        return assistant.connection

    def title(self) -> str:
        return _("Connection")

    def lead(self) -> str:
        return _(
            "Where Microsoft's provisioning service finds your Playvox. Testing changes nothing. "
            "Use Save to apply your settings."
        )

    def build(self) -> Iterator[None]:
        self.address = AddressCard()
        self.address.edited.connect(self._send_address)
        self.address.host_confirmed.connect(self._confirm_host)
        self.body.addWidget(self.address)
        self.key_text = TextLabel("")
        self.address.add_outcome(self.key_text)
        self.further = FurtherFieldsCard()
        self.further.edited.connect(self._send_field)
        self.body.addWidget(self.further)
        yield
        self._build_test()
        yield
        self._build_settings()
        self._build_saved()
        yield
        self._build_earlier()
        self._sent_email: str | None = None

    def _build_test(self) -> None:
        self.test_card = card = self.card(
            _("Test Connection"),
            _(
                "Asks Playvox from this computer, and has Microsoft's service ask it too, "
                "with this URL and key."
            ),
        )
        self.results = TestResults()
        self.results.help_wanted.connect(self.help_wanted)
        self.results.wanted.connect(self._test)
        self.results.stop_wanted.connect(self._stop)
        self.results.file_chosen.connect(self._write_report)
        self.results.paths.wanted.connect(self._find_path)
        self.results.paths.address_chosen.connect(self.address.replace)
        self.permission = PermissionQuestion("", _("Test from this computer only"))
        card.body.addWidget(self.permission)
        card.body.addWidget(self.results)
        self.pasted = PastedError()
        self.pasted.wanted.connect(self._read_pasted)
        self.pasted_fold = PastedFold(self.pasted)
        self.sides = ComparisonFold()
        self.comparison = self.sides.card
        self.body.addWidget(self.sides)
        self.results.folded_changed.connect(self._show_sides)

    def _build_earlier(self) -> None:
        self.history = HistoryCard()
        self.history_fold = HistoryFold(self.history)
        for fold in (self.pasted_fold, self.history_fold):
            self.body.addWidget(fold)

    def _show_sides(self) -> None:
        step = self.step
        self.sides.show_report(step.view.report if step is not None else None, opened=self.results.opened)

    def _build_settings(self) -> None:
        card = self.card(_("If something goes wrong"))
        self.email_line = TextField("notification-email", _("Notification email"), longest=320)
        self.email_line.setPlaceholderText("it@contoso.com")
        self.email_field = Field(
            _("Notification email"),
            self.email_line,
            _(
                "Who is notified when provisioning fails. Leave empty to notify no one. In the "
                "admin center: “Send an email notification when a failure occurs”."
            ),
        )
        self._email = PendingInput(self.email_line, None)
        self._email.due.connect(self._send_email)
        self.email_line.textEdited.connect(self._email.typed)
        self.email_line.editingFinished.connect(self._email.flush)
        self.guard_box = QCheckBox(_("Prevent accidental deletion"))
        self.guard_box.setObjectName("guard")
        self.guard_box.setAccessibleName(_("Prevent accidental deletion"))
        self.threshold_spin = QSpinBox()
        self.threshold_spin.setObjectName("threshold")
        self.threshold_spin.setAccessibleName(_("Accidental deletion threshold"))
        self.threshold_spin.setRange(1, _MOST_DELETIONS)
        self.threshold_spin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.threshold_field = Field(
            _("Accidental deletion threshold"),
            self.threshold_spin,
            _("When one cycle would deactivate more people than this, Entra stops and asks."),
        )
        columns = Columns(gap=GAP * 3)
        columns.add(stacked(self.email_field))
        columns.add(stacked(self.guard_box, self.threshold_field))
        card.body.addWidget(columns)
        self._threshold = PendingInput(self.threshold_spin, None)
        self._threshold.due.connect(self._send_threshold)
        self.threshold_spin.valueChanged.connect(self._threshold.typed)
        self.threshold_spin.editingFinished.connect(self._threshold.flush)
        self.guard_box.clicked.connect(self._send_threshold)

    def _build_saved(self) -> None:
        self.saved_card = self.card(_("Saved in Entra now"))
        self.saved_text = TextLabel("")
        self.saved_card.body.addWidget(self.saved_text)
        self.saved_test = SavedTest("")
        self.saved_test.wanted.connect(self._test_saved)
        self.saved_card.body.addWidget(self.saved_test)
        self.unsaved = strong("")
        self.saved_card.body.addWidget(self.unsaved)

    def enter(self) -> None:
        self.read_again()

    # Drawing.

    def draw(self, step: ConnectionStep) -> None:
        view = step.view
        self._fill_once(view)
        self.address.show_address(
            view.address_text,
            view.tenant_url,
            view.host_to_confirm,
            unconfirmed_host=view.unconfirmed_host,
            problem=view.address_problem,
            notes=view.address_notes,
            usual=view.usual_address,
            report=None if view.report_stale else view.report,
        )
        self.key_text.setText(_key_sentence(view))
        self.further.show_fields(view.further)
        self._draw_test(view)
        if view.email_problem is not None:
            self.email_field.set_problem(view.email_problem)
        else:
            self.email_field.set_message(view.email_note, Tone.WARNING)
        guarded = view.deletion_threshold is not None
        self.guard_box.setChecked(guarded)
        allow(self.threshold_field, "" if guarded else _("“Prevent accidental deletion” is off."))
        number = (
            view.deletion_threshold if view.deletion_threshold is not None else view.suggested_threshold
        )
        if not self.threshold_spin.hasFocus() and number:
            self.threshold_spin.setValue(number)
        self.threshold_field.set_problem(view.threshold_problem)
        if view.threshold_why:
            self.threshold_field.help.setText(view.threshold_why)
        self.saved_test.offer(
            view.test_permissions, possible=view.saved is not None and view.saved.key_saved
        )
        saved = _saved_sentence(view.saved)
        self.saved_text.setText(self.absent(saved) if view.saved is None else saved)
        self.unsaved.setText(
            _("What is entered above differs from this and is not saved yet.") if view.unsaved else ""
        )
        self.unsaved.setVisible(bool(view.unsaved and view.saved is not None))

    def _fill_once(self, view: ConnectionView) -> None:
        """Fill the fields from the step, unless something was typed: input is never overwritten."""
        if view.notification_email and not self.email_line.text() and self._sent_email is None:
            self.email_line.setText(view.notification_email)
            self._sent_email = view.notification_email

    def _draw_test(self, view: ConnectionView) -> None:
        if self.test_card.lead is not None:
            self.test_card.lead.setVisible(view.report is None)
        self.pasted_fold.show_meaning(view.pasted)
        self.history_fold.show_runs(view.history, view.history_problem)
        self.results.show_test(
            view.checks,
            view.report,
            testing=view.testing,
            stale=view.report_stale,
            history=view.history,
        )
        current = None if view.report_stale else view.report
        self.results.paths.show_search(
            current, view.search, "" if view.unconfirmed_host else view.host_to_confirm
        )

    # Commits.

    def commits(self) -> tuple[Commit, ...]:
        step = self.step
        return (
            Commit(
                "save-connection",
                _("Save connection in Entra"),
                "save",
                plan=lambda: self.assistant.connection.plan_save(),
                act=lambda: self.assistant.connection.save(),
                blocker=self._why_not_save,
                primary=step is not None and step.view.unsaved,
                title=_("Save the connection in Entra"),
                done_text=_("Entra has saved the connection."),
                leads_on=True,
            ),
        )

    def _why_not_save(self) -> str:
        if self.address.is_missing():
            return self.address.field.message
        if self.address.consent.isVisibleTo(self):
            self.address.consent.button.setFocus()
            return self.address.consent.question.text
        missing = self.further.missing()
        if missing is not None:
            missing.control.setFocus()
            return missing.message
        for field in (self.address.field, self.email_field, self.threshold_field):
            if field.control.property("invalid"):
                field.control.setFocus()
                return field.message
        return ""

    # Intents.

    def _confirm_host(self) -> None:
        self.answer(lambda step: step.confirm_host())

    def _send_address(self, text: str) -> None:
        self.answer(lambda step: step.set_address(text))

    def _send_field(self, name: str, value: str | SecretStr) -> None:
        self.answer(lambda step: step.set_field(name, value))

    def _send_email(self) -> None:
        text = self.email_line.text()
        if text != (self._sent_email or ""):
            self._sent_email = text
            self.answer(lambda step: step.set_notification(text))

    def _send_threshold(self) -> None:
        number = self.threshold_spin.value() if self.guard_box.isChecked() else None
        step = self.step
        if step is not None and step.view.deletion_threshold != number:
            self.answer(lambda each: each.set_threshold(number))

    def _read_pasted(self, text: str) -> None:
        self.intend(lambda step: step.read_pasted(text))

    def _write_report(self, file: str) -> None:
        self.intend(lambda step: step.save_report(Path(file)))

    def _test(self) -> None:
        self.flush(self._test_now)

    def _test_now(self) -> None:
        view = self.assistant.connection.view
        if not view.key_fingerprint and view.saved is not None and view.saved.key_saved:
            self.saved_test.begin()  # without a key here, Microsoft's service can still test the saved one
        elif not self.address.is_missing():
            # A host that is not confirmed is tested from here only.
            needs = () if view.unconfirmed_host else view.test_permissions
            self.permission.ask(needs, self._test_both, self._test_here)

    def _test_both(self) -> None:
        self.intend(lambda step: step.test())

    def _test_here(self) -> None:
        self.intend(lambda step: step.test(from_microsoft=False))

    def _test_saved(self) -> None:
        self.intend(lambda step: step.test_saved())

    def _find_path(self) -> None:
        self.intend(lambda step: step.find_path())

    def _stop(self) -> None:
        self.intend(lambda step: step.cancel())


def _key_sentence(view: ConnectionView) -> str:
    if view.key_fingerprint:
        return _("Key {mark} is used for the test, and saved with the connection.").format(
            mark=view.key_fingerprint
        )
    if view.saved is not None and view.saved.key_saved:
        return _("No key on this computer. Entra has a saved one, which its own test uses.")
    if not view.key_known:
        return _("Key: not read yet.")
    return _("No key yet. Enter it under “Playvox key”.")


def _saved_sentence(saved: SavedConnection | None) -> str:
    if saved is None or not saved.tenant_url:
        return _("Entra has no connection for this application yet.")
    key = _("a key is saved") if saved.key_saved else _("no key is saved")
    mail = saved.notification_email or _("nobody")
    text = _("Tenant URL {url}, {key}. Notified: {mail}.").format(url=saved.tenant_url, key=key, mail=mail)
    if saved.deletion_threshold is not None:
        text += " " + ngettext(
            "Stops when more than {n} person would be deactivated at once.",
            "Stops when more than {n} people would be deactivated at once.",
            saved.deletion_threshold,
        ).format(n=saved.deletion_threshold)
    return text
