"""A quarantine in words: its cause, the application's own message, when it began and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wizard.connection import read_pasted
from wizard.entra.status import Quarantine, SynchronizationJob
from wizard.messages import _
from wizard.messages import quarantine as causes
from wizard.messages.quarantine import quarantine_sentence
from wizard.messages.times import moment
from wizard.steps.base.sentences import quarantine_words

_GIVES_UP = timedelta(days=28)
"""Entra docs: a quarantined job is switched off after four weeks."""
_CONNECTION_REASON = "EncounteredQuarantineException"


@dataclass(frozen=True, slots=True)
class QuarantineView:
    """Why the job is in quarantine, and how to resolve it."""

    cause: str
    """In words."""
    detail: str
    """The service's own words, redacted; may be empty."""
    remedies: tuple[str, ...]
    since: datetime | None
    """When the quarantine began; None: the service does not tell."""
    next_attempt: datetime | None
    gives_up: datetime | None
    """When the service would switch the job off by itself."""
    code: str = causes.UNKNOWN
    """A cause of the connection test, or one of `wizard.messages.quarantine`."""
    sentence: str = ""
    """Cause and beginning in one sentence."""
    status: int | None = None
    """The HTTP status that Playvox sent to Microsoft; None: the service does not tell."""
    attempts: int = 0
    """Failed attempts so far; 0: the service does not tell."""

    @property
    def connection(self) -> bool:
        """Whether a connection that works again ends it."""
        return self.code not in (
            causes.TOO_MANY_DELETIONS,
            causes.TOO_MANY_FAILURES,
            causes.SET_BY_MICROSOFT,
            causes.UNKNOWN,
        )


def quarantine_of(job: SynchronizationJob | None) -> QuarantineView | None:
    """The job's quarantine; None when it is in none."""
    if job is None or not job.in_quarantine:
        return None
    return quarantine_view(job.status.quarantine if job.status else None)


def quarantine_view(found: Quarantine | None) -> QuarantineView:
    """The same from what the service tells; None: it tells nothing but the state."""
    error = found.error if found else None
    read = read_pasted(f"{error.code}\n{error.message}" if error else "")
    code = _code(found, read.cause)
    words = quarantine_words(found)
    # `currentBegan` is the newest attempt: the quarantine itself began with the series.
    since = (found.series_began or found.current_began) if found else None
    known = code in causes.SENTENCES and code not in (causes.CONNECTION, causes.UNKNOWN)
    asked = read.explanation if known and read.cause == code else None
    return QuarantineView(
        cause=asked.what if asked else words.what,
        detail=words.why,
        remedies=asked.do if asked else words.do,
        since=since,
        next_attempt=found.next_attempt if found else None,
        gives_up=since + _GIVES_UP if since else None,
        code=code,
        sentence=quarantine_sentence(code, moment(since) if since else _("an unknown time")),
        status=read.status,
        attempts=found.series_count if found else 0,
    )


def _code(found: Quarantine | None, cause: str | None) -> str:
    if found is None:
        return causes.UNKNOWN
    if found.reason == "TooManyDeletes":
        return causes.TOO_MANY_DELETIONS
    if "Escrow" in found.reason:
        return causes.TOO_MANY_FAILURES
    if found.reason == "QuarantinedOnDemand":
        return causes.SET_BY_MICROSOFT
    error = found.error
    if found.reason == _CONNECTION_REASON or (error and "credential" in error.code.casefold()):
        return cause if cause and cause != "entra_rejected" else causes.CONNECTION
    return causes.UNKNOWN
