"""Record the checks of a test, and report each when it starts and ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import Any, TypeVar

from wizard.connection.answer_checks import JudgedCheck
from wizard.connection.catalog import CHECKS
from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.connection.outcome import CheckFailed
from wizard.connection.result import (
    CheckResult,
    CheckStatus,
)

_T = TypeVar("_T")
Report = Callable[[CheckResult], None]
_log = logging.getLogger(__name__)


class CheckRecorder:
    """The checks of one run in order. `tell` is called with each when it starts and when it ends."""

    def __init__(self, redactor: EvidenceRedactor, tell: Report | None) -> None:
        self.results = {name: CheckResult(name, CheckStatus.NOT_RUN) for name in CHECKS}
        self.redactor = redactor
        """Redacts evidence; replaced when the key is known."""
        self._tell = tell
        self._starts: dict[str, float] = {}

    async def attempt(self, name: str, work: Callable[[], Awaitable[tuple[JudgedCheck, _T]]]) -> _T | None:
        """Run a check and record its result. Returns its value, or None when it failed."""
        self.begin(name)
        try:
            judged, value = await work()
        except CheckFailed as failed:
            self.finish(name, JudgedCheck(CheckStatus.FAILED, failed.cause, failed.evidence))
            return None
        except OSError as error:
            self.finish(name, self.defect(error))
            return None
        self.finish(name, judged)
        return value

    def defect(self, error: BaseException) -> JudgedCheck:
        """Record a defect of this program."""
        _log.error("connection test: defect", exc_info=error)
        return JudgedCheck(
            CheckStatus.FAILED, "unexpected", {"error": type(error).__name__, "detail": str(error)}
        )

    def begin(self, name: str) -> None:
        """Record that a check starts."""
        self._starts[name] = perf_counter()
        self._keep(CheckResult(name, CheckStatus.RUNNING))

    def finish(self, name: str, judged: JudgedCheck) -> None:
        """Record the result of a check."""
        began = self._starts.get(name, perf_counter())
        elapsed = (perf_counter() - began) * 1000
        evidence = {each: self._clean(value) for each, value in judged.evidence.items() if value != ""}
        self._keep(CheckResult(name, judged.status, elapsed, judged.cause, evidence))

    def skip(self, *names: str) -> None:
        """Record checks that are skipped because an earlier one failed."""
        for name in names:
            self._keep(CheckResult(name, CheckStatus.SKIPPED))

    def _keep(self, result: CheckResult) -> None:
        self.results[result.id] = result
        if self._tell is not None:
            self._tell(result)

    def _clean(self, value: Any) -> Any:
        """Evidence as JSON values with every text redacted and shortened."""
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if isinstance(value, Mapping):
            return {
                self.redactor.text(str(key), 80): self._clean(each)
                for key, each in list(value.items())[:40]
            }
        if isinstance(value, (list, tuple)):
            return [self._clean(each) for each in value[:40]]
        return self.redactor.text(str(value))


async def stop(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until they have cleaned up."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
