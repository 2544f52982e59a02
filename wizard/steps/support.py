"""The support bundle of one setup: made from the steps' state and the disk, shown, then saved."""

from __future__ import annotations

import asyncio
import locale
import platform
import ssl
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Protocol

from wizard import __version__
from wizard.connection import ConnectionReport
from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.connection.history import KeptRun
from wizard.file_reasons import file_reason
from wizard.messages import current_language
from wizard.playvox.address import DOMAIN, TenantUrl, parse_tenant_url
from wizard.problem import Problem, ProblemError
from wizard.reports import Bundle, Gate, Pseudonyms, make_bundle
from wizard.setup import Profile
from wizard.setup.files import write_chosen
from wizard.steps.base.connection_test.history import ConnectionHistory
from wizard.steps.base.context import Context
from wizard.steps.base.step import Step, StepView

_PACKAGES = ("PySide6", "httpx", "h11", "msal", "keyring", "cryptography", "truststore", "pydantic")


@dataclass(frozen=True, slots=True)
class _StepState:
    id: str
    state: str
    problem: Problem | None


class _Tested(Protocol):
    @property
    def report(self) -> ConnectionReport | None: ...


class _Testing(Protocol):
    @property
    def view(self) -> _Tested: ...


class Support:
    """Makes the bundle. Reads memory and disk only, and changes nothing.

    `testing` are the steps that test connections; the latest test of any of them goes into the bundle.
    """

    def __init__(
        self, context: Context, steps: Iterable[Step[StepView]], testing: Iterable[_Testing]
    ) -> None:
        self._context = context
        self._steps = tuple(steps)
        self._testing = tuple(testing)

    def use(self, profile: Profile) -> None:
        """Use this setup without signing in. Only before a sign-in."""
        if not self._context.session.signed_in:
            self._context.store.profile = profile

    async def bundle(self) -> Bundle:
        """The bundle to save. Raises `setup_journal_unusable`."""
        context = self._context
        journal = context.store.journal
        report = self._last_report()
        operations, writes, runs = await asyncio.gather(
            asyncio.to_thread(journal.operations), asyncio.to_thread(journal.writes), self._runs(report)
        )
        records: dict[str, object] = {
            "program.json": await asyncio.to_thread(_program),
            "set-up.json": {
                "profile": context.store.profile,
                "key_in_use": context.key_store.key is not None,
                "key_kept": context.key_store.place,
                "signed_in": context.session.signed_in,
                "may_write": context.session.may_write,
            },
            "steps.json": {
                "steps": [_StepState(each.id, str(each.state), each.problem) for each in self._steps]
            },
        }
        if report is not None:
            records["connection-test.json"] = report
        if context.facts.provisioning_job is not None:
            records["provisioning-job.json"] = context.facts.provisioning_job
        lists: dict[str, Iterable[object]] = {
            "changes.json": operations,
            "writes.json": writes,
            "earlier-connection-tests.json": runs,
        }
        if context.session.signed_in:
            lists["requests.json"] = context.session.graph.log[::-1]
        gate = Gate(self._people(), self._guard().text)
        return await asyncio.to_thread(make_bundle, records, lists, gate)

    @staticmethod
    async def save(bundle: Bundle, path: Path) -> None:
        """Write a bundle as it was shown; raises `bundle_not_saved`."""
        try:
            await asyncio.to_thread(write_chosen, path, bundle.packed())
        except OSError as error:
            facts = {"file": str(path), "reason": file_reason(error)}
            raise ProblemError(Problem("bundle_not_saved", facts, retryable=True)) from error

    def _people(self) -> Pseudonyms:
        """Everyone whose name this program has read: the administrator first."""
        context = self._context
        people = Pseudonyms()
        account = context.session.account
        people.know(context.store.profile.account, *((account.username, account.name) if account else ()))
        people.know(context.store.profile.notification_email)
        for row in context.facts.assigned.value or ():
            if row.principal_type == "User":
                people.know(row.principal_display_name)
        return people

    def _last_report(self) -> ConnectionReport | None:
        found = [each.view.report for each in self._testing]
        return max(
            (each for each in found if each is not None), key=lambda each: each.started, default=None
        )

    async def _runs(self, report: ConnectionReport | None) -> tuple[KeptRun, ...]:
        context = self._context
        url: TenantUrl | Problem | None = context.tenant_url
        practice = context.store.profile.practice
        if url is None and report is not None:
            url, practice = parse_tenant_url(report.target), report.practice
        history = ConnectionHistory(context.services)
        await history.look_back(url if isinstance(url, TenantUrl) else None, practice=practice)
        return history.kept

    def _guard(self) -> EvidenceRedactor:
        url = self._context.tenant_url
        return EvidenceRedactor(
            self._context.key_store.key, harmless=(DOMAIN, *((url.host,) if url else ()))
        )


def _program() -> dict[str, object]:
    packages = {}
    for name in _PACKAGES:
        try:
            packages[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # a frozen program keeps few of these notes
    return {
        "version": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "openssl": ssl.OPENSSL_VERSION,
        "packages": packages,
        "language": f"{current_language()}.{locale.getpreferredencoding(do_setlocale=False)}",
        "made": datetime.now(UTC),
    }
