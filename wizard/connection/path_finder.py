"""Search for the SCIM path: request likely paths on the confirmed host, one after another.

Only on request, never as a part of the test. The same rules apply: GET only, the key only to the confirmed
host and never after a redirect, no more requests than a whole test.
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
    MAX_REQUESTS,
    ProbeRequest,
    Requests,
)
from wizard.connection.route import Route
from wizard.connection.target import Target
from wizard.messages import explain
from wizard.messages.explanation import Explanation
from wizard.network.clients import Network
from wizard.playvox.address import DOMAIN, PATH, TenantUrl, parse_tenant_url
from wizard.playvox.key import clean_key
from wizard.problem import Problem, ProblemError

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
_MOST_REFUSALS = 3  # repeating a wrong key can lock it
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
class TriedPath:
    """One requested path. `cause` None: it answers as Microsoft's service requires."""

    path: str
    status: int | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class PathSearch:
    """The result of a search. `url` is the Tenant URL to use, "" when none was found.

    `certain` False: the path is the only one that looks like SCIM, but the key was refused there. `problem`
    is set when the server could not be reached.
    """

    tried: tuple[TriedPath, ...] = ()
    requests: int = 0
    url: str = ""
    certain: bool = False
    problem: Problem | None = None

    @property
    def explanation(self) -> Explanation:
        """The result in words, and what to do."""
        if self.problem is not None:
            return explain(self.problem)
        code = "path_found" if self.certain else "path_likely" if self.url else "path_nowhere"
        asked = ", ".join(f"{each.path} ({each.status or each.cause})" for each in self.tried)
        return explain(Problem(code, {"url": self.url, "asked": asked, "requests": str(self.requests)}))


async def find_path(
    target: Target, network: Network, tell: Callable[[TriedPath], None] | None = None
) -> PathSearch:
    """Request SCIM at likely paths of the target's host until one answers correctly.

    Never raises for failures of the network or a server. `tell` receives every path after its request.
    """
    allowed = network.allow_loopback or network.is_practice
    url = parse_tenant_url(target.tenant_url, allow_loopback=allowed)
    if isinstance(url, Problem):
        return PathSearch(problem=url)
    key = clean_key(target.key) if target.key is not None else None
    if isinstance(key, Problem):
        return PathSearch(problem=key)
    try:
        sendable = target.sendable(key.key if key else None, url, network)
    except ProblemError as error:
        return PathSearch(problem=error.problem)
    path = Route(network, url, target.step_seconds)
    try:
        await _check_route(path, network)
        sender = RequestSender(path, replace(url, path=""), sendable, target.step_seconds)
        redactor = EvidenceRedactor(target.key, key.key if key else None, harmless=(url.host, DOMAIN))
        return await _Search(url, sender, redactor, target.matching, tell).run()
    except (CheckFailed, OSError, TimeoutError) as error:
        cause = error.cause if isinstance(error, CheckFailed) else "http_closed"
        facts = error.evidence if isinstance(error, CheckFailed) else {}
        met = Problem(cause, {name: str(value) for name, value in facts.items()})
        return PathSearch(problem=Problem("path_search_blocked", {"why": explain(met).what}))
    finally:
        path.close()


async def _check_route(path: Route, network: Network) -> None:
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
        sender: RequestSender,
        redactor: EvidenceRedactor,
        matching: str,
        tell: Callable[[TriedPath], None] | None,
    ) -> None:
        self._url = url
        self._sender = sender
        self._redactor = redactor
        self._rest = Requests.fresh(matching).probe.rest
        self._tell = tell
        self._tried: list[TriedPath] = []
        self._found = ""

    async def run(self) -> PathSearch:
        """Request paths until one answers correctly, the server refuses, or none is left."""
        waiting = list(dict.fromkeys((self._url.path, *LIKELY)))
        while waiting and self._sender.count < MAX_REQUESTS and not self._is_enough():
            path = waiting.pop(0)
            asked = await self._sender.send(ProbeRequest(path, f"{path}{self._rest}"))
            self._note(path, asked)
            led = self._led_to(path, asked)
            known = {each.path for each in self._tried}
            if led and led not in known:
                waiting = [led, *(each for each in waiting if each != led)]
        likely = self._likely()
        chosen = self._found or likely
        return PathSearch(
            tuple(self._tried),
            self._sender.count,
            replace(self._url, path=chosen).text if chosen else "",
            certain=bool(self._found),
        )

    def _note(self, path: str, asked: RequestResult) -> None:
        cause = asked.cause if asked.cause is not None or asked.found == 0 else "filter_ignored"
        tried = TriedPath(self._redactor.text(path, 200), asked.status, cause)
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
        """The path that a redirect on the same host points to, or ""; the key never follows it."""
        if asked.cause != "http_redirect" or asked.answer is None:
            return ""
        try:
            base = f"{self._url.scheme}://{self._url.authority}{path}/Users"
            there = urlsplit(urljoin(base, asked.answer.header("location")))
            same = (there.scheme, (there.hostname or "").lower(), there.port)
        except ValueError:
            return ""
        led = there.path.rstrip("/").removesuffix("/Users")
        harmless = led.isascii() and led.isprintable() and self._redactor.text(led, 200) == led
        return led if harmless and same == (self._url.scheme, self._url.host, self._url.port) else ""

    def _likely(self) -> str:
        """The only path that requires a key while others do not exist, or ""."""
        asking = [each.path for each in self._tried if each.cause in ("key_rejected", "key_not_permitted")]
        elsewhere = any(each.cause in _ELSEWHERE for each in self._tried)
        return asking[0] if len(asking) == 1 and elsewhere else ""
