"""Run the connection test: checks in order, dependent ones skipped, independent ones in parallel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from time import perf_counter

from pydantic import SecretStr

from wizard.connection.answer_checks import JudgedCheck
from wizard.connection.catalog import CHECKS
from wizard.connection.check_recorder import (
    CheckRecorder,
    Report,
    stop,
)
from wizard.connection.difference import judge_difference, judge_encoding_again, judge_entra
from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.connection.http_checks import HttpChecks
from wizard.connection.input_checks import judge_address, judge_key
from wizard.connection.microsoft import MicrosoftAnswer
from wizard.connection.network_checks import NetworkChecks
from wizard.connection.request_sender import RequestSender
from wizard.connection.requests import Requests, as_curl
from wizard.connection.result import (
    CheckResult,
    CheckStatus,
    ConnectionReport,
    DifferenceReason,
)
from wizard.connection.route import Route
from wizard.connection.target import Target
from wizard.messages import explain
from wizard.network.clients import Network
from wizard.playvox.address import DOMAIN, TenantUrl, parse_tenant_url
from wizard.playvox.key import CleanKey, clean_key
from wizard.problem import Problem, ProblemError

EXTRA_CONNECTIONS = 3  # beside the first one and the one for Microsoft's handshake
NEAR_MS = 20.0  # a server this near is asked over one connection less: a handshake takes longer than a trip
Microsoft = Callable[[], Awaitable[MicrosoftAnswer]]
_MICROSOFT_STEPS = 4  # times the limit of a step: the service waits for Playvox before it answers


async def run(
    target: Target, network: Network, report: Report | None = None, microsoft: Microsoft | None = None
) -> ConnectionReport:
    """Test the connection. Never raises for failures of the network or a server.

    `report` receives each check when it starts (status `running`) and when it ends. `microsoft` asks
    Microsoft's service to try the same credentials; it raises `ProblemError` when that is not possible.
    """
    return await ConnectionTest(target, network, report, microsoft).run()


class ConnectionTest:
    """One test; keeps the results so far, so that a canceled test can be shown."""

    def __init__(
        self,
        target: Target,
        network: Network,
        report: Report | None = None,
        microsoft: Microsoft | None = None,
    ) -> None:
        self._target = target
        self._network = network
        self._ask_microsoft = microsoft
        self._recorder = CheckRecorder(EvidenceRedactor(target.key), report)
        self._requests = Requests.fresh(target.matching)
        self._started = datetime.now(UTC)
        self._clock = perf_counter()
        self._url: TenantUrl | None = None
        self._key: CleanKey | None = None
        self._path: Route | None = None
        self._sender: RequestSender | None = None
        self._reasons: tuple[DifferenceReason, ...] = ()

    async def run(self) -> ConnectionReport:
        """Run all checks; canceling drops every connection immediately."""
        try:
            await self._all()
        except Exception as error:  # a defect of this program: report it instead of failing silently
            running = [
                each.id for each in self._recorder.results.values() if each.status is CheckStatus.RUNNING
            ]
            self._recorder.finish(running[0] if running else "difference", self._recorder.defect(error))
        finally:
            if self._path is not None:
                self._path.close()
        return self.report()

    def report(self, *, cancelled: bool = False) -> ConnectionReport:
        """The results so far."""
        url = self._url
        checks = tuple(
            CheckResult(each.id, CheckStatus.NOT_RUN) if each.status is CheckStatus.RUNNING else each
            for each in self._recorder.results.values()
        )
        extra = self._network.extra_ca
        return ConnectionReport(
            target=self._recorder.redactor.text(url.text, 400)
            if url
            else self._recorder.redactor.text(self._target.tenant_url, 200),
            checks=checks,
            requests=self._sender.count if self._sender else 0,
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
            self._path = Route(self._network, url, self._target.step_seconds)
            self._path.prepare_tls()
            await asyncio.sleep(0)  # so that it starts before the key is checked
        key = self._check_key()
        asking: asyncio.Task[MicrosoftAnswer] | None = None
        if url is not None and key is not None and self._ask_microsoft is not None:
            self._recorder.begin("entra")
            asking = asyncio.ensure_future(self._microsoft(self._ask_microsoft))
        try:
            if url is None or self._path is None:
                self._recorder.skip(*CHECKS[2:12])
            else:
                await self._local(self._path, url, key)
            if asking is None:
                if self._ask_microsoft is not None:
                    self._recorder.skip("entra", "difference")
                return
            await self._compare(asking)
        finally:
            if asking is not None:
                await stop(asking)

    # --- address and key -------------------------------------------------------------------------

    def _check_address(self) -> TenantUrl | None:
        self._recorder.begin("address")
        network = self._network
        allowed = network.allow_loopback or network.is_practice
        url = parse_tenant_url(self._target.tenant_url, allow_loopback=allowed)
        sent = not isinstance(url, Problem) and url.host in self._target.confirmed_hosts
        self._recorder.finish("address", judge_address(url, key_sent=sent))
        if isinstance(url, Problem):
            return None
        self._url = url
        return url

    def _check_key(self) -> SecretStr | None:
        self._recorder.begin("key")
        key = clean_key(self._target.key) if self._target.key is not None else None
        if isinstance(key, CleanKey):
            self._key = key
            # Not the whole address: its path may hold a pasted key.
            harmless = (self._url.host, DOMAIN) if self._url else (DOMAIN,)
            self._recorder.redactor = EvidenceRedactor(
                self._target.key, key.key, key.suggestion, harmless=harmless
            )
        self._recorder.finish("key", judge_key(key))
        return key.key if isinstance(key, CleanKey) else None

    async def _local(self, path: Route, url: TenantUrl, key: SecretStr | None) -> None:
        try:
            sendable = self._target.sendable(key, url, self._network)
        except ProblemError:
            sendable = None  # the check `address` says so
        more = EXTRA_CONNECTIONS if sendable is not None else 0
        path.spare_count += more
        network_checks = NetworkChecks(self._recorder, self._network, path, url, self._target.step_seconds)
        raw = await network_checks.find()
        if raw is None:
            return
        self._sender = sender = RequestSender(path, url, sendable, self._target.step_seconds)
        http_checks = HttpChecks(
            self._recorder,
            sender,
            url,
            self._requests,
            with_key=sendable is not None,
            group_mapping=self._target.group_mapping,
        )
        if url.scheme == "https":
            near = path.proxy is None and self._recorder.results["tcp"].elapsed_ms < NEAR_MS
            await network_checks.secure(raw, http_checks.ask, max(0, more - 1) if near else more)
        else:
            await http_checks.ask(raw, ())

    # --- Microsoft's service ------------------------------------------------------------------------

    async def _microsoft(self, ask: Microsoft) -> MicrosoftAnswer:
        async with asyncio.timeout(self._target.step_seconds * _MICROSOFT_STEPS):
            return await ask()

    async def _compare(self, asking: asyncio.Task[MicrosoftAnswer]) -> None:
        checks = [self._recorder.results[name] for name in CHECKS[:12]]
        try:
            answer = await asking
        except ProblemError as error:
            facts = {"problem": error.problem.code, "detail": explain(error.problem).what}
            self._recorder.finish("entra", JudgedCheck(CheckStatus.NOT_RUN, None, facts))
            return
        except TimeoutError:
            self._recorder.finish("entra", JudgedCheck(CheckStatus.NOT_RUN, None, {"problem": "timeout"}))
            return
        except asyncio.CancelledError:
            raise
        except Exception as error:  # a defect of the passed function must not hide the other results
            self._recorder.finish("entra", self._recorder.defect(error))
            return
        works_here = not any(each.status is CheckStatus.FAILED for each in checks)
        encoding = self._recorder.results["encoding"]
        judged = judge_encoding_again(encoding.cause, encoding.evidence, answer)
        if judged is not None:
            self._recorder.finish("encoding", judged)
            checks = [self._recorder.results[name] for name in CHECKS[:12]]
        self._recorder.finish("entra", judge_entra(answer, works_here=works_here))
        self._recorder.begin("difference")
        judged, self._reasons = judge_difference(checks, answer)
        self._recorder.finish("difference", judged)

    def _curl(self, url: TenantUrl) -> str:
        """One request to repeat manually; "" when it would send the key unasked."""
        return (
            as_curl(url, self._requests.probe)
            if not (url.is_unusual and url.host not in self._target.confirmed_hosts)
            and self._recorder.redactor.text(url.text, 4000) == url.text
            else ""
        )
