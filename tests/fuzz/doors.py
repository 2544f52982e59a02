"""Every door through which data from outside comes in: what is read, and how.

A door takes bytes and returns nothing. Whatever they are, it may raise a `ProblemError` and nothing else.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from wizard.cli.config.reading import read_config
from wizard.cli.session import read_line
from wizard.entra import applications, assignments, directory, gallery, jobs, links, logs, schema, secrets
from wizard.entra.account import AccessToken
from wizard.entra.cloud import Cloud
from wizard.entra.consistency import Clock, WaitPolicy
from wizard.entra.graph import Graph
from wizard.entra.on_demand import parse as parse_on_demand
from wizard.entra.retry import RetryPolicy
from wizard.entra.scopes import READ_SCOPES
from wizard.entra.sign_in import SignIn
from wizard.entra.sign_in_http import SignInHttp
from wizard.network.clients import Network
from wizard.network.clock import reading
from wizard.network.key_hosts import KeyForHost
from wizard.network.retry_after import retry_after
from wizard.plan.document import read_document
from wizard.playvox.address import parse_tenant_url
from wizard.playvox.scim import Playvox
from wizard.problem import Problem, ProblemError
from wizard.setup import Journal, Profiles
from wizard.ui.shell.window_place import read_place

DATA = Path(__file__).parents[1] / "data"
Door = Callable[[bytes], None]


def _in_file(name: str, read: Callable[[Path], object]) -> Door:
    """A door that reads a file of this name in a folder of its own; `read` gets the folder."""

    def door(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            read(Path(folder))

    return door


def _read_profiles(folder: Path) -> None:
    profiles = Profiles(folder / "profiles")
    found = profiles.look()
    assert len(found.profiles) + len(found.problems) == 1
    if found.profiles:
        assert profiles.load("global-1") is not None


def read_journal(data: bytes) -> None:
    """A journal with rows in it whose cells are those of a JSON list of [table, column, value]."""
    try:
        cells = json.loads(data)
    except (ValueError, RecursionError):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal.sqlite")
        journal = Journal(path, "global-1")
        number = journal.begin("job.pause", "sp", "ada@contoso.example", {}, {})
        journal.answered(journal.sending(number, "ada", "POST", "/x", "{}", "id"), 200, maybe_done=False)
        with sqlite3.connect(path) as database:
            for cell in cells if isinstance(cells, list) else []:
                _put(database, cell)
        database.close()
        journal = Journal(path, "global-1")
        for read in (journal.operations, journal.writes, journal.setups):
            read()
        journal.open_operations("job.pause")
        journal.sent(number)


def _put(database: sqlite3.Connection, cell: object) -> None:
    match cell:
        case [("operations" | "writes") as table, str(column), (str() | int() | float() | None) as value]:
            columns = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            if column in columns - {"id"}:
                try:
                    database.execute(f"UPDATE {table} SET {column} = ?", (value,))
                except (sqlite3.Error, OverflowError, UnicodeEncodeError):
                    return  # the database refuses it, so it cannot be there


class _Canned(Network):
    """A network in which every request gets the same answer."""

    def __init__(self, status: int, data: bytes) -> None:
        super().__init__(allow_loopback=True)
        object.__setattr__(self, "_canned", (status, data))

    def client(self, **_options: Any) -> httpx.AsyncClient:
        status, data = self._canned  # type: ignore[attr-defined]
        return httpx.AsyncClient(
            transport=httpx.MockTransport(
                lambda request: httpx.Response(status, stream=httpx.ByteStream(data), request=request)
            )
        )


async def _token(*, claims: str | None = None, fresh: bool = False) -> AccessToken:
    return AccessToken(SecretStr("a-token"))


async def _no_sleep(_seconds: float) -> None:
    return None


async def _all(found: AsyncIterator[object]) -> None:
    async for _each in found:
        pass


async def _evidence(graph: Graph) -> None:
    async def take(_rows: object) -> bool:
        return True

    await links.read_link_evidence(graph, "job", "", take)


async def _parsed(graph: Graph) -> None:
    parse_on_demand(await graph.get("/x"))


GRAPH: dict[str, tuple[str, Callable[[Graph], Awaitable[object]]]] = {
    "people": ("user-list__ex3", lambda graph: directory.search_people(graph, "a")),
    "everybody": ("user-list__ex4", lambda graph: _all(directory.everybody(graph, ("department",)))),
    "several people": ("user-list__ex6", lambda graph: directory.people(graph, ["a", "b"])),
    "groups": ("group-list__ex2", lambda graph: directory.search_groups(graph, "a")),
    "members": ("group-list-members__ex1", lambda graph: _all(directory.members(graph, "g"))),
    "group of a person": ("group-list__ex3", lambda graph: directory.groups_of(graph, "u")),
    "headcount": ("group-list-transitivemembers__ex1", lambda graph: directory.headcount(graph, "g")),
    "tenant": ("", directory.tenant),
    "me": ("", directory.me),
    "my roles": ("", directory.my_roles),
    "my applications": ("serviceprincipal-list__ex1", directory.my_applications),
    "license": ("", directory.tenant_license),
    "deleted people": ("user-list__ex7", lambda graph: directory.deleted_people(graph, "a", limit=9)),
    "applications": ("servicePrincipals-list-startswith", lambda graph: applications.find(graph, ["t"])),
    "application": ("serviceprincipal-get__ex1", lambda graph: applications.application(graph, "a")),
    "gallery": ("applicationTemplates-list", gallery.find_templates),
    "assigned": ("servicePrincipal-appRoleAssignedTo-list", lambda graph: assignments.assigned(graph, "a")),
    "jobs": ("synchronization-jobs-list-overview", lambda graph: jobs.jobs(graph, "a")),
    "job": ("synchronization-job-get-quarantine-real", lambda graph: jobs.job(graph, "a", "j")),
    "templates": (
        "synchronization-templates-list-gallery-scim-real",
        lambda graph: jobs.templates(graph, "a"),
    ),
    "schema": (
        "synchronization-schema-get-cross-tenant-head",
        lambda graph: schema.schema(graph, "a", "j"),
    ),
    "functions": (
        "synchronization-schema-filterOperators",
        lambda graph: schema.functions(graph, "a", "j"),
    ),
    "operators": (
        "synchronization-schema-filterOperators",
        lambda graph: schema.filter_operators(graph, "a", "j"),
    ),
    "secrets": ("synchronization-secrets-get-cloud-sync-sample", lambda graph: secrets.saved(graph, "a")),
    "log": ("auditLogs-provisioning-failure", lambda graph: logs.log_entries(graph, "a")),
    "links": ("auditLogs-provisioning-success", _evidence),
    "on demand": ("synchronization-job-provisionOnDemand-real-shape", _parsed),
}  # fmt: skip
"""Name: the example of a documented answer, and what reads it."""


def graph_door(name: str) -> Door:
    """The door of one kind of Graph's answers; the body is that of every request."""
    _example, read = GRAPH[name]
    return lambda data: asyncio.run(_ask(read, 200, data))


