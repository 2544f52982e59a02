"""The signed-in account, its cloud, and its permissions in Microsoft Graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wizard.entra import scopes
from wizard.entra.cloud import CLOUDS, Cloud
from wizard.entra.consistency import WaitPolicy
from wizard.messages.entra import scope_reason
from wizard.messages.labels import sign_in_wait
from wizard.problem import Problem, ProblemError
from wizard.steps.base.change_preview import ScopeNeed
from wizard.steps.base.progress import report, report_waiting
from wizard.steps.base.services import BrowserOpener, Services

if TYPE_CHECKING:
    from wizard.entra.account import SignedInAccount
    from wizard.entra.graph import Graph, WriteWatch
    from wizard.entra.sign_in import SignIn, SignInWait
    from wizard.network.clients import Network
    from wizard.steps.base.practice_line import PracticeLine


class SignInSession:
    """The cloud to work in, the signed-in account, and the Graph client that acts for it.

    The client only reads, except inside `writable`. Belongs to one event loop.
    """

    def __init__(self, services: Services) -> None:
        self._open_browser = services.open_browser
        self.waits = WaitPolicy(report_waiting, services.clock, services.bounds)
        self.network: Network = services.network
        self.cloud: Cloud = CLOUDS["global"]
        self.practice: PracticeLine | None = None
        """The practice tenant worked on; None for a real tenant."""
        self.sign_in: SignIn | None = None
        """How to sign in to the chosen cloud; None before one was chosen."""
        self.account: SignedInAccount | None = None
        self.address_sinks: list[Callable[[str], None]] = []
        """What shows the address of the sign-in page while a person is asked; an empty one: no longer."""
        self.sign_ins = 0
        """How often somebody signed in, or proved more; what was read before may be out of date."""
        self._graph: Graph | None = None
        self._writers = 0

    # Cloud and account.

    def choose(
        self, cloud: Cloud, network: Network, sign_in: SignIn, practice: PracticeLine | None
    ) -> None:
        """Work in this cloud from now on; nobody is signed in there yet."""
        self.cloud, self.network, self.sign_in, self.practice = cloud, network, sign_in, practice
        sign_in.waiting = self._report_sign_in

    def open(self, account: SignedInAccount, watch: WriteWatch) -> Graph:
        """Act as this account, recording every change with `watch`; only `SignIn` makes accounts."""
        from wizard.entra.graph import Graph

        assert self.sign_in is not None
        self.account = account
        self.sign_ins += 1
        self._graph = Graph(
            self.network, self.cloud, self.sign_in.token, waits=self.waits, watch=watch, read_only=True
        )
        return self._graph

    async def close(self) -> None:
        """Forget the account and close its connections; the tokens stay where the sign-in keeps them."""
        graph, self._graph, self.account = self._graph, None, None
        if graph is not None:
            await graph.aclose()

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self._graph is not None

    @property
    def username(self) -> str:
        """Sign-in name of the account; empty before sign-in."""
        return self.account.username if self.account else ""

    @property
    def graph(self) -> Graph:
        """The Graph client of the signed-in person; raises `sign_in_first`."""
        if self._graph is None:
            raise ProblemError(Problem("sign_in_first"))
        return self._graph

    # Permissions.

    @property
    def may_write(self) -> bool:
        """Whether the permissions for changes were given already."""
        if self.account is None:
            return False
        # What an application may not do, Graph refuses; only the required permission is asked about.
        wanted = scopes.TEST if self.account.app_only else scopes.WRITE
        return not scopes.missing(self.account.scopes, wanted)

    def consents(self) -> tuple[ScopeNeed, ...]:
        """Permissions that the next commit requests in the browser."""
        return self._needs(scopes.WRITE)

    def test_consents(self) -> tuple[ScopeNeed, ...]:
        """Permissions that `ask_to_test` requests in the browser; say so first."""
        return self._needs(scopes.TEST)

    def _needs(self, wanted: tuple[scopes.PermissionScope, ...]) -> tuple[ScopeNeed, ...]:
        granted = self.account.scopes if self.account else frozenset()
        if self.account is not None and self.account.app_only:
            return ()  # nobody is there to be asked
        return tuple(
            ScopeNeed(scope.name, scope_reason(scope.reason)) for scope in scopes.missing(granted, wanted)
        )

    async def ask_to_test(self) -> None:
        """Ask for what a test from Microsoft's side needs, and nothing else, unless it was given."""
        granted = self.account.scopes if self.account else frozenset()
        if scopes.missing(granted, scopes.TEST):
            wanted = (*scopes.READ_SCOPES, *(each.name for each in scopes.TEST))
            await self._ask(tuple(dict.fromkeys((*wanted, *self._given_for_changes()))))

    def _given_for_changes(self) -> tuple[str, ...]:
        granted = self.account.scopes if self.account else frozenset()
        lacking = scopes.missing(granted, scopes.WRITE)
        return tuple(each.name for each in scopes.WRITE if each not in lacking)

    async def ask_to_write(self) -> None:
        """Ask for the permissions for changes, unless they were given already."""
        if not self.may_write:
            await self._ask(scopes.WRITE_SCOPES)

    async def ask_again(self) -> None:
        """Have the same person sign in again with what was granted, and the proof Entra wants.

        Raises `sign_in_first`, `other_account`, and what the sign-in refuses.
        """
        await self._ask((*scopes.READ_SCOPES, *self._given_for_changes()))
        self.sign_ins += 1

    def is_changing(self) -> bool:
        """Whether something is being changed at the moment."""
        return self._writers > 0

    @contextmanager
    def writable(self) -> Iterator[Graph]:
        """Let the Graph client change something while this lasts; blocks may overlap."""
        graph = self.graph
        self._writers += 1
        graph.read_only = False
        try:
            yield graph
        finally:
            self._writers -= 1
            graph.read_only = self._writers == 0

    async def _ask(self, wanted: tuple[str, ...]) -> None:
        if self.sign_in is None or self.account is None:
            raise ProblemError(Problem("sign_in_first"))
        asked = await self.ask_person(self.sign_in, wanted, self.account.username)
        if (asked.tenant_id, asked.object_id) != (self.account.tenant_id, self.account.object_id):
            self.sign_in.use(self.account)
            raise ProblemError(
                Problem("other_account", {"account": self.account.username, "other": asked.username})
            )
        self.account = asked

    async def ask_person(
        self, sign_in: SignIn, wanted: tuple[str, ...], login_hint: str | None
    ) -> SignedInAccount:
        """Sign in with the browser, with the page's address shown as long as it waits for the person."""
        try:
            return await sign_in.interactive(
                wanted,
                login_hint=login_hint,
                open_browser=self.browser(),
                # Practice answers the page itself, and nobody has to open it.
                show_address=self._show_address if self.practice is None else None,
            )
        finally:
            self._show_address("")

    def _report_sign_in(self, what: SignInWait) -> None:
        if self.practice is None or what == "service":  # practice answers its page itself
            report(sign_in_wait(what, self.cloud.host))

    def _show_address(self, address: str) -> None:
        for sink in tuple(self.address_sinks):
            sink(address)

    def browser(self) -> BrowserOpener | None:
        """What opens the sign-in page here; None for the system browser."""
        if self.practice is not None:
            from wizard.steps.base.practice_sign_in import answer_by_itself

            return answer_by_itself(self.network, self.practice)
        return self._open_browser
