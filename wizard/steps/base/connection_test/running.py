"""Running connection tests for a step: results one by one, the last report, pasted errors."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from pydantic import SecretStr

from wizard import connection
from wizard.connection import (
    CHECKS,
    CheckResult,
    CheckStatus,
    ConnectionReport,
    ConnectionTest,
    MicrosoftAnswer,
    Pasted,
    PathSearch,
    Target,
    Verdict,
)
from wizard.connection.report_html import as_html
from wizard.entra.schema import SynchronizationSchema
from wizard.file_reasons import file_reason
from wizard.mapping.matching import first_target
from wizard.messages import _
from wizard.messages.connection_labels import check_title
from wizard.network.clients import Network
from wizard.network.named_settings import check_network_settings
from wizard.playvox.address import TenantUrl
from wizard.playvox.attributes import MATCHING
from wizard.problem import Problem, ProblemError
from wizard.setup.files import write_chosen
from wizard.steps.base.connection_test.history import ConnectionHistory
from wizard.steps.base.key_store import KeyStore
from wizard.steps.base.progress import report

_LONGEST_PASTE = 100_000  # characters; the portal's error texts have some thousand
_ALL = tuple(CheckResult(name, CheckStatus.NOT_RUN) for name in CHECKS)


class ConnectionTesting:
    """A step's tests and their results. `changed` is called on the loop after every change."""

    def __init__(self, changed: Callable[[], None], history: ConnectionHistory) -> None:
        self._changed = changed
        self.history = history
        self._tested: object = None
        self.checks: tuple[CheckResult, ...] = ()
        self.report: ConnectionReport | None = None
        self.running = False
        self.pasted: Pasted | None = None
        self.search: PathSearch | None = None
        """What the last search for the right path found."""

    def stale(self, what: object) -> bool:
        """Whether the report is about other values than these."""
        return self.report is not None and not self.report.saved and self._tested != what

    async def run(
        self,
        target: Target,
        network: Network,
        microsoft: Callable[[], Awaitable[MicrosoftAnswer]] | None = None,
        *,
        url: TenantUrl,
        what: object,
    ) -> ConnectionReport:
        """Test and keep the results; a canceled test leaves the results so far.

        `url` is the target's address, `what` identifies the tested values, to detect a stale report.
        """
        await asyncio.to_thread(check_network_settings)
        self.checks, self.report, self.running = _ALL, None, True
        self._tested, self.search = what, None
        test = ConnectionTest(target, network, self._heard, microsoft)
        try:
            self.report = await test.run()
        except asyncio.CancelledError:
            self.report = test.report(cancelled=True)
            raise
        finally:
            self.running = False
            if self.report is not None:
                self.checks = self.report.checks
        await self.history.add(self.report, url, practice=network.is_practice)
        return self.report

    def keep(self, report: ConnectionReport) -> None:
        """Keep the result of a test that ran elsewhere; only the checks it made are shown."""
        self.report, self.search = report, None
        self.checks = tuple(each for each in report.checks if each.status is not CheckStatus.NOT_RUN)
        self._changed()

    def forget(self) -> None:
        """Forget the last test."""
        self.checks, self.report, self._tested, self.search = (), None, None, None

    async def find_path(self, target: Target, network: Network) -> None:
        """Look for SCIM at likely paths of the target's host; only reads."""
        self.search = None
        self._changed()
        self.search = await connection.find_path(target, network)

    async def read_pasted(self, text: str) -> None:
        """Read an error text copied from Microsoft's pages; nothing is connected to. Empty forgets it."""
        text = text[:_LONGEST_PASTE]
        self.pasted = await asyncio.to_thread(connection.read_pasted, text) if text.strip() else None
        self._changed()

    async def save_report(self, path: Path) -> None:
        """Write the last test's report, as JSON or as a page by the file's ending.

        Raises `report_not_saved`, or `test_first` before the first test.
        """
        report = self.report
        if report is None:
            raise ProblemError(Problem("test_first"))
        text = (
            json.dumps(report.to_json(), indent=2, ensure_ascii=False)
            if path.suffix.casefold() == ".json"
            else as_html(report)
        )
        try:
            await asyncio.to_thread(write_chosen, path, text.encode())
        except OSError as error:
            facts = {"file": str(path), "reason": file_reason(error)}
            raise ProblemError(Problem("report_not_saved", facts, retryable=True)) from error

    def _heard(self, result: CheckResult) -> None:
        report_check(result)
        self.checks = tuple(result if each.id == result.id else each for each in self.checks)
        self._changed()


def note_key(store: KeyStore, key: SecretStr, report: ConnectionReport) -> None:
    """Note in `store` what a finished test says about the key it used."""
    accepted = report.verdict in (Verdict.WORKS, Verdict.WARNINGS)
    store.tested(key, rejected=report.cause == "key_rejected", accepted=accepted)


def report_check(result: CheckResult) -> None:
    """Say which check of a connection test is under way."""
    if result.status is CheckStatus.RUNNING:
        report(_("Testing the connection: {check} …").format(check=check_title(result.id)))


def mapped_target(url: str, key: SecretStr | None, schema: SynchronizationSchema | None) -> Target:
    """What is tested for an application with these mappings: their first matching attribute is searched by,
    and groups are asked for when they are mapped.
    """
    if schema is None:
        return Target(url, key)
    matching = first_target(schema.mappings) or MATCHING
    return Target(url, key, matching=matching, group_mapping=schema.mappings.maps_groups)
