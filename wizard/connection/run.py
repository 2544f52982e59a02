"""Running the connection test: checks in order, dependent ones skipped, independent ones together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, TypeVar

from pydantic import SecretStr

from wizard.connection import dns
from wizard.connection.asking import Asked, Asker
from wizard.connection.catalogue import CHECKS
from wizard.connection.difference import judge_difference, judge_entra
from wizard.connection.evidence import Guard
from wizard.connection.judging import (
    Judged,
    judge_auth,
    judge_discovery,
    judge_encoding,
    judge_groups,
    judge_http,
    judge_scim,
)
from wizard.connection.microsoft import MicrosoftAnswer
from wizard.connection.outcome import CheckFailed
from wizard.connection.path import Kind, Path
from wizard.connection.requests import Requests, as_curl
from wizard.connection.result import CheckResult, ConnectionReport, Reason, Status
from wizard.connection.streams import Stream
from wizard.connection.target import Target
from wizard.connection.tls import (
    Handshake,
    describe,
    entra_cause,
    explain_failure,
    inspected_by,
    older_cause,
)
from wizard.network import Network
from wizard.playvox.address import DOMAIN, TenantUrl, parse_tenant_url
from wizard.playvox.key import CleanKey, clean_key
from wizard.problem import Problem, ProblemError
from wizard.words import explain

_T = TypeVar("_T")
Report = Callable[[CheckResult], None]
Microsoft = Callable[[], Awaitable[MicrosoftAnswer]]
_log = logging.getLogger(__name__)
_MICROSOFT_PATIENCE = 4  # steps' time: the service itself waits for Playvox before it answers


async def run(
    target: Target, network: Network, report: Report | None = None, microsoft: Microsoft | None = None
) -> ConnectionReport:
    """Test the connection. Never raises for what the network or a server does.

    `report` gets each check when it starts (status `running`) and when it is settled. `microsoft` asks
    Microsoft's service to try the same credentials; it may raise `ProblemError` when it cannot be asked.
    """
    return await ConnectionTest(target, network, report, microsoft).run()


class ConnectionTest:
    """One test; keeps what is known so far, so that a cancelled test can still be shown."""

    def __init__(
        self,
        target: Target,
        network: Network,
        report: Report | None = None,
        microsoft: Microsoft | None = None,
    ) -> None:
        self._target = target
        self._network = network
        self._tell = report
        self._ask_microsoft = microsoft
        self._results = {name: CheckResult(name, Status.NOT_RUN) for name in CHECKS}
        self._starts: dict[str, float] = {}
        self._guard = Guard(target.key)
        self._requests = Requests.fresh(target.matching)
        self._started = datetime.now(UTC)
        self._clock = perf_counter()
        self._url: TenantUrl | None = None
        self._key: CleanKey | None = None
        self._path: Path | None = None
        self._asker: Asker | None = None
        self._reasons: tuple[Reason, ...] = ()

    async def run(self) -> ConnectionReport:
        """Run all checks; cancelling drops every connection at once."""
        try:
            await self._all()
        except Exception as error:  # whatever this is, it is ours: say so instead of failing silently
            running = [each.id for each in self._results.values() if each.status is Status.RUNNING]
            self._settle(running[0] if running else "difference", self._defect(error))
        finally:
            if self._path is not None:
                self._path.close()
        return self.report()

    def report(self, *, cancelled: bool = False) -> ConnectionReport:
        """What is known so far."""
        url = self._url
        checks = tuple(
            CheckResult(each.id, Status.NOT_RUN) if each.status is Status.RUNNING else each
            for each in self._results.values()
        )
        extra = self._network.extra_ca
        return ConnectionReport(
            target=self._guard.text(url.text, 400)
            if url
            else self._guard.text(self._target.tenant_url, 200),
            checks=checks,
            requests=self._asker.count if self._asker else 0,
            elapsed_ms=(perf_counter() - self._clock) * 1000,
            started=self._started,
            cancelled=cancelled,
            reasons=self._reasons,
            curl=self._curl(url) if url else "",
            fingerprint=self._key.fingerprint if self._key else "",
            extra_ca=str(extra) if extra and not self._network.is_practice else "",
            loopback=self._network.allow_loopback and not self._network.is_practice,
            practice=self._network.is_practice,
        )

    async def _all(self) -> None:
        url = self._check_address()
        if url is not None:
            self._path = Path(self._network, url, self._target.step_seconds)
            self._path.prepare_tls()
            await asyncio.sleep(0)  # so that it begins before the key is looked at
        key = self._check_key()
        asking: asyncio.Task[MicrosoftAnswer] | None = None
        if url is not None and key is not None and self._ask_microsoft is not None:
            self._begin("entra")
            asking = asyncio.ensure_future(self._microsoft(self._ask_microsoft))
        try:
            if url is None or self._path is None:
                self._skip(*CHECKS[2:12])
            else:
                await self._local(self._path, url, key)
            if asking is None:
                if self._ask_microsoft is not None:
                    self._skip("entra", "difference")
                return
            await self._compare(asking)
        finally:
            if asking is not None:
                await _stop(asking)

    # --- address and key -------------------------------------------------------------------------

    def _check_address(self) -> TenantUrl | None:
        self._begin("address")
        network = self._network
        allowed = network.allow_loopback or network.is_practice
        url = parse_tenant_url(self._target.tenant_url, allow_loopback=allowed)
        if isinstance(url, Problem):
            self._settle("address", Judged(Status.FAILED, url.code, url.facts))
            return None
        self._url = url
        evidence = {"url": url.text, "notes": list(url.notes)}
        if "private" in url.notes:
            judged = Judged(
                Status.WARNING, "address_private", {**evidence, "host": url.host, "why": "private"}
            )
        elif "path_unusual" in url.notes:
            judged = Judged(Status.WARNING, "address_path_unusual", {**evidence, "path": url.path})
        else:
            judged = Judged(Status.PASSED, None, evidence)
        self._settle("address", judged)
        return url

    def _check_key(self) -> SecretStr | None:
        self._begin("key")
        if self._target.key is None:
            self._settle("key", Judged(Status.WARNING, "key_empty", {"given": False}))
            return None
        key = clean_key(self._target.key)
        if isinstance(key, Problem):
            self._settle("key", Judged(Status.FAILED, key.code, {**key.facts, "given": True}))
            return None
        self._key = key
        # Not the whole address: somebody may have pasted the key into its path.
        harmless = (self._url.host, DOMAIN) if self._url else (DOMAIN,)
        self._guard = Guard(self._target.key, key.key, key.suggestion, harmless=harmless)
        evidence = {"fingerprint": key.fingerprint, "changed": list(key.changed), "hints": list(key.hints)}
        shape = [hint for hint in key.hints if hint != "no_colon"]
        if shape:
            self._settle("key", Judged(Status.WARNING, "key_malformed", {**evidence, "why": shape[0]}))
        elif key.changed:
            self._settle("key", Judged(Status.WARNING, "key_hygiene", evidence))
        else:
            self._settle("key", Judged(Status.PASSED, None, evidence))
        return key.key

    # --- the way there ---------------------------------------------------------------------------

    async def _local(self, path: Path, url: TenantUrl, key: SecretStr | None) -> None:
        tunnel, resolved = await asyncio.gather(self._check_proxy(path), self._check_dns(path, url))
        failed = self._results["proxy"].status is Status.FAILED
        if failed or (path.proxy is None and not resolved):
            self._skip("tcp", "tls", *CHECKS[6:12])
            return
        raw = await self._check_tcp(path, url, tunnel)
        if raw is None:
            self._skip("tls", *CHECKS[6:12])
            return
        self._asker = asker = Asker(path, url, key, self._target.step_seconds)
        if url.scheme != "https":
            asker.add(raw)
            await self._ask(asker, url, key, None)
            return
        await self._over_tls(path, url, key, raw, asker)

    async def _check_proxy(self, path: Path) -> Stream | None:
        async def work() -> tuple[Judged, Stream | None]:
            stream = await path.find_proxy()
            if path.routed:
                return Judged(Status.PASSED, None, {"practice": path.routed}), stream
            evidence: dict[str, Any] = {"proxy": path.proxy.shown if path.proxy else ""}
            if path.proxy is not None:
                evidence["source"] = path.proxy.source
            if path.settings.script.script:
                evidence |= {
                    "script": path.settings.script.script,
                    "script_evaluated": path.settings.script.evaluated,
                }
            return Judged(Status.PASSED, None, evidence), stream

        return await self._attempt("proxy", work)

    async def _check_dns(self, path: Path, url: TenantUrl) -> list[str] | None:
        async def work() -> tuple[Judged, list[str]]:
            addresses = await path.resolve()
            evidence: dict[str, Any] = {"host": url.host, "addresses": addresses}
            if path.routed:
                return Judged(Status.PASSED, None, {"practice": path.routed}), addresses
            hidden = dns.not_public(addresses)
            if url.is_loopback or "private" in url.notes or not hidden:
                return Judged(Status.PASSED, None, evidence), addresses
            facts = {**evidence, "why": "private", "private": hidden}
            if any(dns.is_loopback(each) for each in hidden) and not self._network.allow_loopback:
                return Judged(Status.FAILED, "address_private", {**facts, "why": "loopback"}), []
            return Judged(Status.WARNING, "address_private", facts), addresses

        resolved = await self._attempt("dns", work)
        dns_result = self._results["dns"]
        if dns_result.status is Status.FAILED and path.proxy is not None:
            # Behind a proxy names are its business; that this computer cannot look them up is normal.
            evidence = {**dns_result.evidence, "resolved_by": path.proxy.shown}
            self._settle("dns", Judged(Status.PASSED, None, evidence))
        return resolved

    async def _check_tcp(self, path: Path, url: TenantUrl, tunnel: Stream | None) -> Stream | None:
        async def work() -> tuple[Judged, Stream]:
            if tunnel is not None:
                shown = path.proxy.shown if path.proxy else ""
                return Judged(Status.PASSED, None, {"through": shown}), tunnel
            reached = await path.connect()
            evidence = {"address": reached.address, "port": url.effective_port, "addresses": reached.states}
            failures = reached.failures
            # A network without IPv6 is ordinary, and on loopback nobody listens on every address.
            worth_telling = [each for each in failures.values() if each != "network_unreachable"]
            if worth_telling and not url.is_loopback:
                return Judged(Status.WARNING, worth_telling[0], evidence), reached.stream
            return Judged(Status.PASSED, None, evidence), reached.stream

        return await self._attempt("tcp", work)

    # --- TLS and the requests --------------------------------------------------------------------

    async def _over_tls(
        self, path: Path, url: TenantUrl, key: SecretStr | None, raw: Stream, asker: Asker
    ) -> None:
        self._begin("tls")
        second = asyncio.create_task(self._attempt_tls(path, "entra"))
        try:
            try:
                usual = await path.secure(raw)
            except TimeoutError:
                usual = None
            if usual is None:
                self._settle("tls", Judged(Status.FAILED, "http_timeout", {"phase": "tls"}))
            elif usual.stream is None:
                failed = await explain_failure(usual, await second, self._network)
                cause = failed.cause
                # Whoever has answered with a version and a suite has no quarrel with either.
                if cause == "http_closed" and not usual.shown.version and not usual.shown.wants_certificate:
                    cause = older_cause(await self._attempt_tls(path, "older")) or cause
                self._settle("tls", Judged(Status.FAILED, cause, failed.evidence))
            if usual is None or usual.stream is None:
                self._skip(*CHECKS[6:12])
                return
            asker.add(usual.stream)
            more = asyncio.create_task(_stream_of(second))
            settle = asyncio.create_task(self._settle_tls(path, usual, second, url))
            try:
                await self._ask(asker, url, key, more)
                await settle
            finally:
                await _stop(more, settle)
        finally:
            await _stop(second)

    async def _attempt_tls(self, path: Path, kind: Kind) -> Handshake | None:
        try:
            return await path.secure(await path.open_raw(), kind)
        except (CheckFailed, OSError, TimeoutError):
            return None  # says nothing about TLS

    async def _settle_tls(
        self, path: Path, usual: Handshake, second: asyncio.Task[Handshake | None], url: TenantUrl
    ) -> None:
        entra = await second
        evidence = describe(usual, entra)
        cause = entra_cause(entra) if entra is not None else None
        if entra is not None and cause == "http_closed":
            guess = "tls_version_unsupported" if usual.protocol == "TLSv1.3" else None
            agreed = bool(entra.shown.version)  # and lost only afterwards, which may happen once to anybody
            cause = None if agreed else older_cause(await self._attempt_tls(path, "older")) or guess
        if cause is not None:
            self._settle("tls", Judged(Status.FAILED, cause, {**evidence, "only_microsoft": True}))
            return
        network = self._network
        ask_roots = network.extra_ca is None and not network.is_practice and not url.is_loopback
        issuer, how = inspected_by(usual, entra, ask_roots=ask_roots)
        if issuer:
            facts = {**evidence, "inspector": issuer, "how": how}
            self._settle("tls", Judged(Status.WARNING, "tls_inspected", facts))
            return
        self._settle("tls", Judged(Status.PASSED, None, evidence))

    async def _ask(
        self, asker: Asker, url: TenantUrl, key: SecretStr | None, more: asyncio.Task[Stream | None] | None
    ) -> None:
        self._begin("http")
        first = await asker.ask(self._requests.probe)
        http = judge_http(first, url)
        self._settle("http", http)
        if http.status is Status.FAILED:
            self._skip("auth", "scim", "encoding", "groups", "discovery")
            return
        if key is None:
            if self._results["key"].status is Status.FAILED:
                self._skip("auth", "scim", "encoding", "groups", "discovery")
            return
        self._begin("auth")
        auth = judge_auth(first, url)
        self._settle("auth", auth)
        if auth.status is Status.FAILED:
            self._skip("scim", "encoding", "groups", "discovery")
            return
        self._begin("scim")
        if not first.is_empty_list:
            await self._find_reason(asker, url, first)
            self._skip("encoding", "groups", "discovery")
            return
        self._settle("scim", judge_scim(first, url, None, None))
        await self._compare_forms(asker, url, first, more)

    async def _find_reason(self, asker: Asker, url: TenantUrl, first: Asked) -> None:
        """Ask again in other ways, to tell apart the reasons a refused question can have."""
        percent = collection = None
        if first.cause is not None and first.answer is not None and first.status != 429:
            percent = await asker.ask(self._requests.percent)
            if not percent.is_empty_list and first.cause == "path_not_found":
                collection = await asker.ask(self._requests.collection)
        self._settle("scim", judge_scim(first, url, percent, collection))

    async def _compare_forms(
        self, asker: Asker, url: TenantUrl, first: Asked, more: asyncio.Task[Stream | None] | None
    ) -> None:
        for name in ("encoding", "groups", "discovery"):
            self._begin(name)
        wanted = self._requests
        asked = await asker.all([wanted.anonymous, wanted.percent, wanted.groups, *wanted.discovery], more)
        self._settle("encoding", judge_encoding(first, asked["percent"], asked["no_user_agent"], url))
        self._settle("groups", judge_groups(asked["groups"], url, mapped=self._target.group_mapping))
        self._settle(
            "discovery", judge_discovery({each.name: asked[each.name] for each in wanted.discovery})
        )

    # --- Microsoft's side ------------------------------------------------------------------------

    async def _microsoft(self, ask: Microsoft) -> MicrosoftAnswer:
        async with asyncio.timeout(self._target.step_seconds * _MICROSOFT_PATIENCE):
            return await ask()

    async def _compare(self, asking: asyncio.Task[MicrosoftAnswer]) -> None:
        checks = [self._results[name] for name in CHECKS[:12]]
        try:
            answer = await asking
        except ProblemError as error:
            facts = {"problem": error.problem.code, "detail": explain(error.problem).what}
            self._settle("entra", Judged(Status.NOT_RUN, None, facts))
            return
        except TimeoutError:
            self._settle("entra", Judged(Status.NOT_RUN, None, {"problem": "timeout"}))
            return
        except asyncio.CancelledError:
            raise
        except Exception as error:  # the injected call is not ours: its defect must not hide the rest
            self._settle("entra", self._defect(error))
            return
        works_here = not any(each.status is Status.FAILED for each in checks)
        silent = self._results["encoding"]
        if answer.ok and silent.cause == "no_user_agent_blocked":
            # Measured from here only; Microsoft's own answer is the better witness.
            self._settle("encoding", Judged(Status.WARNING, silent.cause, silent.evidence))
            checks = [self._results[name] for name in CHECKS[:12]]
        self._settle("entra", judge_entra(answer, works_here=works_here))
        self._begin("difference")
        judged, self._reasons = judge_difference(checks, answer)
        self._settle("difference", judged)

    # --- book-keeping ----------------------------------------------------------------------------

    async def _attempt(self, name: str, work: Callable[[], Awaitable[tuple[Judged, _T]]]) -> _T | None:
        self._begin(name)
        try:
            judged, value = await work()
        except CheckFailed as failed:
            self._settle(name, Judged(Status.FAILED, failed.cause, failed.evidence))
            return None
        except OSError as error:
            self._settle(name, self._defect(error))
            return None
        self._settle(name, judged)
        return value

    def _defect(self, error: BaseException) -> Judged:
        _log.error("connection test: defect", exc_info=error)
        return Judged(Status.FAILED, "unexpected", {"error": type(error).__name__, "detail": str(error)})

    def _begin(self, name: str) -> None:
        self._starts[name] = perf_counter()
        self._keep(CheckResult(name, Status.RUNNING))

    def _settle(self, name: str, judged: Judged) -> None:
        began = self._starts.get(name, perf_counter())
        elapsed = (perf_counter() - began) * 1000
        evidence = {each: self._clean(value) for each, value in judged.evidence.items() if value != ""}
        self._keep(CheckResult(name, judged.status, elapsed, judged.cause, evidence))

    def _curl(self, url: TenantUrl) -> str:
        """One request to repeat; none when the key was pasted into the address."""
        return as_curl(url, self._requests.probe) if self._guard.text(url.text, 4000) == url.text else ""

    def _skip(self, *names: str) -> None:
        for name in names:
            self._keep(CheckResult(name, Status.SKIPPED))

    def _keep(self, result: CheckResult) -> None:
        self._results[result.id] = result
        if self._tell is not None:
            self._tell(result)

    def _clean(self, value: Any) -> Any:
        """Evidence as JSON values, every text redacted and shortened."""
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if isinstance(value, Mapping):
            return {
                self._guard.text(str(key), 80): self._clean(each) for key, each in list(value.items())[:40]
            }
        if isinstance(value, (list, tuple)):
            return [self._clean(each) for each in value[:40]]
        return self._guard.text(str(value))


async def _stream_of(second: asyncio.Task[Handshake | None]) -> Stream | None:
    handshake = await asyncio.shield(second)
    return handshake.stream if handshake is not None else None


async def _stop(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
