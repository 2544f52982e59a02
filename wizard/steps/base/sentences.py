"""Sentences about values of Entra, for several steps."""

from __future__ import annotations

from wizard.entra.applications import Application
from wizard.entra.logs import LogEntry
from wizard.entra.status import (
    Quarantine,
    SynchronizationJob,
)
from wizard.messages import _, explain
from wizard.messages import labels as words
from wizard.messages.explanation import Explanation
from wizard.messages.times import moment
from wizard.problem import Problem


def recommendation(app: Application, reason: str) -> str:
    """Why an application is recommended or not."""
    return words.recommendation(
        reason, sso=app.signs_on, kind=app.kind, enabled=app.account_enabled is not False
    )


def job_sentence(found: SynchronizationJob | None) -> str:
    """How the job stands, in one sentence."""
    if found is None:
        return _("There is no provisioning job yet.")
    if found.in_quarantine:
        return _(
            "Provisioning is in quarantine: Entra retries less and less often until the cause is fixed."
        )
    if not found.is_on:
        return _("Provisioning is off.")
    if found.code == "NotRun":
        return _("Provisioning is on; the first cycle has not ended yet.")
    return _("Provisioning is on.")


def log_sentence(entry: LogEntry) -> str:
    """One log entry in one sentence."""
    if entry.status in ("failure", "skipped", "warning"):
        if entry.cause:
            return log_words(entry.cause, entry.error_code, entry.answer, entry.said).what
        return entry.reason or entry.error_code
    return words.action_sentence(entry.action, entry.source.display_name or entry.target.display_name)


def log_words(cause: str, code: str, answer: str, said: str) -> Explanation:
    """What happened, why and the cure, for an entry's cause, code, and the application's answer."""
    return explain(Problem(cause, {"code": code, "answer": answer, "said": said}))


def quarantine_words(quarantine: Quarantine | None) -> Explanation:
    """Cause and remedies of a quarantine."""
    error = quarantine.error if quarantine else None
    detail = error.message if error else ""
    code = error.code if error else ""
    reason = quarantine.reason if quarantine else ""
    if "credential" in code.casefold() or reason == "EncounteredQuarantineException":
        return Explanation(
            _("Microsoft's service cannot connect to Playvox with the saved address and key."),
            detail,
            (
                _("Test the connection under “Connection”; it tells which part fails."),
                _("If the key was replaced in Playvox, save the new one, then start provisioning again."),
            ),
        )
    if reason == "TooManyDeletes":
        return Explanation(
            _("More people were about to be deactivated than the accidental-deletion guard allows."),
            detail,
            (
                _("Check under “Turn on” who would be deactivated, and correct assignments or filter."),
                _("If it is right, restart with “Let the held-back deactivations through”."),
            ),
        )
    if "Escrow" in reason:
        return Explanation(
            _("Too many people could not be provisioned."),
            detail,
            (
                _("Check the failed results below; usually they share one cause."),
                _("Correct it in Entra, in the mappings or in Playvox, then restart provisioning."),
            ),
        )
    return Explanation(
        _("Provisioning is in quarantine; the reason is not one this program knows ({reason}).").format(
            reason=reason or code or "–"
        ),
        detail,
        (
            _("Test the connection under “Connection”."),
            _("Check the failed results below, correct the cause, then restart provisioning."),
        ),
    )


def last_good_cycle(found: SynchronizationJob | None) -> str:
    """When Microsoft's service last connected to Playvox and ended a cycle well; empty when not known."""
    if found is None or not found.is_on or found.in_quarantine or found.status is None:
        return ""
    last = found.status.last_successful_execution
    return moment(last.time_ended) if last is not None and last.time_ended is not None else ""
