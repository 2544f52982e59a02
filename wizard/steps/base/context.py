"""What the steps of one set-up share: services, sign-in, and what earlier steps found out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from wizard.entra import (
    applications,
    assignments,
    jobs,
    schema,
    scopes,
    secrets,
)
from wizard.entra.account import SignedInAccount
from wizard.entra.applications import Application
from wizard.entra.assignments import Assignment
from wizard.entra.cloud import CLOUDS, Cloud
from wizard.entra.consistency import Bounds, Clock, WaitPolicy
from wizard.entra.graph import Graph
from wizard.entra.jobs import JobTemplate
from wizard.entra.schema import SynchronizationSchema
from wizard.entra.secrets import SavedSettings
from wizard.entra.sign_in import SignIn
from wizard.entra.status import SynchronizationJob
from wizard.messages import _
from wizard.messages.entra import scope_reason
from wizard.network.clients import Network
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.scim import Playvox
from wizard.problem import Problem, ProblemError
from wizard.security import redactor
from wizard.security.vault import (
    Vault,
    VaultState,
)
from wizard.setup import (
    Backups,
    Journal,
    JournalingHook,
    Profile,
    Profiles,
    SetUpLock,
    continuing,
    operation,
)
from wizard.setup.journaling import OperationOutcome
from wizard.setup.profile import profile_id
from wizard.setup.recovery import remember_created
from wizard.steps.base.cached_fact import CachedFact
from wizard.steps.base.change_preview import ScopeNeed
from wizard.steps.base.key_place import KeyPlace
from wizard.steps.base.practice_line import PracticeLine
from wizard.steps.base.progress import doing, report_waiting
from wizard.steps.base.recent_assignments import RecentAssignments

_undoing: ContextVar[int | None] = ContextVar("undoing", default=None)
KEY_NAME = "playvox-key"
UNDOES = "undoes"
"""Member of an operation's `new`: number of the operation it takes back."""
LaunchPractice = Callable[[], Awaitable[PracticeLine]]
BrowserOpener = Callable[[str], None]


@dataclass(frozen=True)
class Services:
    """What the window or the command line hands to the assistant."""

    data_folder: Path
    """Where profiles, journal and backups lie; never holds a secret."""
    launch_practice: LaunchPractice
    """Starts (or finds) the practice tenant and says how to reach it; may raise `ProblemError`."""
    network: Network = field(default_factory=Network)
    """How real addresses are reached."""
    open_browser: BrowserOpener | None = None
    """Opens the sign-in page; None means the system browser. Practice always answers itself."""
    keep_answers: bool = True
    """Whether answers are written into the profile; False for looking only."""
    bounds: Bounds = field(default_factory=Bounds)
    """How long Entra is waited for."""
    clock: Clock = field(default_factory=Clock)
    """The time to wait by."""
    vault: Callable[[str], Vault] = Vault
    """The keyring for a namespace."""


