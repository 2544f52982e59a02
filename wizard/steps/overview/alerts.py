"""What is worth an alert: for `watch`, and for the notification of the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from wizard.messages import _, ngettext, number
from wizard.messages.times import moment
from wizard.steps.overview.view import CardState, Health, OverviewView

AlertCode = Literal[
    "unreadable",
    "no_job",
    "quarantine",
    "off",
    "silent",
    "cycle_failed",
    "failures",
    "nobody_in_scope",
    "missing",
    "key_age",
    "drift",
]


@dataclass(frozen=True, slots=True)
class AlertLimits:
    """From when on something is worth an alert."""

    failures: float = 0.1
    """Share of failures among the newest results of the log."""
    key_age: timedelta = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that is not as it should be; `broken`: changes in Entra do not reach Playvox."""

    code: AlertCode
    sentence: str
    broken: bool = False
    since: datetime | None = None
    detail: str = ""
    """What makes it another alert of the same code, such as a number."""


def health_of(alerts: Sequence[Alert]) -> Health:
    """The health that the alerts add up to."""
    if any(alert.broken for alert in alerts):
        return Health.BROKEN
    return Health.ATTENTION if alerts else Health.OK


def alerts_of(view: OverviewView, limits: AlertLimits, now: datetime) -> tuple[Alert, ...]:
    """Everything that is worth an alert, the worst first.

    What a signed-in application may not read is unknown, and no alert.
    """
    if not view.known or view.stale:
        return (Alert("unreadable", view.problem_sentence or view.sentence, broken=True, since=view.read),)
    if not view.existing:
        return (Alert("no_job", view.sentence),)
    found = (*_of_job(view), *_of_log(view, limits), *_of_people(view), *_of_key(view, limits, now))
    unread = [
        card
        for card in view.cards
        if card.state is CardState.UNREAD
        and card.permitted
        and not (card.id == "people" and view.people.estimate is not None)
    ]
    unknown = tuple(
        Alert(
            "unreadable",
            _("Unknown: {part}. {why}").format(part=card.title, why=card.sentence),
            detail=card.id,
        )
        for card in unread
    )
    return tuple(sorted((*found, *unknown), key=lambda alert: not alert.broken))


def _of_job(view: OverviewView) -> Iterator[Alert]:
    states = {card.id: card for card in view.cards}
    if view.quarantine is not None:
        quarantine = view.quarantine
        yield Alert("quarantine", quarantine.sentence, True, quarantine.since, quarantine.code)
        return
    job, cycles = states["job"], states["cycles"]
    if job.state is CardState.ATTENTION:
        yield Alert("off", job.sentence)
    elif cycles.state is CardState.BROKEN:
        yield Alert("cycle_failed", cycles.sentence, True, cycles.since)
    elif view.silent_since is not None:
        yield Alert("silent", cycles.sentence, True, view.silent_since)


def _of_log(view: OverviewView, limits: AlertLimits) -> Iterator[Alert]:
    if view.logged and view.failed / view.logged > limits.failures:
        words = ngettext(
            "{failed} of the newest {n} results is a failure.",
            "{failed} of the newest {n} results are failures.",
            view.failed,
        )
        yield Alert("failures", words.format(failed=number(view.failed), n=number(view.logged)))


def _of_people(view: OverviewView) -> Iterator[Alert]:
    people = view.people
    if people.in_scope == 0:
        yield Alert("nobody_in_scope", view.people_sentence)
    elif people.missing:
        yield Alert("missing", view.people_sentence, detail=str(people.missing))


def _of_key(view: OverviewView, limits: AlertLimits, now: datetime) -> Iterator[Alert]:
    saved = view.key_saved_at
    if saved is not None and now - saved > limits.key_age:
        text = ngettext(
            "The key in Entra is {n} day old: it was saved on {time}.",
            "The key in Entra is {n} days old: it was saved on {time}.",
            (now - saved).days,
        )
        yield Alert("key_age", text.format(n=(now - saved).days, time=moment(saved)), since=saved)
