"""Sign-in to a practice tenant: the real flow, with this program in place of the browser."""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx

from wizard.network.clients import Network
from wizard.network.named_settings import check_network_settings
from wizard.own_files import must_be_file
from wizard.problem import Problem, ProblemError
from wizard.security.redactor import redact
from wizard.steps.base.practice_line import PracticeLine

_log = logging.getLogger(__name__)
_MAX_PAGES = 8
_PATIENCE = 10.0  # seconds for a server on this computer to accept a connection


def practice_network(line: PracticeLine) -> Network:
    """Trust the practice authority, and send Playvox's names to the practice Playvox."""
    scim = urlsplit(line.scim)
    return Network(
        extra_ca=line.ca_file,
        allow_loopback=True,
        routes={"*.playvox.com": ("127.0.0.1", scim.port or 443)},
    )


async def running_network(line: PracticeLine) -> Network:
    """The same, once a server of this very tenant answered; raises `practice_not_running`.

    The tenant may have ended since its line was kept: then its file with the authority is gone, its port is
    closed, or another one uses the port.
    """
    await asyncio.to_thread(check_network_settings)
    network = practice_network(line)
    place = urlsplit(line.graph)
    try:
        await asyncio.to_thread(must_be_file, line.ca_file)
        trust = await asyncio.to_thread(network.ssl_context)
        async with asyncio.timeout(_PATIENCE):
            _reader, writer = await asyncio.open_connection(
                place.hostname, place.port or 443, ssl=trust, server_hostname=place.hostname
            )
        writer.transport.abort()
    except (OSError, ssl.SSLError, ValueError, TimeoutError) as error:
        facts = {"address": line.graph, "file": str(line.ca_file)}
        raise ProblemError(
            Problem("practice_not_running", facts, redact(str(error)), retryable=True)
        ) from error
    return network


def answer_by_itself(network: Network, line: PracticeLine) -> Callable[[str], None]:
    """A function in place of the browser: it completes the sign-in page as the practice account."""

    def open_page(address: str) -> None:
        threading.Thread(
            target=_sign_in, args=(network, line, address), name="practice sign-in", daemon=True
        ).start()

    return open_page


def _sign_in(network: Network, line: PracticeLine, address: str) -> None:
    try:
        with httpx.Client(verify=network.ssl_context(), trust_env=False, timeout=30) as browser:
            _walk(browser, line, address)
    except httpx.HTTPError as error:
        # The sign-in itself reports the timeout; this is for the log.
        _log.warning("practice sign-in page did not answer: %s", redact(str(error)))


def _walk(browser: httpx.Client, line: PracticeLine, address: str) -> None:
    answer = browser.get(address)
    for _page in range(_MAX_PAGES):
        if answer.is_redirect:
            answer = browser.get(urljoin(str(answer.url), answer.headers["location"]))
            continue
        form = _Form()
        form.feed(answer.text[:200_000])
        if not form.found or not _is_loopback(str(answer.url)):
            return
        target = urljoin(str(answer.url), form.action)
        fields = {**form.fields, **({"account": line.account} if "account" in form.fields else {})}
        answer = browser.post(target, data=fields)


def _is_loopback(address: str) -> bool:
    return urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")


class _Form(HTMLParser):
    """The first form of a page: where it goes, its fields, its first button."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False
        self.action = ""
        self.fields: dict[str, str] = {}
        self._inside = False
        self._button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.found:
            self.found = self._inside = True
            self.action = values.get("action", "")
        elif self._inside and values.get("name"):
            if tag == "input" and values.get("type") not in ("checkbox", "radio", "submit"):
                self.fields[values["name"]] = values.get("value", "")
            elif (tag == "button" or values.get("type") == "submit") and not self._button:
                self._button = True
                self.fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
