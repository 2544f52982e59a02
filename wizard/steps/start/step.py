"""Step 1, Before you begin: practice or real, sign in, and what has to be true first."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from wizard.entra import broker, scopes
from wizard.entra.cloud import CLOUDS, Cloud
from wizard.messages import N_, _
from wizard.messages.labels import cloud_name
from wizard.problem import Problem, ProblemError
from wizard.steps.base.context import Context
from wizard.steps.base.derived import Derived
from wizard.steps.base.finding import Finding, FindingVerdict
from wizard.steps.base.progress import report
from wizard.steps.base.step import (
    Step,
    StepState,
    StepStatus,
    reads,
)
from wizard.steps.start.initial import clouds, first_scopes
from wizard.steps.start.preflight import (
    PreflightAnswers,
    findings,
)
from wizard.steps.start.view import (
    DeviceCodeView,
    IdentityView,
    Mode,
    SetUpRow,
    StartView,
)
from wizard.task_groups import task_group

if TYPE_CHECKING:
    from wizard.entra.account import DeviceCode as EntraCode
    from wizard.entra.account import SignedInAccount
    from wizard.entra.app_credential import AppCredential
    from wizard.entra.directory import OwnedApplication
    from wizard.entra.graph import Graph
    from wizard.entra.sign_in import SignIn
    from wizard.network.clients import Network
    from wizard.network.clock import ClockReading
    from wizard.setup.profile import Profile
    from wizard.steps.base.practice_line import PracticeLine

T = TypeVar("T")
_CLIENT_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TENANT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


class StartStep(Step[StartView]):
    """Where to work, with which account, and whether all prerequisites are met."""

    id: ClassVar[str] = "before"

    def __init__(self, context: Context) -> None:
        self._mode: Mode | None = None
        self._client_id = ""
        self._tenant = ""
        self._device_code: DeviceCodeView | None = None
        self._sign_in_address = ""
        self._seen: PreflightAnswers | None = None
        self._resuming: Profile | None = None
        self._continuing = False  # an earlier sign-in: until it is clear, nobody knows who is signed in
        self._set_ups: tuple[SetUpRow, ...] = ()
        self._clouds = Derived(clouds)
        self._scopes = Derived(first_scopes)
        self._preflight = Derived(findings)
        super().__init__(context)
        context.session.address_sinks.append(self._show_address)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Before you begin")

    def known(self) -> bool:
        """Whether what the account may do was read; before sign-in there is nothing to read."""
        return self._seen is not None or not (self._continuing or self.context.session.signed_in)

    def provides(self) -> bool:
        """Whether somebody is signed in."""
        return self.context.session.signed_in

    async def choose_practice(self) -> None:
        """Work on the practice tenant, started if needed; leaves any real tenant of this window."""
        await self.run(
            self._choose_practice(), sentence=_("Connecting to the practice tenant …"), commits=False
        )

    async def begin_practice(self) -> None:
        """Work on the practice tenant and sign in there as its administrator, who is made up."""
        await self.choose_practice()
        if not self.context.session.signed_in:
            await self.sign_in()

    async def choose_real(self, *, cloud: str = "global", client_id: str = "", tenant: str = "") -> None:
        """Work on the organization's tenant.

        `cloud` is one of `view.clouds`, an empty `client_id` means `view.default_client_id`, an empty
        `tenant` lets the account decide. Raises `ProblemError` with `field` set for what does not parse.
        """
        client_id, tenant = client_id.strip(), tenant.strip()
        if cloud not in CLOUDS:
            raise ProblemError(Problem("cloud_unknown", {"cloud": cloud[:60]}, field="cloud"))
        if client_id and not _CLIENT_ID.fullmatch(client_id):
            raise ProblemError(Problem("client_id_malformed", {}, field="client_id"))
        if tenant and not _TENANT.fullmatch(tenant):
            raise ProblemError(Problem("tenant_malformed", {}, field="tenant"))
        await self._go_to(Mode.REAL, CLOUDS[cloud], self.context.services.network, client_id, tenant, None)

    async def sign_in(self, account: str | None = None) -> None:
        """Sign in with the system browser (practice answers itself), then run the pre-flight checks.

        `account` is the sign-in name to suggest. `cancel()` gives up waiting for the browser.
        """
        await self.run(self._sign_in(account), sentence=self._signing_sentence(), commits=False)

    async def _sign_in(self, account: str | None) -> None:
        signing = self._signing()
        await self._enter(await self.context.session.ask_person(signing, scopes.READ_SCOPES, account))

    @reads(N_("Signing in as the application …"))
    async def sign_in_as_app(self, client_id: str, credential: AppCredential) -> None:
        """Sign in as an application of the chosen cloud and tenant, then run the pre-flight checks."""
        from wizard.entra.app_sign_in import AppSignIn
        from wizard.network.named_settings import check_network_settings

        check_network_settings()
        session = self.context.session
        signing = AppSignIn(
            session.cloud, client_id, session.network, session.cloud.tenant or self._tenant, credential
        )
        session.choose(session.cloud, session.network, signing, session.practice)
        await self._enter(await signing.sign_in())

    async def look_for_set_ups(self) -> None:
        """Fill `view.set_ups` with the real setups of this computer."""
        found = await asyncio.to_thread(self.context.store.profiles.all)
        self._set_ups = tuple(
            SetUpRow(each.id, each.account, each.tenant_name or each.tenant_id, cloud_name(each.cloud))
            for each in found
            if not each.practice and each.account and each.cloud in CLOUDS
        )
        self.publish()

    async def open_latest(self) -> bool:
        """Open the setup that was used last, if its account's sign-in was kept; nobody is asked.

        False when nobody is signed in then.
        """
        profiles = await asyncio.to_thread(self.context.store.profiles.all)
        latest = next((profile for profile in profiles if not profile.practice), None)
        return latest is not None and await self.resume(latest)

    async def open_set_up(self, profile_id: str) -> None:
        """Open a setup of `view.set_ups` with its own account; the browser opens only if needed."""
        profile = await asyncio.to_thread(self.context.store.profiles.load, profile_id)
        if profile is None:  # another copy of the program forgot it
            await self.look_for_set_ups()
        elif not await self.resume(profile):
            await self.sign_in(profile.account or None)

    @reads(N_("Asking for a code …"))
    async def sign_in_with_code(self) -> None:
        """Sign in by typing a code elsewhere; `view.device_code` shows it while this waits."""
        signing = self._signing()
        loop = asyncio.get_running_loop()

        def show(code: EntraCode) -> None:
            report(_("Waiting until the code was typed …"))
            loop.call_soon_threadsafe(self._show_code, code)

        try:
            await self._enter(await signing.device_code(scopes.READ_SCOPES, show))
        finally:
            self._device_code = None

    async def resume(self, profile: Profile) -> bool:
        """Sign in silently according to a profile; False when an interactive sign-in is needed."""
        cloud = CLOUDS.get(profile.cloud)
        if cloud is None or profile.practice:
            return False
        network = self.context.services.network
        await self._go_to(Mode.REAL, cloud, network, profile.client_id, profile.tenant_id, None)
        self._resuming, self._continuing = profile, True
        try:
            await self.run(self._silently(), sentence=_("Signing in again …"), commits=False)
        except ProblemError:
            self._problem = None  # this sign-in was not requested, so its failure is not reported
            return False
        finally:
            self._continuing = False
            self.publish()
        return True

    async def _silently(self) -> None:
        signing = self._signing()
        wanted = self._resuming
        known = [
            each
            for each in await signing.accounts()
            if not wanted or not wanted.account or each.username.casefold() == wanted.account.casefold()
        ]
        if not known:
            raise ProblemError(Problem("sign_in_first"))
        home = [each for each in known if wanted and each.tenant_id == wanted.tenant_id]
        signing.use((home or known)[0])
        await self._enter(await signing.silent(scopes.READ_SCOPES))

    async def sign_in_again(self) -> None:
        """Have the same person sign in once more, with the proof Entra asked for, and refresh."""
        await self.run(self._sign_in_again(), sentence=self._signing_sentence(), commits=False)

    def _signing_sentence(self) -> str:
        """What is waited for; the practice tenant opens no browser."""
        if self.context.session.practice is not None:
            return _("Signing in to the practice tenant …")
        return _("Connecting to the sign-in service {host} …").format(host=self.context.session.cloud.host)

    async def _sign_in_again(self) -> None:
        await self.context.session.ask_again()
        report(_("Checking role, license and consent …"))
        await self._read()

    @reads(N_("Signing out …"))
    async def sign_out(self) -> None:
        """Forget the account's tokens, in memory and in the keyring."""
        await self.context.leave()
        self._seen = None
        if self.context.session.sign_in is not None:
            await self.context.session.sign_in.sign_out()

    async def run_checks(self) -> None:
        """Run the pre-flight checks again: role, license, consent and the rest."""
        await self.run(self._read(), sentence=_("Checking role, license and consent …"), commits=False)

    async def answer(self, finding_id: str, answer: bool | None) -> None:
        """Keep the administrator's answer to a question of the list."""
        answers = dict(self.context.store.profile.answers)
        answers.pop(finding_id, None)
        if answer is not None:
            answers[finding_id] = answer
        await self.context.store.remember(answers=answers)
        self.publish()

    # Internal.

    async def _choose_practice(self) -> None:
        from wizard.steps.base.practice_sign_in import running_network

        line = await self.context.services.launch_practice()
        cloud = Cloud.practice(line.graph, line.authority)
        await self._go_to(
            Mode.PRACTICE, cloud, await running_network(line), line.client_id, line.tenant_id, line
        )

    async def _go_to(
        self,
        mode: Mode,
        cloud: Cloud,
        network: Network,
        client_id: str,
        tenant: str,
        line: PracticeLine | None,
    ) -> None:
        from wizard.entra.sign_in import SignIn

        context = self.context
        await context.leave()
        self._seen = None
        self._mode, self._client_id, self._tenant = mode, client_id, tenant
        context.store.begin(client_id)
        # A practice sign-in ends with the practice tenant; a real one is kept in the keyring.
        cache = None if line else context.services.vault("playvox-provisioning/sign-in")
        sign_in = SignIn(
            cloud, client_id or scopes.GRAPH_COMMAND_LINE, network, cache, tenant or "organizations"
        )
        context.session.choose(cloud, network, sign_in, line)
        self.publish()

    def _signing(self) -> SignIn:
        from wizard.network.named_settings import check_network_settings

        if self.context.session.sign_in is None:
            raise ProblemError(Problem("choose_first"))
        check_network_settings()
        return self.context.session.sign_in

    def _show_address(self, address: str) -> None:
        if address != self._sign_in_address:
            self._sign_in_address = address
            self.publish()

    def _show_code(self, code: EntraCode) -> None:
        self._device_code = DeviceCodeView(code.user_code, code.verification_uri, code.expires)
        self.publish()

    async def _enter(self, account: SignedInAccount) -> None:
        await self.context.use_account(account)
        self._device_code = None
        report(_("Checking role, license and consent …"))
        await self._read()

    async def _read(self) -> None:
        if not self.context.session.signed_in:
            return
        graph, account = self.context.session.graph, self.context.session.account
        if account is not None and account.app_only:
            await self._read_as_app(graph, account)
            return
        from wizard.entra import directory

        async with task_group() as group:
            tenant = group.create_task(_or_problem(directory.tenant(graph)))
            roles = group.create_task(_or_problem(directory.my_roles(graph)))
            license_read = group.create_task(_or_problem(directory.tenant_license(graph)))
            group.create_task(self.context.key_store.load())
        active = roles.result()
        eligible: tuple[str, ...] | Problem = ()
        owned: tuple[OwnedApplication, ...] | Problem = ()
        if not isinstance(active, Problem) and not any(role.may_provision for role in active):
            eligible = await _or_problem(directory.eligible_roles(graph))
            owned = await _or_problem(directory.my_applications(graph))
        await self._took(
            PreflightAnswers(
                tenant.result(), active, license_read.result(), eligible, None, owned, self._clock()
            )
        )

    def _clock(self) -> ClockReading | None:
        if self.context.session.practice is not None:
            return None  # practice time runs faster than this computer's clock, and is meant to
        sign_in = self.context.session.sign_in
        return sign_in.clock if sign_in is not None else None

    async def _read_as_app(self, graph: Graph, account: SignedInAccount) -> None:
        """What an application may do follows from its permissions and from what it owns."""
        from wizard.entra import directory

        async with task_group() as group:
            tenant = group.create_task(_or_problem(directory.tenant(graph)))
            license_read = group.create_task(_or_problem(directory.tenant_license(graph)))
            owned = group.create_task(_or_problem(directory.owned_applications(graph, account.object_id)))
            group.create_task(self.context.key_store.load())
        answers = PreflightAnswers(tenant.result(), (), license_read.result(), owned=owned.result())
        await self._took(answers)

    async def _took(self, answers: PreflightAnswers) -> None:
        self._seen, found = answers, answers.license
        self.context.facts.groups_assignable = (
            None if isinstance(found, Problem) else found.groups_assignable
        )
        name = self._seen.tenant_name
        if name:
            await self.context.store.remember(tenant_name=name)

    def _build(self) -> StartView:
        context = self.context
        return StartView(
            mode=self._mode,
            clouds=self._clouds(),
            cloud=context.session.cloud.name,
            client_id=self._client_id,
            default_client_id=scopes.GRAPH_COMMAND_LINE,
            tenant=self._tenant,
            scopes=self._scopes(),
            identity=self.identity,
            device_code=self._device_code,
            sign_in_address=self._sign_in_address,
            findings=self._findings(),
            practice=context.session.practice,
            busy=self.busy,
            problem=self.problem,
            proof_wanted=self._proof_wanted(),
            set_ups=self._set_ups,
            by_windows=broker.available(context.session.cloud),
            session_only=context.session.signed_in
            and context.session.practice is None
            and context.session.sign_in is not None
            and context.session.sign_in.session_only,
        )

    def _findings(self) -> tuple[Finding, ...]:
        session = self.context.session
        profile = self.context.store.profile
        return self._preflight(
            self._seen, session.account, session.cloud, profile.answers, profile.application_id
        )

    def _proof_wanted(self) -> bool:
        signing = self.context.session.sign_in
        return self.context.session.signed_in and signing is not None and signing.more_proof

    @property
    def identity(self) -> IdentityView | None:
        """Who is signed in where."""
        context = self.context
        account = context.session.account
        if account is None:
            return None
        return IdentityView(
            account=account.username,
            tenant_name=context.store.profile.tenant_name or account.tenant_name,
            tenant_id=account.tenant_id,
            cloud=cloud_name(context.session.cloud.name),
            role=self._seen.role if self._seen else "",
            may_write=context.session.may_write,
            practice=context.session.practice is not None,
        )

    def _judge(self) -> StepStatus:
        identity = self.identity
        if identity is None:
            if self._mode is None:
                return StepStatus(StepState.READY, _("Choose practice or your organization."))
            return StepStatus(StepState.READY, _("Not signed in yet."))
        account = self.context.session.account
        if account is not None and account.app_only:
            sentence = _("Signed in to {tenant} as the application {account}.")
        else:
            sentence = _("Signed in to {tenant} as {account}.")
        sentence = sentence.format(
            tenant=identity.tenant_name or identity.tenant_id, account=identity.account
        )
        if self._proof_wanted():
            more = _("Microsoft asks for more proof: sign in again.")
            return StepStatus(StepState.ATTENTION, f"{sentence} {more}")
        doubtful = [
            finding
            for finding in self._findings()
            if finding.verdict in (FindingVerdict.WARNING, FindingVerdict.FAILED)
        ]
        if doubtful:
            return StepStatus(StepState.ATTENTION, f"{sentence} {doubtful[0].sentence}")
        return StepStatus(StepState.DONE, sentence)


async def _or_problem(reading: Awaitable[T]) -> T | Problem:
    """The result, or the problem as a value: one refused reading must not hide the others."""
    try:
        return await reading
    except ProblemError as error:
        return error.problem
