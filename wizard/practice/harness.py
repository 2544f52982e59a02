"""Starts and stops a whole practice tenant inside the running event loop."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
import ssl
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr, field_serializer

from wizard.network.clients import Network
from wizard.paths import private_folder
from wizard.practice import seeding
from wizard.practice.clock import PracticeClock
from wizard.practice.faults import Faults
from wizard.practice.front import create_app as create_front
from wizard.practice.net import certificates
from wizard.practice.net.certificates import Certificates
from wizard.practice.net.listener import CLOSE, CUT, SILENCE, Choice, Listener
from wizard.practice.options import PracticeOptions
from wizard.practice.playvox import create_app as create_playvox
from wizard.practice.service import ProvisioningService
from wizard.practice.store import StateFolderError, Store
from wizard.practice.tenant import PLAYVOX_HOSTS, Tenant

_log = logging.getLogger(__name__)


class ConnectionLine(BaseModel):
    """What a client needs to know about a running practice tenant; `practice serve` prints it as JSON."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    graph: str  # base address without /v1.0
    authority: str  # with the tenant id
    tenant_id: str
    client_id: str
    account: str  # userPrincipalName of the administrator
    scim: str  # the practice Playvox under its loopback address
    key: SecretStr
    next_key: SecretStr  # accepted as well, as while a key is replaced
    ca_file: Path
    control: str

    @field_serializer("key", "next_key", when_used="json")
    def _reveal(self, key: SecretStr) -> str:
        return key.get_secret_value()


class Practice:
    """A running practice tenant."""

    def __init__(self, line: ConnectionLine, tenant: Tenant, stop: Callable[[], None]) -> None:
        self.line = line
        self.tenant = tenant
        self._stop = stop
        self._stopped = asyncio.Event()

    @property
    def network(self) -> Network:
        """A network that routes Playvox host names to this tenant, for the product and for tests."""
        return self.tenant.network

    def stop(self) -> None:
        """Stop the tenant early; the context must still be closed."""
        self._stop()
        self._stopped.set()

    async def wait_stopped(self) -> None:
        """Wait until `stop` is called."""
        await self._stopped.wait()


@asynccontextmanager
async def start(options: PracticeOptions | None = None) -> AsyncIterator[Practice]:
    """Run a practice tenant while the context is open.

    All servers run in the current event loop, on loopback, over https. Raises OSError when the port is
    taken, `UnknownFaultError` for a fault that does not exist, `StateFolderError` for a folder that cannot
    be used.
    """
    options = options or PracticeOptions()
    faults = Faults(options.faults)
    store = Store(options.state)
    folder = _folder(options)
    servers: list[asyncio.Task[None]] = []
    service: ProvisioningService | None = None
    try:
        authority = Certificates()
        ca_file = folder / "practice-ca.pem"
        try:
            authority.write_root(ca_file)
        except OSError as error:
            raise StateFolderError(str(error)) from error
        with _reading(options.state):
            identity = await asyncio.to_thread(seeding.create_identity, store, options)
        network = Network(extra_ca=ca_file, allow_loopback=True)
        tenant = Tenant(options, store, PracticeClock(options.clock_speed), faults, identity, network)
        with _reading(options.state):
            await asyncio.to_thread(seeding.seed_tenant, tenant)

        ordinary = authority.context()
        front = Listener(create_front(tenant), options.port, lambda: ordinary, date_header=False)
        door = _PlayvoxConnections(authority, faults, ordinary)
        with _reading(options.state):
            playvox_app = await asyncio.to_thread(create_playvox, tenant)
        playvox = Listener(playvox_app, options.port + 1 if options.port else 0, door.choose)
        tenant.network = Network(
            extra_ca=ca_file, allow_loopback=True, routes={PLAYVOX_HOSTS: ("127.0.0.1", playvox.port)}
        )
        servers = [asyncio.create_task(listener.run_until_cancelled()) for listener in (front, playvox)]
        service = tenant.service = ProvisioningService(tenant)
        with _reading(options.state):
            await service.start()
        yield Practice(_line(tenant, front.port, playvox.port, ca_file), tenant, lambda: _cancel(servers))
    finally:
        if service is not None:
            await service.stop()
        _cancel(servers)
        for server in servers:
            with suppress(asyncio.CancelledError):
                await server
        store.close()
        if options.state is None:
            shutil.rmtree(folder, ignore_errors=True)


_ODD_ROWS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


@contextmanager
def _reading(kept: Path | None) -> Iterator[None]:
    """What cannot be read of a kept tenant is a fault of its folder; of a new one, of the program."""
    try:
        yield
    except (*_ODD_ROWS, sqlite3.Error) as error:
        if kept is None:
            raise
        raise StateFolderError(f"What is kept there cannot be read: {type(error).__name__}") from error


class _PlayvoxConnections:
    """Chooses for each connection to Playvox: proper TLS, or one of the connection faults."""

    def __init__(self, authority: Certificates, faults: Faults, ordinary: ssl.SSLContext) -> None:
        self._faults = faults
        self._ordinary = ordinary
        self._made: dict[str, Choice] = {"playvox-refused": CLOSE, "playvox-no-answer": SILENCE}
        self._made["playvox-cut-handshake"] = CUT
        self._make: dict[str, Callable[[], ssl.SSLContext]] = {
            "playvox-cert-expired": lambda: authority.context(expired=True),
            "playvox-cert-self-signed": authority.self_signed,
            "playvox-cert-private": lambda: Certificates().context(),
            "playvox-cert-wrong-name": lambda: authority.context(hosts=("parked.example",)),
            "playvox-cert-incomplete": lambda: authority.context(chain=False),
            "playvox-tls13-only": lambda: certificates.tls13_only(authority.context()),
            "playvox-tls-old": lambda: certificates.tls_old(authority.context()),
            "playvox-tls-suites": lambda: certificates.foreign_suites(authority.context()),
        }

    def choose(self) -> Choice:
        for name in (*self._made, *self._make):
            if self._faults.take(name):
                if name not in self._made:
                    self._made[name] = self._make[name]()
                return self._made[name]
        return self._ordinary


def _folder(options: PracticeOptions) -> Path:
    if options.state is None:
        return Path(tempfile.mkdtemp(prefix="playvox-practice-"))
    private_folder(options.state, narrow=False)
    return options.state.absolute()


def _cancel(servers: list[asyncio.Task[None]]) -> None:
    for server in servers:
        server.cancel()


def _line(tenant: Tenant, port: int, playvox_port: int, ca_file: Path) -> ConnectionLine:
    base = f"https://localhost:{port}"
    identity = tenant.identity
    return ConnectionLine(
        graph=base,
        authority=f"{base}/{identity.tenant_id}",
        tenant_id=identity.tenant_id,
        client_id=identity.client_id,
        account=identity.account,
        scim=f"https://localhost:{playvox_port}/scim/v1",
        key=identity.key,
        next_key=identity.next_key,
        ca_file=ca_file,
        control=f"{base}/control/{identity.control}",
    )
