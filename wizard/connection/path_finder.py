"""Looking for the right path: likely SCIM paths on the confirmed host, asked one after another.

Only when somebody asks for it, never within the test. The same rules hold: GET only, the key only to the
confirmed host and never after a redirect, no more requests than a whole test may send.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from wizard.connection import dns
from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.connection.outcome import CheckFailed
from wizard.connection.request_sender import (
    RequestResult,
    RequestSender,
)
from wizard.connection.requests import (
    MOST,
    ProbeRequest,
    Requests,
)
from wizard.connection.route import Route
from wizard.connection.target import Target
from wizard.messages import (
    Explanation,
    explain,
)
from wizard.network.clients import Network
from wizard.playvox.address import DOMAIN, PATH, TenantUrl, parse_tenant_url
from wizard.playvox.key import clean_key
from wizard.problem import Problem

LIKELY = (
    PATH,
    "/scim/v2",
    "/scim",
    "/api/scim/v1",
    "/api/scim/v2",
    "/api/scim",
    "/api/v1/scim",
    "/v1/scim",
)
_MOST_REFUSALS = 3  # the same wrong key over and over can lock it
_NO_ANSWER = (
    "http_timeout",
    "http_closed",
    "proxy_unreachable",
    "proxy_auth_required",
    "proxy_unusable",
    "throttled",
)
_ELSEWHERE = ("path_not_found", "not_scim_html", "method_not_allowed")


@dataclass(frozen=True, slots=True)
class Tried:
    """One path asked: `cause` None means that it answers as Microsoft's service needs it."""

    path: str
    status: int | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class PathSearch:
    """What a search found. `url` is the Tenant URL to use, empty when none was found.

    `certain` False: the path is the only one that looks like SCIM, but the key was refused there.
    `problem` is set when the server could not be asked.
    """

    tried: tuple[Tried, ...] = ()
    requests: int = 0
    url: str = ""
    certain: bool = False
    problem: Problem | None = None

    @property
    def explanation(self) -> Explanation:
        """What was found and what to do."""
        if self.problem is not None:
            return explain(self.problem)
        code = "path_found" if self.certain else "path_likely" if self.url else "path_nowhere"
        asked = ", ".join(f"{each.path} ({each.status or each.cause})" for each in self.tried)
        return explain(Problem(code, {"url": self.url, "asked": asked, "requests": str(self.requests)}))


async def find_path(
    target: Target, network: Network, tell: Callable[[Tried], None] | None = None
) -> PathSearch:
    """Ask the target's host for SCIM at likely paths until one answers rightly.

    Never raises for what the network or a server does; `tell` gets every path once it was asked.
    """
    allowed = network.allow_loopback or network.is_practice
    url = parse_tenant_url(target.tenant_url, allow_loopback=allowed)
    if isinstance(url, Problem):
        return PathSearch(problem=url)
    key = clean_key(target.key) if target.key is not None else None
    if isinstance(key, Problem):
        return PathSearch(problem=key)
    path = Route(network, url, target.step_seconds)
    try:
        await _open_the_way(path, network)
        asker = RequestSender(path, replace(url, path=""), key.key if key else None, target.step_seconds)
        guard = EvidenceRedactor(target.key, key.key if key else None, harmless=(url.host, DOMAIN))
        return await _Search(url, asker, guard, target.matching, tell).run()
    except (CheckFailed, OSError, TimeoutError) as error:
        cause = error.cause if isinstance(error, CheckFailed) else "http_closed"
        facts = error.evidence if isinstance(error, CheckFailed) else {}
        met = Problem(cause, {name: str(value) for name, value in facts.items()})
        return PathSearch(problem=Problem("path_search_blocked", {"why": explain(met).what}))
    finally:
        path.close()


async def _open_the_way(path: Route, network: Network) -> None:
    tunnel = await path.find_proxy()
    if tunnel is not None:
        tunnel.abort()
        return
    addresses = await path.resolve()
    own = any(dns.is_loopback(each) for each in addresses)
    if own and not path.routed and not network.allow_loopback:
        raise CheckFailed("address_private", {"why": "loopback"})
    (await path.connect()).stream.abort()


class _Search:
    def __init__(
        self,
        url: TenantUrl,
        asker: RequestSender,
        guard: EvidenceRedactor,
        matching: str,
        tell: Callable[[Tried], None] | None,
    ) -> None:
        self._url = url
        self._asker = asker
        self._guard = guard
        self._rest = Requests.fresh(matching).probe.rest
        self._tell = tell
        self._tried: list[Tried] = []
        self._found = ""

    async def run(self) -> PathSearch:
        """Ask until something answers rightly, the server refuses to answer, or nothing is left."""
        waiting = list(dict.fromkeys((self._url.path, *LIKELY)))
        while waiting and self._asker.count < MOST and not self._is_enough():
            path = waiting.pop(0)
            asked = await self._asker.ask(ProbeRequest(path, f"{path}{self._rest}"))
            self._note(path, asked)
            led = self._led_to(path, asked)
            known = {each.path for each in self._tried}
            if led and led not in known:
                waiting = [led, *(each for each in waiting if each != led)]
        likely = self._likely()
        chosen = self._found or likely
        return PathSearch(
            tuple(self._tried),
            self._asker.count,
            replace(self._url, path=chosen).text if chosen else "",
            certain=bool(self._found),
        )

    def _note(self, path: str, asked: RequestResult) -> None:
        cause = asked.cause if asked.cause is not None or asked.found == 0 else "filter_ignored"
        tried = Tried(self._guard.text(path, 200), asked.status, cause)
        self._tried.append(tried)
        if cause is None:
            self._found = path
        if self._tell is not None:
            self._tell(tried)

    def _is_enough(self) -> bool:
        if self._found or (self._tried and self._tried[-1].cause in _NO_ANSWER):
            return True
        return sum(each.status in (401, 403) for each in self._tried) >= _MOST_REFUSALS

    def _led_to(self, path: str, asked: RequestResult) -> str:
        """The path a redirect on the same host points to; the key never follows one by itself."""
        if asked.cause != "http_redirect" or asked.answer is None:
            return ""
        try:
            base = f"{self._url.scheme}://{self._url.authority}{path}/Users"
            there = urlsplit(urljoin(base, asked.answer.header("location")))
            same = (there.scheme, (there.hostname or "").lower(), there.port)
        except ValueError:
            return ""
        led = there.path.rstrip("/").removesuffix("/Users")
        harmless = led.isascii() and led.isprintable() and self._guard.text(led, 200) == led
        return led if harmless and same == (self._url.scheme, self._url.host, self._url.port) else ""

    def _likely(self) -> str:
        """The only path that asks for a key while others are not there."""
        asking = [each.path for each in self._tried if each.cause in ("key_rejected", "key_not_permitted")]
        elsewhere = any(each.cause in _ELSEWHERE for each in self._tried)
        return asking[0] if len(asking) == 1 and elsewhere else ""
