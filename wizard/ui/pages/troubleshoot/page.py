"""Only test a connection: from the first page straight to the test, without sign-in or setup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.pages.base.connection_test.address import AddressCard
from wizard.ui.pages.base.connection_test.history import HistoryCard, HistoryFold
from wizard.ui.pages.base.connection_test.key import KeyCard
from wizard.ui.pages.base.connection_test.pasted import PastedError, PastedFold
from wizard.ui.pages.base.connection_test.results import TestResults
from wizard.ui.pages.base.page import Page
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.columns import Columns
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.tile import ChoiceTile

if TYPE_CHECKING:
    from pydantic import SecretStr

    from wizard.steps import Assistant
    from wizard.steps.troubleshoot.step import TroubleshootStep

_PREFIX = "troubleshoot-"


class TroubleshootPage(Page["TroubleshootStep"]):
    """URL and key, the test from this computer, and explanations of Microsoft's errors."""

    step_id: ClassVar[str] = "troubleshoot"
    needs_step: ClassVar[bool] = False

    def step_of(self, assistant: Assistant) -> TroubleshootStep:
        return assistant.troubleshoot

    def title(self) -> str:
        return _("Only test a connection")

    def lead(self) -> str:
        return _(
            "Tests from this computer whether Playvox answers as Microsoft's service needs it. "
            "Nobody signs in, nothing is set up, and nothing is changed in Playvox or in Entra."
        )

    def build(self) -> None:
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.back_button = Button(f"{_PREFIX}leave", _("Back to the setup"), "back", SUBTLE)
        self.back_button.clicked.connect(self._leave)
        flow.addWidget(self.back_button)
        self.body.addWidget(row)
        card = self.card(_("Which Playvox?"))
        self.real_tile = ChoiceTile(
            f"{_PREFIX}real",
            _("Our organization's Playvox"),
            _("The one at your own address, reached over https only."),
            "tenant",
        )
        self.practice_tile = ChoiceTile(
            f"{_PREFIX}practice",
            _("The practice Playvox"),
            _("It answers on this computer to every address under playvox.com, for practice."),
            "practice",
        )
        self.real_tile.setChecked(True)
        tiles = Columns(gap=GAP)
        for tile in (self.real_tile, self.practice_tile):
            tile.clicked.connect(self._choose)
            tiles.add(tile)
        card.body.addWidget(tiles)
        self.address = AddressCard(_PREFIX)
        self.address.edited.connect(self._send_address)
        self.address.host_confirmed.connect(self._confirm_host)
        self.key = KeyCard(_PREFIX)
        self.key.pasted.connect(self._send_key)
        self.key.practice_key_wanted.connect(self._use_practice_key)
        self.key.suggestion_wanted.connect(self._use_suggestion)
        columns = Columns()
        for each in (self.address, self.key):
            each.body.addStretch(1)
            columns.add(each)
        self.body.addWidget(columns)
        card = self.card(
            _("Test Connection"),
            _(
                "Asks Playvox from this computer. "
                "Having Microsoft's service ask it too is part of the setup."
            ),
        )
        self.results = TestResults(_PREFIX, both_sides=False)
        self.results.help_wanted.connect(self.help_wanted)
        self.results.wanted.connect(self._test)
        self.results.stop_wanted.connect(self._stop)
        self.results.file_chosen.connect(self._write_report)
        self.results.paths.wanted.connect(self._find_path)
        self.results.paths.address_chosen.connect(self.address.replace)
        card.body.addWidget(self.results)
        self.pasted = PastedError(_PREFIX)
        self.pasted.wanted.connect(self._read_pasted)
        self.pasted_fold = PastedFold(self.pasted, _PREFIX)
        self.history = HistoryCard(_PREFIX)
        self.history_fold = HistoryFold(self.history, _PREFIX)
        for fold in (self.pasted_fold, self.history_fold):
            self.body.addWidget(fold)

    def draw(self, step: TroubleshootStep) -> None:
        view = step.view
        if not view.busy:
            self.practice_tile.setChecked(view.practice)
            self.real_tile.setChecked(not view.practice)
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
        self.key.show_key(
            view.key_fingerprint,
            view.key_hints,
            problem=view.key_problem,
            suggestion=view.key_suggestion,
            practice=view.practice,
        )
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
        self.history_fold.show_runs(view.history, view.history_problem)
        self.pasted_fold.show_meaning(view.pasted)

    # Intents.

    def _leave(self) -> None:
        self.page_wanted.emit("before")

    def _choose(self) -> None:
        practice = self.practice_tile.isChecked()
        self.answer(lambda step: step.use_practice(practice))

    def _confirm_host(self) -> None:
        self.answer(lambda step: step.confirm_host())

    def _send_address(self, text: str) -> None:
        self.answer(lambda step: step.set_address(text))

    def _send_key(self, secret: SecretStr) -> None:
        self.answer(lambda step: step.paste_key(secret))

    def _use_practice_key(self) -> None:
        self.answer(lambda step: step.use_practice_key())

    def _use_suggestion(self) -> None:
        self.answer(lambda step: step.use_suggestion())

    def _read_pasted(self, text: str) -> None:
        self.intend(lambda step: step.read_pasted(text))

    def _write_report(self, file: str) -> None:
        self.intend(lambda step: step.save_report(Path(file)))

    def _test(self) -> None:
        self.flush(self._test_now)

    def _test_now(self) -> None:
        if not self.address.is_missing():
            self.intend(lambda step: step.test())

    def _find_path(self) -> None:
        self.intend(lambda step: step.find_path())

    def _stop(self) -> None:
        self.intend(lambda step: step.cancel())
