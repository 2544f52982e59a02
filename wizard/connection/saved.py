"""The report on what Entra has saved, which Microsoft's service alone can test: nobody needs the key."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from time import perf_counter

from wizard.connection.catalog import CHECKS
from wizard.connection.check_recorder import CheckRecorder
from wizard.connection.difference import judge_entra
from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.connection.microsoft import MicrosoftAnswer
from wizard.connection.result import CheckResult, CheckStatus, ConnectionReport


def saved_report(
    address: str, answer: MicrosoftAnswer, *, started: datetime, clock: float, practice: bool
) -> ConnectionReport:
    """The report for this answer; only the check `entra` was run.

    `address` is the saved Tenant URL; `clock` is what `perf_counter` showed when the test began.
    """
    recorder = CheckRecorder(EvidenceRedactor(), None)
    judged = judge_entra(answer, works_here=False)
    recorder.finish("entra", replace(judged, evidence={**judged.evidence, "credentials": "saved"}))
    elapsed = (perf_counter() - clock) * 1000
    entra = replace(recorder.results["entra"], elapsed_ms=elapsed)
    return ConnectionReport(
        target=recorder.redactor.text(address, 400),
        checks=tuple(
            entra if name == "entra" else CheckResult(name, CheckStatus.NOT_RUN) for name in CHECKS
        ),
        elapsed_ms=elapsed,
        started=started,
        practice=practice,
        saved=True,
    )
