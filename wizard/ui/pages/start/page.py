"""Before you begin: practice or real tenant, sign-in, and prerequisites."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QComboBox, QWidget

from wizard.messages import _, ngettext
from wizard.messages.times import clock_time
from wizard.problem import ProblemError
from wizard.ui.appearance.theme import GAP
from wizard.ui.pages.base.lines import finding_line
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.start.planning import PlanningCard
from wizard.ui.pages.start.set_up_choice import SetUpChoice
from wizard.ui.pages.start.sign_in_address import SignInAddress
from wizard.ui.pages.start.test_link import ConnectionTestLink
from wizard.ui.widgets.button import PRIMARY, SUBTLE, Button
from wizard.ui.widgets.checklist import Checklist
from wizard.ui.widgets.copy_field import CopyField
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
    strong,
)
from wizard.ui.widgets.tile import ChoiceTile

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.start.step import StartStep
    from wizard.steps.start.view import StartView


class StartPage(Page["StartStep"]):
    """Chooses tenant and account, and lists the prerequisites."""

    step_id: ClassVar[str] = "before"
    needs_step: ClassVar[bool] = False

    def step_of(self, assistant: Assistant) -> StartStep:
        return assistant.before

    @property
    def step(self) -> StartStep | None:
        """The step behind this page, which is there before the others."""
        return self.session.first

    def title(self) -> str:
        return _("Before you begin")

    def lead(self) -> str:
        return _(
            "This assistant sets up Microsoft Entra ID so that it creates Playvox accounts, "
            "keeps them up to date, and deactivates them. It reads first, and changes nothing "
            "until you choose a button that says so."
        )

    def build(self) -> None:
        self._mode = ""
        self._build_place()
        self._build_sign_in()
        self.body.addWidget(PlanningCard())
        self._build_list()
        self.test_link = ConnectionTestLink()
        self.test_link.wanted.connect(self._troubleshoot)
        self.body.addWidget(self.test_link)

    def _build_place(self) -> None:
        card = self.place_card = self.card(_("Where do you want to work?"))
        self.practice_tile = ChoiceTile(
            "choose-practice",
            _("Practice tenant"),
            _("Try everything on this computer, with made-up people. Nothing leaves this computer."),
            "practice",
        )
        self.real_tile = ChoiceTile(
            "choose-real",
            _("Our organization's tenant"),
            _(
                "Your Microsoft Entra tenant. You sign in with your browser. At first, only "
                "permission to read is requested."
            ),
            "tenant",
        )
        self.practice_tile.clicked.connect(self._choose_practice)
        self.real_tile.clicked.connect(self._choose_real)
        card.body.addWidget(self.practice_tile)
        card.body.addWidget(self.real_tile)
        self._build_real_options(card)

    def _build_real_options(self, card: Card) -> None:
        self.real_card = Card()
        self.cloud_box = QComboBox()
        self.cloud_box.setObjectName("cloud")
        self.cloud_box.setAccessibleName(_("Cloud"))
        self.cloud_field = Field(_("Cloud"), self.cloud_box)
        self.cloud_box.currentIndexChanged.connect(self._show_cloud_note)
        self.tenant_line = TextField("tenant", _("Tenant"))
        self.tenant_line.setPlaceholderText("contoso.onmicrosoft.com")
        self.tenant_field = Field(
            _("Tenant (optional)"),
            self.tenant_line,
            _("Domain or tenant ID. Empty: the account's own tenant."),
        )
        self.client_line = TextField("client-id", _("Application (client) ID"))
        self.client_field = Field(
            _("Application (client) ID (optional)"),
            self.client_line,
            _(
                "Empty: Microsoft's own Graph command line client. Enter your own app "
                "registration if your organization asks for it."
            ),
        )
        for field in (self.cloud_field, self.tenant_field, self.client_field):
            self.real_card.body.addWidget(field)
        self.set_ups = SetUpChoice()
        self.set_ups.chosen.connect(self._open_set_up)
        self.real_fold = Fold(
            "real-options", _("Cloud, tenant and application of your own"), self.real_card
        )
        for part in (self.set_ups, self.real_fold):
            part.hide()
            card.body.addWidget(part)

    def _build_sign_in(self) -> None:
        self.sign_in_card = self.card(_("Sign in"))
        self.who = TextLabel("")
        self.sign_in_card.body.addWidget(self.who)
        self.scopes_box = Card()
        self.scopes_fold = Fold("permissions", "", self.scopes_box)
        self._scopes: tuple[str, ...] = ()
        self.code_box = Card(_("Enter this code"))
        self.code_text = CopyField("device-code", _("Copy the code"))
        self.code_address = CopyField("device-address", _("Copy the address"))
        self.code_open = Button("device-open", _("Open the page"), "open")
        self.code_open.clicked.connect(self._open_code_page)
        self.code_expires = caption("")
        for part in (self.code_text, self.code_address, self.code_open, self.code_expires):
            self.code_box.body.addWidget(part)
        self.code_box.hide()
        self.sign_in_card.body.addWidget(self.code_box)
        self.address_box = SignInAddress()
        self.sign_in_card.body.addWidget(self.address_box)
        row = QWidget()
        buttons = FlowLayout(row, gap=GAP)
        self.sign_in_button = Button("sign-in", _("Sign in"), "sign-in", PRIMARY)
        self.code_button = Button("sign-in-code", _("Sign in with a code instead"), "", SUBTLE)
        self.code_button.setToolTip(
            _("For computers without a browser. Your organization may block this way.")
        )
        self.again_sign_in_button = Button("sign-in-again", _("Sign in again"), "sign-in")
        self.again_sign_in_button.clicked.connect(self._sign_in_again)
        self.sign_out_button = Button("sign-out", _("Sign out"))
        self.sign_in_button.clicked.connect(self._sign_in)
        self.code_button.clicked.connect(self._sign_in_with_code)
        self.sign_out_button.clicked.connect(self._sign_out)
        for button in (
            self.sign_in_button,
            self.code_button,
            self.again_sign_in_button,
            self.sign_out_button,
        ):
            buttons.addWidget(button)
        self.sign_in_card.body.addWidget(row)
        self.sign_in_card.body.addWidget(self.scopes_fold)
        self.code_note = caption(
            _("A code works on computers without a browser; your organization may block it.")
        )
        self.proof_note = TextLabel(
            _(
                "Your organization wants more proof, for example a second factor. Sign in again: "
                "Microsoft's page asks for what is missing, and nothing entered here is lost."
            )
        )
        self.session_note = caption(
            _(
                "No keyring of this computer took the sign-in. It is kept until this window closes, "
                "and never in a file."
            )
        )
        for note in (self.code_note, self.proof_note, self.session_note):
            self.sign_in_card.body.addWidget(note)
        self.sign_in_card.hide()

    def _build_list(self) -> None:
        self.list_card = self.card(
            _("What has to be in place"),
            _("Read from your tenant just now. The questions are for you to answer."),
        )
        self.checklist = Checklist("preflight", _("What has to be in place"), fold_good=True)
        self.checklist.answered.connect(self._answer)
        self.checklist.link_opened.connect(self.link_opened)
        self.list_card.body.addWidget(self.checklist)
        row = QWidget()
        buttons = FlowLayout(row, gap=GAP)
        self.again_button = Button("check-again", _("Check again"), "refresh")
        self.again_button.clicked.connect(self._again)
        buttons.addWidget(self.again_button)
        self.list_card.body.addWidget(row)
        self.list_card.hide()

    # Drawing.

    def draw(self, step: StartStep) -> None:
        self._draw_view(step.view)

    def _draw_view(self, view: StartView) -> None:
        mode = str(view.mode) if view.mode else ""
        if mode and mode != self._mode:
            self.practice_tile.setChecked(mode == "practice")
            self.real_tile.setChecked(mode == "real")
        self._mode = mode
        chosen_real = self.real_tile.isChecked()
        signed_in = view.identity is not None
        self._fill_clouds(view)
        self.place_card.setVisible(not signed_in)
        self.real_fold.setVisible(chosen_real)
        self.set_ups.show_rows(view.set_ups)
        self.set_ups.setVisible(chosen_real and bool(view.set_ups))
        self.sign_in_card.setVisible(bool(mode) or chosen_real)
        self._draw_scopes(view)
        self.sign_in_button.setVisible(not signed_in)
        self.scopes_fold.setVisible(not signed_in and chosen_real)
        for part in (self.code_button, self.code_note):
            part.setVisible(not signed_in and chosen_real)
        self.sign_out_button.setVisible(signed_in)
        self.again_sign_in_button.setVisible(signed_in)
        self.proof_note.setVisible(view.proof_wanted)
        self.session_note.setVisible(view.session_only)
        if view.identity is not None:
            self.who.setText(
                _("You are signed in to {tenant} as {account}.").format(
                    tenant=view.identity.tenant_name or view.identity.tenant_id,
                    account=view.identity.account,
                )
            )
        elif mode == "practice" and view.practice is not None:
            self.who.setText(
                _("The practice tenant is running. You sign in as its administrator, {account}.").format(
                    account=view.practice.account
                )
            )
        elif view.by_windows:
            self.who.setText(
                _(
                    "Windows asks for the sign-in in a dialog of its own; this program never sees "
                    "your password."
                )
            )
        else:
            self.who.setText(
                _("Your browser opens Microsoft's sign-in page; this program never sees your password.")
            )
        self._draw_code(view)
        self.list_card.setVisible(bool(view.findings))
        self.checklist.set_lines([finding_line(finding) for finding in view.findings])

    def _fill_clouds(self, view: StartView) -> None:
        if self.cloud_box.count() or not view.clouds:
            return
        self.cloud_box.blockSignals(True)
        for cloud in view.clouds:
            self.cloud_box.addItem(cloud.name, (cloud.id, cloud.note))
        index = next((i for i, cloud in enumerate(view.clouds) if cloud.id == view.cloud), 0)
        self.cloud_box.setCurrentIndex(index)
        self.cloud_box.blockSignals(False)
        self.client_line.setPlaceholderText(view.default_client_id)
        self._show_cloud_note()

    def _show_cloud_note(self) -> None:
        data = self.cloud_box.currentData()
        note = data[1] if data else ""
        self.cloud_field.help.setText(note)
        self.cloud_field.help.setVisible(bool(note))

    def _draw_scopes(self, view: StartView) -> None:
        names = tuple(need.scope for need in view.scopes)
        if names == self._scopes:
            return
        self._scopes = names
        for need in view.scopes:
            self.scopes_box.body.addWidget(strong(need.scope))
            self.scopes_box.body.addWidget(caption(need.why))
        self.scopes_fold.set_title(
            ngettext(
                "{n} permission that Microsoft will ask you for: reading only",
                "{n} permissions that Microsoft will ask you for: reading only",
                len(names),
            ).format(n=len(names))
        )

    def _draw_code(self, view: StartView) -> None:
        self.address_box.show_address(view.sign_in_address)
        code = view.device_code
        self.code_box.setVisible(code is not None)
        if code is not None:
            self.code_text.set_value(code.code)
            self.code_address.set_value(code.address)
            self.code_expires.setText(
                _("The code is valid until {time}.").format(time=clock_time(code.expires))
            )

    # Intents.

    def _choose_practice(self) -> None:
        self.intend(lambda step: step.begin_practice())

    def _troubleshoot(self) -> None:
        self.page_wanted.emit("troubleshoot")

    def _choose_real(self) -> None:
        # Sends nothing yet: "Sign in" sends cloud and tenant together.
        step = self.step
        if step is not None:
            self.draw(step)
        else:  # what is chosen here does not wait until the program has loaded
            from wizard.steps.start.initial import initial_view

            self._draw_view(initial_view())
        self.intend(lambda step: step.look_for_set_ups())

    def _open_set_up(self, profile: str) -> None:
        self.intend(lambda step: step.open_set_up(profile))

    def _sign_in(self) -> None:
        if self.real_tile.isChecked():
            self._sign_in_for_real(with_code=False)
        else:
            self.intend(lambda step: step.sign_in())

    def _sign_in_with_code(self) -> None:
        self._sign_in_for_real(with_code=True)

    def _sign_in_for_real(self, *, with_code: bool) -> None:
        self._clear_field_problems()
        data = self.cloud_box.currentData()
        cloud = data[0] if data else "global"
        client, tenant = self.client_line.text(), self.tenant_line.text()
        self.intend(
            lambda step: _real_sign_in(step, cloud, client, tenant, with_code=with_code),
            failed=self._show_field_problem,
        )

    def _sign_in_again(self) -> None:
        self.intend(lambda step: step.sign_in_again())

    def _sign_out(self) -> None:
        self.intend(lambda step: step.sign_out())

    def _again(self) -> None:
        self.intend(lambda step: step.run_checks())

    def _answer(self, finding: str, answer: bool) -> None:
        self.intend(lambda step: step.answer(finding, answer))

    def _open_code_page(self) -> None:
        self.link_opened.emit(self.code_address.value)

    def _show_field_problem(self, error: Exception) -> None:
        if not isinstance(error, ProblemError):
            return
        fields = {"cloud": self.cloud_field, "tenant": self.tenant_field, "client_id": self.client_field}
        field = fields.get(error.problem.field or "")
        if field is not None:
            self.real_fold.unfold()
            field.set_problem(error.problem)
            field.control.setFocus()

    def _clear_field_problems(self) -> None:
        for field in (self.cloud_field, self.tenant_field, self.client_field):
            field.set_message("")


async def _real_sign_in(step: StartStep, cloud: str, client: str, tenant: str, *, with_code: bool) -> None:
    await step.choose_real(cloud=cloud, client_id=client, tenant=tenant)
    await (step.sign_in_with_code() if with_code else step.sign_in())