def refusal_door(data: bytes) -> None:
    """Graph's refusals: any body."""
    for status in (400, 401, 403, 404, 429, 503):
        with suppress(ProblemError):
            asyncio.run(_ask(lambda graph: graph.get("/me"), status, data))
            raise AssertionError(status)


async def _ask(read: Callable[[Graph], Awaitable[object]], status: int, data: bytes) -> None:
    cloud = Cloud.practice("https://graph.example", "https://login.example/t")
    waits = WaitPolicy(lambda _waiting: None, Clock(sleep=_no_sleep))
    policy = RetryPolicy(attempts=1)
    async with Graph(_Canned(status, data), cloud, _token, waits=waits, policy=policy) as graph:
        await read(graph)


def header_door(data: bytes) -> None:
    """Retry-After and Date: any text that a header can hold."""
    text = data.decode("latin-1").replace("\n", " ").replace("\r", " ").replace("\x00", " ")
    asked = retry_after(text)
    assert asked is None or 0 <= asked <= 86_400
    reading("graph.example", text)


class _Authority(SignInHttp):
    """MSAL's HTTP client with a sign-in service behind it that answers with `data`."""

    def __init__(self, data: bytes, *, metadata: bool) -> None:
        super().__init__(Network())
        self._data, self._metadata = data, metadata

    def _sent(self, method: str, url: str, **_options: Any) -> httpx.Response:
        known = {
            name: f"https://login.example/t/{name}" for name in ("authorization_endpoint", "token_endpoint")
        }
        good = json.dumps({**known, "issuer": "https://login.example/t"}).encode()
        content = self._data if (method == "GET") == self._metadata else good
        return httpx.Response(200, content=content, request=httpx.Request(method, url))


def sign_in_door(*, metadata: bool) -> Door:
    """The metadata of a sign-in service, or its token answer."""

    def door(data: bytes) -> None:
        async def run() -> None:
            cloud = Cloud.practice("https://graph.example", "https://login.example/t")
            made = SignIn(cloud, "00000000-0000-0000-0000-000000000001", Network(), None, "t")
            made._http = _Authority(data, metadata=metadata)
            await made.interactive(READ_SCOPES, open_browser=_answering, patience=2.0)

        asyncio.run(run())

    return door


def _answering(address: str) -> None:
    """A browser that brings a code back at once, if it knows where."""
    query = httpx.URL(address).params
    httpx.post(query["redirect_uri"], data={"code": "c", "state": query["state"]}, trust_env=False)


def id_token(claims: Any) -> str:
    """A token with these claims, as MSAL reads it."""
    parts = ({"alg": "none"}, claims)
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in parts)
        + "."
    )


def playvox_door(data: bytes) -> None:
    """Playvox's answers to searches, and one account."""
    url = parse_tenant_url("https://acme.playvox.com/scim/v1")
    assert not isinstance(url, Problem)

    async def run() -> None:
        network = _Canned(200, data)
        async with Playvox(
            network, url, KeyForHost(SecretStr("QUJDREVGR0g6c2VjcmV0"), url.host)
        ) as playvox:
            await playvox.resource("1")
            await playvox.search_groups("g")
            await playvox.find_account("userName", "ada@contoso.example")

    asyncio.run(run())


FILES: dict[str, Door] = {
    "profile": _in_file("profiles/global-1.json", _read_profiles),
    "configuration": _in_file("a.toml", lambda folder: read_config(folder / "a.toml")),
    "plan": _in_file("plan.json", lambda folder: read_document(folder / "plan.json")),
    "practice-line": _in_file("line.json", lambda folder: read_line(folder / "line.json")),
    "window": _in_file("window.json", read_place),
}
