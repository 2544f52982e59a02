"""The practice tenant for these tests: a browser that answers by itself, a token store, a Graph client."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
from pydantic import SecretStr

from wizard.entra.account import SignedInAccount
from wizard.entra.cloud import Cloud
from wizard.entra.consistency import Clock, WaitPolicy
from wizard.entra.graph import Graph
from wizard.entra.scopes import WRITE_SCOPES
from wizard.entra.sign_in import SignIn
from wizard.practice import Practice
from wizard.security.vault import Combine, Saved


class Shelf:
    """A token cache that the test can inspect."""

    def __init__(self) -> None:
        self.kept: dict[str, SecretStr] = {}

    async def save(self, name: str, secret: SecretStr, combine: Combine | None = None) -> object:
        kept = combine(self.kept.get(name)) if combine is not None else secret
        if kept is None:
            self.kept.pop(name, None)
        else:
            self.kept[name] = kept
        return Saved("test")

    async def load(self, name: str) -> SecretStr | None:
        return self.kept.get(name)

    look = load

    async def forget(self, name: str) -> object:
        self.kept.pop(name, None)
        return None


class _Form(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = values["action"]
        elif tag == "input" and "name" in values:
            self.fields[values["name"]] = values.get("value", "")


class Browser:
    """Opens an address as a person would: chooses the account and lets the page post its answer back.

    Runs on a separate thread, as a browser does; `addresses` has the opened addresses.
    """

    def __init__(self, practice: Practice, account: str | None = None) -> None:
        self._practice = practice
        self._account = practice.line.account if account is None else account
        self.addresses: list[str] = []
        self.last_page = ""

    def __call__(self, address: str) -> None:
        self.addresses.append(address)
        threading.Thread(target=self._visit, args=(address,), daemon=True).start()

    def _visit(self, address: str) -> None:
        with httpx.Client(verify=self._practice.network.ssl_context(), trust_env=False) as client:
            answer = client.get(address)
            while "<form" in answer.text:
                form = _Form(answer.text)
                fields = (
                    form.fields
                    if "code" in form.fields or "error" in form.fields
                    else {
                        **form.fields,
                        "account": self._account,
                    }
                )
                answer = client.post(urljoin(str(answer.url), form.action), data=fields)
            self.last_page = answer.text

    def enter_code(self, address: str, code: str) -> None:
        """Enter a device code, on another thread."""

        def visit() -> None:
            with httpx.Client(verify=self._practice.network.ssl_context(), trust_env=False) as client:
                client.post(address, data={"user_code": code, "account": self._account})

        threading.Thread(target=visit, daemon=True).start()


def cloud_of(practice: Practice) -> Cloud:
    return Cloud.practice(practice.line.graph, practice.line.authority)


def sign_in_to(practice: Practice, store: Shelf | None = None, tenant: str = "organizations") -> SignIn:
    return SignIn(cloud_of(practice), practice.line.client_id, practice.network, store, tenant)


async def signed_in(
    practice: Practice, scopes: Sequence[str] = WRITE_SCOPES
) -> tuple[SignIn, SignedInAccount]:
    sign_in = sign_in_to(practice)
    account = await sign_in.interactive(scopes, open_browser=Browser(practice), patience=20)
    return sign_in, account


@asynccontextmanager
async def graph_of(practice: Practice, scopes: Sequence[str] = WRITE_SCOPES) -> AsyncIterator[Graph]:
    """A signed-in Graph client; pauses are real but short."""
    sign_in, _account = await signed_in(practice, scopes)

    async def nap(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.2))

    waits = WaitPolicy(lambda _waiting: None, Clock(sleep=nap))
    async with Graph(practice.network, cloud_of(practice), sign_in.token, waits=waits) as graph:
        yield graph
