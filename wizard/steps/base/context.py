"""Shared by the steps of one setup: the signed-in session, the setup on disk, the key, tenant facts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from wizard.network.key_hosts import KeyForHost
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.problem import EarlierStepError, Problem, ProblemError
from wizard.steps.base.key_store import KeyStore
from wizard.steps.base.services import Services
from wizard.steps.base.set_up_store import SetUpStore
from wizard.steps.base.sign_in_session import SignInSession

if TYPE_CHECKING:
    from pydantic import SecretStr

    from wizard.entra.account import SignedInAccount
    from wizard.entra.graph import Graph
    from wizard.playvox.scim import Playvox
    from wizard.security.vault import Vault
    from wizard.steps.base.tenant_facts import TenantFacts


class Context:
    """Holds what the steps share, and the operations that need several of its parts.

    Belongs to the event loop. What is needed only after sign-in is loaded then.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self.session = SignInSession(services)
        self.store = SetUpStore(services, lambda: self.session.username)
        self.key_store = KeyStore(
            lambda: self.vault_of(self.store.profile.id), lambda: self.store.profile.secret_fields
        )

    @cached_property
    def facts(self) -> TenantFacts:
        """What several steps know about the chosen application."""
        from wizard.steps.base.tenant_facts import TenantFacts

        return TenantFacts(self.session, self.store)

    async def use_account(self, account: SignedInAccount) -> None:
        """Work as this person from now on, with the setup of their tenant."""
        from wizard.setup.journaling import JournalingHook
        from wizard.setup.recovery import remember_created

        await self.leave()
        session, store = self.session, self.store
        await store.open(session.cloud, account, practice=session.practice is not None)
        graph = session.open(account, JournalingHook(store.journal, lambda: session.username))
        store.tenant_time = lambda: graph.service_time
        remember_created(await asyncio.to_thread(store.journal.operations), graph.created)

    async def leave(self) -> None:
        """Forget the signed-in person and everything read for them; the profile on disk stays."""
        self.store.close()
        self.key_store.clear()
        if "facts" in self.__dict__:
            self.facts.clear()
        await self.session.close()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Graph]:
        """Graph with changes allowed, asking for the permissions first; read-only again afterwards.

        Other copies of the program on the same setup wait meanwhile.
        """
        await self.session.ask_to_write()
        async with self.store.lock():
            with self.session.writable() as graph:
                yield graph

    @property
    def tenant_url(self) -> TenantUrl | None:
        """The Tenant URL in use: what was typed, else what Entra has."""
        saved = self.facts.saved.value
        text = self.store.profile.tenant_url or (saved.tenant_url if saved else "")
        if not text:
            return None
        parsed = parse_tenant_url(text, allow_loopback=self.session.network.allow_loopback)
        return None if isinstance(parsed, Problem) else parsed

    @property
    def portal_link(self) -> str:
        """The application's provisioning page in the Entra admin center, else the start page there.

        "" for the practice tenant, which the admin center does not know.
        """
        cloud, facts = self.session.cloud, self.__dict__.get("facts")  # any thread asks, and loads nothing
        app = facts.application.value if facts is not None else None
        if cloud.is_practice:
            return ""
        return cloud.portal_application(app.id, app.app_id) if app is not None else cloud.portal

    def playvox(self) -> Playvox:
        """A reading client; raises `key_first`, `address_first` or `host_unconfirmed`."""
        from wizard.playvox.scim import Playvox

        if self.key_store.key is None:
            raise self.key_store.missing_error
        url = self.tenant_url
        if url is None:
            raise EarlierStepError(Problem("address_first"))
        return Playvox(self.session.network, url, self.key_for(url))

    def key_for(self, url: TenantUrl, key: SecretStr | None = None) -> KeyForHost:
        """The key, by default the one in use, for this address' host.

        Raises `key_first` or `host_unconfirmed`.
        """
        key = key or self.key_store.key
        if key is None:
            raise self.key_store.missing_error
        return KeyForHost(
            key, url.host, self.confirmed_hosts, laboratory=self.session.network.allow_loopback
        )

    def key_beside(self, address: str, key: SecretStr | None = None) -> KeyForHost:
        """The same for the host of an address as saved in Entra; raises as `key_for`."""
        url = parse_tenant_url(address, allow_loopback=True)
        if isinstance(url, Problem):
            raise ProblemError(url)
        return self.key_for(url, key)

    @property
    def confirmed_hosts(self) -> frozenset[str]:
        """Hosts that are not Playvox's and that a person confirmed for the key."""
        return frozenset(self.store.profile.key_hosts)

    async def choose_job(self, job_id: str, *, required: bool = False) -> None:
        """Work with this provisioning job from now on; `required` as in `TenantFacts.job_required`."""
        # Those of Entra have about 90 characters: one that is longer is none of its jobs, cut or not.
        await self.store.remember(job_id=job_id[:300])
        facts = self.facts
        facts.job_required = required
        facts.job.set(None)
        facts.schema.set(None)

    async def confirm_host(self, host: str) -> None:
        """Keep in the profile that the key may go to this host, in the form of `TenantUrl.host`."""
        hosts = dict.fromkeys((*self.store.profile.key_hosts, host))
        await self.store.remember(key_hosts=tuple(hosts))

    def unconfirmed_host(self, url: TenantUrl | None) -> str:
        """The address' host while the key may not go there; "" when it may, or there is no address."""
        return (
            url.host if url is not None and url.is_unusual and url.host not in self.confirmed_hosts else ""
        )

    def vault_of(self, profile_id: str) -> Vault:
        """The part of the keyring that belongs to a setup."""
        return self.services.vault(f"playvox-provisioning/{profile_id}")
