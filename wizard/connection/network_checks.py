"""The checks of the route: proxy, name resolution, TCP connection, TLS."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from wizard.connection import dns
from wizard.connection.answer_checks import JudgedCheck
from wizard.connection.catalog import CHECKS
from wizard.connection.check_recorder import (
    CheckRecorder,
    stop,
)
from wizard.connection.clock import wrong_clock
from wizard.connection.outcome import CheckFailed
from wizard.connection.result import CheckStatus
from wizard.connection.route import (
    Kind,
    Route,
)
from wizard.connection.streams import Stream
from wizard.connection.tls import (
    Handshake,
    describe,
    entra_cause,
    explain_failure,
    inspected_by,
    older_cause,
)
from wizard.network.clients import Network
from wizard.playvox.address import TenantUrl

More = asyncio.Task[Stream | None]
Ask = Callable[[Stream, Sequence[More]], Awaitable[None]]
"""Sends requests over a connection, and over others when they are open."""
_BEHIND_TLS = CHECKS[6:12]
_BY_CLOCK = ("tls_expired", "tls_not_yet_valid")


class NetworkChecks:
    """Finds the route to one address and records the results of its checks."""

    def __init__(
        self, recorder: CheckRecorder, network: Network, path: Route, url: TenantUrl, seconds: float
    ) -> None:
        self._recorder = recorder
        self._network = network
        self._path = path
        self._url = url
        self._seconds = seconds

    async def find(self) -> Stream | None:
        """The checks `proxy`, `dns` and `tcp`. Returns a connection, or None when one of them failed."""
        tunnel, resolved = await asyncio.gather(self._check_proxy(), self._check_dns())
        failed = self._recorder.results["proxy"].status is CheckStatus.FAILED
        if failed or (self._path.proxy is None and not resolved):
            self._recorder.skip("tcp", "tls", *_BEHIND_TLS)
            return None
        raw = await self._check_tcp(tunnel)
        if raw is None:
            self._recorder.skip("tls", *_BEHIND_TLS)
        return raw

    async def _check_proxy(self) -> Stream | None:
        path = self._path

        async def work() -> tuple[JudgedCheck, Stream | None]:
            stream = await path.find_proxy()
            if path.routed:
                return JudgedCheck(CheckStatus.PASSED, None, {"practice": path.routed}), stream
            evidence: dict[str, Any] = {"proxy": path.proxy.shown if path.proxy else ""}
            if path.proxy is not None:
                evidence["source"] = path.proxy.source
            if path.settings.ignored:
                evidence["ignored"] = list(path.settings.ignored)
            if path.settings.script.script:
                evidence |= {
                    "script": path.settings.script.script,
                    "script_evaluated": path.settings.script.evaluated,
                }
            return JudgedCheck(CheckStatus.PASSED, None, evidence), stream

        return await self._recorder.attempt("proxy", work)

    async def _check_dns(self) -> list[str] | None:
        path, url = self._path, self._url

        async def work() -> tuple[JudgedCheck, list[str]]:
            addresses = await path.resolve()
            evidence: dict[str, Any] = {"host": url.host, "addresses": addresses}
            if path.routed:
                return JudgedCheck(CheckStatus.PASSED, None, {"practice": path.routed}), addresses
            hidden = dns.not_public(addresses)
            if url.is_loopback or "private" in url.notes or not hidden:
                return JudgedCheck(CheckStatus.PASSED, None, evidence), addresses
            facts = {**evidence, "why": "private", "private": hidden}
            if any(dns.is_loopback(each) for each in hidden) and not self._network.allow_loopback:
                return JudgedCheck(CheckStatus.FAILED, "address_private", {**facts, "why": "loopback"}), []
            return JudgedCheck(CheckStatus.WARNING, "address_private", facts), addresses

        resolved = await self._recorder.attempt("dns", work)
        dns_result = self._recorder.results["dns"]
        if dns_result.status is CheckStatus.FAILED and path.proxy is not None:
            # A proxy resolves names itself; that this computer cannot resolve them is normal.
            evidence = {**dns_result.evidence, "resolved_by": path.proxy.shown}
            self._recorder.finish("dns", JudgedCheck(CheckStatus.PASSED, None, evidence))
        return resolved

    async def _check_tcp(self, tunnel: Stream | None) -> Stream | None:
        path, url = self._path, self._url

        async def work() -> tuple[JudgedCheck, Stream]:
            if tunnel is not None:
                shown = path.proxy.shown if path.proxy else ""
                return JudgedCheck(CheckStatus.PASSED, None, {"through": shown}), tunnel
            reached = await path.connect()
            evidence = {"address": reached.address, "port": url.effective_port, "addresses": reached.states}
            failures = reached.failures
            # A network without IPv6 is normal, and a loopback server rarely listens on every address.
            dead = [
                address
                for address, state in failures.items()
                if state != "network_unreachable" and not dns.is_loopback(address)
            ]
            if dead and not url.is_loopback:
                facts = {**evidence, "dead": dead, "state": failures[dead[0]]}
                return JudgedCheck(CheckStatus.WARNING, "address_partly_dead", facts), reached.stream
            return JudgedCheck(CheckStatus.PASSED, None, evidence), reached.stream

        return await self._recorder.attempt("tcp", work)

    async def secure(self, raw: Stream, ask: Ask, extra: int = 0) -> None:
        """The check `tls`; `ask` uses the connection while Microsoft's handshake is tried.

        `extra` connections are opened beside it, for requests that need not wait for each other.
        """
        self._recorder.begin("tls")
        second = asyncio.create_task(self._attempt_tls("entra"))
        extras = [asyncio.create_task(self._extra()) for _ in range(extra)]
        try:
            try:
                usual = await self._path.secure(raw)
            except TimeoutError:
                usual = None
            if usual is None:
                self._recorder.finish(
                    "tls", JudgedCheck(CheckStatus.FAILED, "http_timeout", {"phase": "tls"})
                )
            elif usual.stream is None:
                failed = await explain_failure(usual, await second, self._network)
                cause = failed.cause
                # A server that answered with a version and a suite accepts both.
                if cause == "http_closed" and not usual.shown.version:
                    older, again = await self._attempt_each("older", "usual")
                    if again is not None and again.stream is None:  # else it was only lost
                        cause = older_cause(older) or cause
                evidence = failed.evidence
                if cause in _BY_CLOCK:
                    clock = await wrong_clock(self._path, self._url, self._network, evidence, self._seconds)
                    if clock is not None:
                        cause, evidence = "clock_wrong", {**evidence, **clock}
                self._recorder.finish("tls", JudgedCheck(CheckStatus.FAILED, cause, evidence))
            if usual is None or usual.stream is None:
                self._recorder.skip(*_BEHIND_TLS)
                return
            more = [asyncio.create_task(_stream_of(second)), *extras]
            judging = asyncio.create_task(self._judge_tls(usual, second))
            try:
                await ask(usual.stream, more)
                await judging
            finally:
                await stop(*more, judging)
        finally:
            await stop(second, *extras)

    async def _extra(self) -> Stream | None:
        try:
            return await self._path.open()
        except (CheckFailed, OSError, TimeoutError):
            return None  # the requests then share the other connections

    async def _attempt_tls(self, kind: Kind) -> Handshake | None:
        try:
            return await self._path.secure(await self._path.open_raw(), kind)
        except (CheckFailed, OSError, TimeoutError):
            return None  # not a result of TLS

    async def _attempt_each(self, *kinds: Kind) -> list[Handshake | None]:
        return await asyncio.gather(*(self._attempt_tls(each) for each in kinds))

    async def _closed_each_time(self, usual: Handshake, entra: Handshake) -> tuple[str | None, Handshake]:
        """What is known after Microsoft's handshake was closed without a word: the cause, the last attempt.

        One handshake may be lost, on a busy server or network. Only when it is closed again is TLS blamed:
        the suite when an older handshake succeeds, the version when that is closed too while TLS 1.3 works.
        """
        older, again, control = await self._attempt_each("older", "entra", "usual")
        if again is None:
            return None, entra
        cause = entra_cause(again)
        if cause != "http_closed" or again.shown.version:
            return (None if cause == "http_closed" else cause), again
        if older is None or (older.stream is None and entra_cause(older) is None):
            return None, again  # never answered
        if older.shown.version:
            return older_cause(older), again
        works = control is not None and control.protocol == usual.protocol == "TLSv1.3"
        return ("tls_version_unsupported" if works else None), again

    async def _judge_tls(self, usual: Handshake, second: asyncio.Task[Handshake | None]) -> None:
        entra = await second
        evidence = describe(usual, entra)
        cause = entra_cause(entra) if entra is not None else None
        if entra is not None and cause == "http_closed":
            agreed = bool(entra.shown.version)  # a connection that is lost later is no TLS failure
            cause, entra = (None, entra) if agreed else await self._closed_each_time(usual, entra)
            evidence = describe(usual, entra)
        if cause is not None:
            self._recorder.finish(
                "tls", JudgedCheck(CheckStatus.FAILED, cause, {**evidence, "only_microsoft": True})
            )
            return
        network = self._network
        ask_roots = network.extra_ca is None and not network.is_practice and not self._url.is_loopback
        issuer, how = inspected_by(usual, entra, ask_roots=ask_roots)
        if issuer:
            facts = {**evidence, "inspector": issuer, "how": how}
            self._recorder.finish("tls", JudgedCheck(CheckStatus.WARNING, "tls_inspected", facts))
            return
        self._recorder.finish("tls", JudgedCheck(CheckStatus.PASSED, None, evidence))


async def _stream_of(second: asyncio.Task[Handshake | None]) -> Stream | None:
    handshake = await asyncio.shield(second)
    return handshake.stream if handshake is not None else None