class Context:
    """The one thing all steps of an assistant share. Belongs to the event loop."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.profiles = Profiles(services.data_folder / "profiles")
        self.profile = Profile(id="unsaved")
        self.network = services.network
        self.cloud: Cloud = CLOUDS["global"]
        self.practice: PracticeLine | None = None
        self.sign_in: SignIn | None = None
        self.account: SignedInAccount | None = None
        self.key: SecretStr | None = None
        self.key_place = KeyPlace.NOWHERE
        self.keyring: VaultState | None = None
        self.groups_assignable: bool | None = None
        """Whether the tenant's licences allow assigning groups; None: not known."""
        self._graph: Graph | None = None
        self._writers = 0
        self._turn: SetUpLock | None = None
        self.application: CachedFact[Application] = CachedFact(self._read_application)
        self.job: CachedFact[tuple[SynchronizationJob, ...]] = CachedFact(self._read_jobs)
        self.saved: CachedFact[SavedSettings] = CachedFact(self._read_saved)
        self.schema: CachedFact[SynchronizationSchema] = CachedFact(self._read_schema)
        self.templates: CachedFact[tuple[JobTemplate, ...]] = CachedFact(self._read_templates)
        self.recent = RecentAssignments()
        self.assigned: CachedFact[tuple[Assignment, ...]] = CachedFact(self._read_assigned)

    # Entra.

    @property
    def graph(self) -> Graph:
        """The Graph client of the signed-in person; raises `sign_in_first`."""
        if self._graph is None:
            raise ProblemError(Problem("sign_in_first"))
        return self._graph

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self._graph is not None

    async def use_account(self, account: SignedInAccount) -> None:
        """Work as this person from now on, with the profile of their tenant."""
        await self.leave()
        assert self.sign_in is not None  # only `SignIn` makes accounts
        self.account = account
        name = profile_id(self.cloud.name, account.tenant_id)
        self.profile = await asyncio.to_thread(
            self.profiles.change,
            name,
            practice=self.practice is not None,
            cloud=self.cloud.name,
            client_id=self.profile.client_id,
            tenant_id=account.tenant_id,
            account=account.username,
        )
        watch = JournalingHook(self.journal, lambda: self.account.username if self.account else "")
        waits = WaitPolicy(report_waiting, self.services.clock, self.services.bounds)
        self._graph = Graph(
            self.network, self.cloud, self.sign_in.token, waits=waits, watch=watch, read_only=True
        )
        remember_created(await asyncio.to_thread(self.journal.operations), self._graph.created)

    async def leave(self) -> None:
        """Forget the signed-in person and everything read for them; the profile on disk stays."""
        graph, self._graph, self.account = self._graph, None, None
        self.key, self.key_place = None, KeyPlace.NOWHERE
        self.groups_assignable = None
        self._turn = None  # whoever holds the turn of the old profile still gives it back
        self.forget_application()
        if graph is not None:
            await graph.aclose()

    def forget_application(self) -> None:
        """Forget what was read about the chosen application."""
        for fact in (
            self.application,
            self.job,
            self.saved,
            self.schema,
            self.templates,
            self.assigned,
        ):
            fact.set(None)
        self.recent.forget()

    @property
    def may_write(self) -> bool:
        """Whether the permissions for changes were given already."""
        return self.account is not None and not scopes.missing(self.account.scopes, scopes.WRITE)

    def consents(self) -> tuple[ScopeNeed, ...]:
        """Permissions that the next commit will ask for in the browser."""
        granted = self.account.scopes if self.account else frozenset()
        return tuple(
            ScopeNeed(scope.name, scope_reason(scope.reason))
            for scope in scopes.missing(granted, scopes.WRITE)
        )

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Graph]:
        """Graph with changes allowed, asking for the permissions first; read-only again afterwards.

        Other copies of the program on the same set-up wait meanwhile.
        """
        graph = self.graph
        if not self.may_write:
            await self._ask(scopes.WRITE_SCOPES)
        async with self.turn():
            self._writers += 1
            graph.read_only = False
            try:
                yield graph
            finally:
                self._writers -= 1
                graph.read_only = self._writers == 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """While this lasts no other copy of the program changes this set-up; yields whether it waited.

        That another copy is waited for is reported while it lasts.
        """
        turn = self._turn
        if turn is None:
            turn = self._turn = SetUpLock(self.services.data_folder / "turns", self.profile.id)

        with ExitStack() as wait:
            sentence = _("Another copy of this program is changing this set-up; waiting until it is done …")
            waited = await turn.acquire(lambda: wait.enter_context(doing(sentence)))
        try:
            yield waited
        finally:
            turn.release()

    async def sign_in_again(self) -> None:
        """Have the same person sign in again with what was granted, and the proof Entra wants.

        Raises `sign_in_first`, `other_account`, and what the sign-in refuses.
        """
        await self._ask(scopes.WRITE_SCOPES if self.may_write else scopes.READ_SCOPES)

    async def _ask(self, wanted: tuple[str, ...]) -> None:
        if self.sign_in is None or self.account is None:
            raise ProblemError(Problem("sign_in_first"))
        asked = await self.sign_in.interactive(
            wanted, login_hint=self.account.username, open_browser=self.browser()
        )
        if (asked.tenant_id, asked.object_id) != (self.account.tenant_id, self.account.object_id):
            self.sign_in.use(self.account)
            raise ProblemError(
                Problem("other_account", {"account": self.account.username, "other": asked.username})
            )
        self.account = asked

    def browser(self) -> BrowserOpener | None:
        """What opens the sign-in page here."""
        if self.practice is not None:
            from wizard.steps.base.practice_sign_in import answer_by_itself

            return answer_by_itself(self.network, self.practice)
        return self.services.open_browser

    # The set-up on disk.

    @property
    def journal(self) -> Journal:
        """The journal of this set-up."""
        return Journal(self.services.data_folder / "journal.sqlite", self.profile.id)

    async def last_operation(self) -> int:
        """The number of the journal's newest operation, whichever copy of the program did it; 0: none."""
        newest = await asyncio.to_thread(self.journal.operations, 1)
        return newest[0].id if newest else 0

    @property
    def backups(self) -> Backups:
        """The backups of this set-up."""
        return Backups(self.services.data_folder / "journal.sqlite", self.profile.id)

    @property
    def vault(self) -> Vault:
        """The keyring's part for this set-up."""
        return self.services.vault(f"playvox-provisioning/{self.profile.id}")

    async def load_key(self) -> None:
        """Take the kept key out of the keyring, unless one is in use already."""
        vault = self.vault
        self.keyring = await vault.state()
        if self.key is not None:
            return
        key = await vault.load(KEY_NAME)
        if key is not None:
            redactor.remember(key)
            self.key = key
            self.key_place = KeyPlace.KEYRING if self.keyring.available else KeyPlace.SESSION

    async def remember(self, **answers: Any) -> None:
        """Keep answers in the profile, on disk once somebody signed in."""
        if self.signed_in and self.services.keep_answers:
            self.profile = await asyncio.to_thread(self.profiles.change, self.profile.id, **answers)
        else:
            self.profile = Profile.model_validate({**self.profile.model_dump(), **answers})

    def operation(
        self,
        kind: str,
        subject: str,
        *,
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
    ) -> AbstractAsyncContextManager[OperationOutcome]:
        """Record an operation in the journal around a block that writes."""
        account = self.account.username if self.account else ""
        undone = _undoing.get()
        if undone is not None:
            new = {**(new or {}), UNDOES: undone}
        return operation(self.journal, kind, subject, account, old=old, new=new)

    @contextmanager
    def undoing(self, number: int) -> Iterator[None]:
        """Operations recorded inside take back the one with this number in the journal."""
        token = _undoing.set(number)
        try:
            yield
        finally:
            _undoing.reset(token)

    def continuing(self, number: int) -> AbstractAsyncContextManager[OperationOutcome]:
        """Carry out, in a block that writes, an operation the journal knows already."""
        return continuing(self.journal, number)

    # Playvox.

    @property
    def tenant_url(self) -> TenantUrl | None:
        """The Tenant URL in use: what was typed, else what Entra has."""
        text = self.profile.tenant_url or (self.saved.value.tenant_url if self.saved.value else "")
        if not text:
            return None
        parsed = parse_tenant_url(text, allow_loopback=self.network.allow_loopback)
        return None if isinstance(parsed, Problem) else parsed

    def playvox(self) -> Playvox:
        """A reading client; raises `key_first` or `address_first`."""
        if self.key is None:
            raise ProblemError(Problem("key_first"))
        url = self.tenant_url
        if url is None:
            raise ProblemError(Problem("address_first"))
        return Playvox(self.network, url, self.key)

    # Facts about the chosen application.

    @property
    def application_id(self) -> str:
        """Object id of the chosen service principal; raises `application_first`."""
        if not self.profile.application_id:
            raise ProblemError(Problem("application_first"))
        return self.profile.application_id

    @property
    def provisioning_job(self) -> SynchronizationJob | None:
        """The application's provisioning job, as last read."""
        found = self.job.value
        return found[0] if found else None

    def keep_job(self, found: SynchronizationJob) -> None:
        """Take the job as a write's answer showed it."""
        self.job.set((found,))

    async def _read_application(self) -> Application:
        return await applications.application(self.graph, self.application_id)

    # Before an application is chosen, or while one is still to be added, nothing is there yet.

    async def _read_jobs(self) -> tuple[SynchronizationJob, ...]:
        if not self.profile.application_id:
            return ()
        return await jobs.jobs(self.graph, self.application_id)

    async def _read_saved(self) -> SavedSettings:
        if not self.profile.application_id:
            return SavedSettings()
        return await secrets.saved(self.graph, self.application_id)

    async def _read_assigned(self) -> tuple[Assignment, ...]:
        if not self.profile.application_id:
            return ()
        rows = await assignments.assigned(self.graph, self.application_id)
        return self.recent.complete(rows)

    async def _read_templates(self) -> tuple[JobTemplate, ...]:
        return await jobs.templates(self.graph, self.application_id)

    async def _read_schema(self) -> SynchronizationSchema:
        found = await self.job.get()
        if found:
            return await schema.schema(self.graph, self.application_id, found[0].id)
        template = jobs.choose_template(await self.templates.get())
        return await schema.template_schema(self.graph, self.application_id, template.id)
