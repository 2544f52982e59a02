"""The cards of "Overview": key, connection, job, cycles, quarantine, people, logs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from wizard.entra.secrets import SavedSettings
from wizard.entra.status import SynchronizationJob
from wizard.messages import _, explain, ngettext, number
from wizard.messages.times import moment
from wizard.problem import Problem
from wizard.steps.base.cycles import interval_of, last_run, linked_people, next_run, run_sentence
from wizard.steps.base.logged import Logged
from wizard.steps.base.quarantine import QuarantineView
from wizard.steps.base.sentences import job_sentence
from wizard.steps.overview.view import CardState, OverviewCard, PeopleCount

_SILENT_CYCLES = 3
"""So many intervals without a cycle are worth a look."""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """The key on this computer, and the one that this setup saved in Entra."""

    asked: bool
    """Whether the keyring was asked."""
    mark: str
    """Fingerprint of the key on this computer; empty: none."""
    saved_mark: str
    """Fingerprint of the key that was saved from this computer; empty: none was."""
    saved_at: datetime | None
    saved_by: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One fact: its value or the problem of its newest reading, and when the value was read."""

    at: datetime | None = None
    problem: Problem | None = None
    permitted: bool = True
    """Whether the signed-in application may read it; a person's missing rights are worth attention."""


def key_card(
    key: KeyFacts, saved: SavedSettings | None, quarantine: QuarantineView | None, read: Reading
) -> OverviewCard:
    """The key that Entra uses."""
    card = OverviewCard("key", _("Key"), CardState.GOOD, "", since=key.saved_at, read=read.at, page="key")
    if saved is None:
        return _unread(card, read)
    detail = _saved_by(key)
    if not saved.has_key:
        return replace(
            card, state=CardState.NONE, sentence=_("Entra has no key saved."), since=None, page="connection"
        )
    if quarantine is not None and quarantine.code == "key_rejected":
        return replace(
            card,
            state=CardState.BROKEN,
            sentence=_("Playvox rejects the key that is saved in Entra."),
            detail=detail,
            since=quarantine.since,
            page="recover",
        )
    if key.asked and key.mark and key.saved_mark and key.mark != key.saved_mark:
        return replace(
            card,
            state=CardState.ATTENTION,
            sentence=_("The key on this computer ({mark}) is not the one that was saved in Entra.").format(
                mark=key.mark
            ),
            detail=detail,
            page="connection",
        )
    if not key.asked:
        sentence = _("Entra has a key saved. This computer's keyring was not asked yet.")
    elif key.mark:
        sentence = _("Entra has a key saved; this computer has key {mark}.").format(mark=key.mark)
    else:
        sentence = _("Entra has a key saved; there is none on this computer.")
    return replace(card, sentence=sentence, detail=detail)


def _saved_by(key: KeyFacts) -> str:
    if key.saved_at is None:
        return _("It was not saved from this computer, so its age is unknown.")
    return _("Key {mark} was saved on {time} by {account}.").format(
        mark=key.saved_mark, time=moment(key.saved_at), account=key.saved_by or "–"
    )


def connection_card(
    saved: SavedSettings | None,
    found: SynchronizationJob | None,
    quarantine: QuarantineView | None,
    read: Reading,
    job: Reading,
) -> OverviewCard:
    """Whether Microsoft's service reaches Playvox, as the cycles of the job show."""
    card = OverviewCard("connection", _("Connection"), CardState.GOOD, "", read=read.at, page="connection")
    if saved is None:
        return _unread(card, read)
    if not saved.tenant_url:
        return replace(card, state=CardState.NONE, sentence=_("Entra has no Tenant URL saved."))
    url = _("Tenant URL: {url}").format(url=saved.tenant_url)
    if quarantine is not None and quarantine.connection:
        return replace(
            card,
            state=CardState.BROKEN,
            sentence=quarantine.cause,
            detail=url,
            since=quarantine.since,
            page="recover",
        )
    if job.at is None:
        return replace(_unread(card, job), page=card.page)
    ran = last_run(found)
    good = found.status.last_successful_execution if found and found.status else None
    at = good.time_ended if good is not None and good.really_ran else None
    if at is not None:
        sentence = _("A cycle reached Playvox on {time}.").format(time=moment(at))
        return replace(card, sentence=sentence, detail=url)
    if ran is None:  # before provisioning is turned on for the first time, this is as it should be
        state = CardState.ATTENTION if found is not None and found.is_on else CardState.NONE
        return replace(card, state=state, sentence=_("No cycle has reached Playvox yet."), detail=url)
    return replace(card, state=CardState.ATTENTION, sentence=run_sentence(ran), detail=url)


def job_card(
    found: SynchronizationJob | None, quarantine: QuarantineView | None, read: Reading, relinking: str = ""
) -> OverviewCard:
    """The provisioning job. `relinking`: name of the person whose relinking was interrupted."""
    card = OverviewCard("job", _("Job"), CardState.GOOD, "", read=read.at, page="monitor")
    if read.at is None:
        return _unread(card, read)
    if found is None:
        return replace(card, state=CardState.NONE, sentence=job_sentence(None), page="connection")
    detail = _("State in Entra: {code}").format(code=found.code) if found.code else ""
    if quarantine is not None:
        return replace(
            card,
            state=CardState.BROKEN,
            sentence=job_sentence(found),
            detail=detail,
            since=quarantine.since,
        )
    if relinking:
        text = _("Relinking {name} was not finished; provisioning may be paused.").format(name=relinking)
        sentence = f"{job_sentence(found)} {text}"
        return replace(card, state=CardState.ATTENTION, sentence=sentence, detail=detail, page="relink")
    if not found.is_on:
        return replace(
            card, state=CardState.ATTENTION, sentence=job_sentence(found), detail=detail, page="turn_on"
        )
    first = found.status.steady_state_first_achieved_time if found.status else None
    return replace(card, sentence=job_sentence(found), detail=detail, since=first)


def cycles_card(found: SynchronizationJob | None, now: datetime, read: Reading) -> OverviewCard:
    """The last cycle and the next one."""
    card = OverviewCard("cycles", _("Cycles"), CardState.GOOD, "", read=read.at, page="monitor")
    if read.at is None:
        return _unread(card, read)
    ran, next_one = last_run(found), next_run(found)
    ended = (ran.time_ended or ran.time_began) if ran is not None else None
    card = replace(card, sentence=run_sentence(ran), since=ended, detail=_next(found, next_one, now))
    if found is None or ran is None:
        return replace(card, state=CardState.NONE)
    if ran.state not in ("Succeeded", "EntryLevelErrors"):
        return replace(card, state=CardState.BROKEN)
    if ran.state == "EntryLevelErrors":
        return replace(card, state=CardState.ATTENTION)
    silent = silent_since(found, now)
    if silent is not None:
        since = moment(silent)
        return replace(
            card,
            state=CardState.ATTENTION,
            sentence=_("No cycle has ended since {time}.").format(time=since),
        )
    return card


def silent_since(found: SynchronizationJob | None, now: datetime) -> datetime | None:
    """When the last cycle of a running job ended, if more than three intervals ago; else None."""
    ran, interval = last_run(found), interval_of(found)
    ended = (ran.time_ended or ran.time_began) if ran is not None else None
    if found is None or ended is None or interval is None:
        return None
    expected = found.is_on and not found.in_quarantine and found.code == "Active"
    return ended if expected and now - ended > interval * _SILENT_CYCLES else None


def _next(found: SynchronizationJob | None, at: datetime | None, now: datetime) -> str:
    if found is None or not found.is_on:
        return _("No cycle is expected while provisioning is off.")
    if at is None:
        return _("When the next cycle starts is unknown.")
    if found.in_quarantine:
        if at <= now:
            return _("The next attempt was due on {time}.").format(time=moment(at))
        return _("Next attempt: {time}.").format(time=moment(at))
    if at <= now:
        return _("The next cycle was due on {time}.").format(time=moment(at))
    return _("Next cycle: about {time}.").format(time=moment(at))


def quarantine_card(
    found: SynchronizationJob | None, quarantine: QuarantineView | None, now: datetime, read: Reading
) -> OverviewCard:
    """The quarantine, its cause and its end by itself."""
    card = OverviewCard("quarantine", _("Quarantine"), CardState.NONE, "", read=read.at, page="monitor")
    if read.at is None:
        return _unread(card, read)
    if quarantine is None:
        return replace(card, sentence=_("Provisioning is not in quarantine."))
    lines = []
    if quarantine.gives_up is not None:
        days = max(0, (quarantine.gives_up - now) // timedelta(days=1))
        lines.append(
            ngettext(
                "Entra disables provisioning on {time}, in {n} day, unless this is fixed.",
                "Entra disables provisioning on {time}, in {n} days, unless this is fixed.",
                days,
            ).format(time=moment(quarantine.gives_up), n=days)
        )
    if quarantine.attempts:
        lines.append(
            ngettext(
                "{n} attempt failed so far.", "{n} attempts failed so far.", quarantine.attempts
            ).format(n=quarantine.attempts)
        )
    return replace(
        card,
        state=CardState.BROKEN,
        sentence=quarantine.cause,
        detail="\n".join(lines),
        since=quarantine.since,
        page="recover",
    )


def people_card(
    found: SynchronizationJob | None, people: PeopleCount, read: Reading, sentence: str
) -> OverviewCard:
    """People in scope, and who of them has no account."""
    card = OverviewCard("people", _("People"), CardState.GOOD, sentence, read=read.at, page="turn_on")
    linked = linked_people(found)
    if linked is not None:
        words = ngettext(
            "Entra has linked {n} person with Playvox since the job was created.",
            "Entra has linked {n} people with Playvox since the job was created.",
            linked,
        )
        card = replace(card, detail=words.format(n=linked))
    if people.in_scope is None:
        problem = read.problem or people.problem
        why = explain(problem).what if problem is not None else sentence or _("Not read yet.")
        return replace(card, state=CardState.UNREAD, permitted=read.permitted, sentence=why)
    if people.problem is not None:
        why = explain(people.problem).what
        card = replace(card, detail="\n".join(part for part in (card.detail, why) if part))
    if people.in_scope == 0:
        return replace(card, state=CardState.ATTENTION, page="people")
    if people.missing is None:
        return replace(card, state=CardState.UNREAD)
    return replace(card, state=CardState.ATTENTION) if people.missing else card


def logs_card(logged: Logged | None, read: Reading) -> OverviewCard:
    """The results in the log; needs attention while somebody's newest result is a failure."""
    card = OverviewCard("logs", _("Log"), CardState.GOOD, "", read=read.at, page="logs")
    if logged is None:
        return _unread(card, read)
    counts, span = logged.counts, logged.span()
    if not counts.entries:
        return replace(card, state=CardState.NONE, sentence=logged.nothing())
    if not counts.failed:
        return replace(card, sentence=logged.sentence(), detail=span)
    people = counts.people_failed
    who = ngettext("It concerns {n} person.", "They concern {n} people.", people).format(n=number(people))
    now = logged.failing_sentence() or _("Nobody's newest result is a failure.")
    return replace(
        card,
        state=CardState.ATTENTION if counts.people_failing else CardState.GOOD,
        sentence=logged.sentence(),
        detail="\n".join(part for part in (f"{who} {now}", span) if part),
        since=counts.oldest_failure,
    )


def _unread(card: OverviewCard, read: Reading) -> OverviewCard:
    if read.problem is None:
        return replace(card, state=CardState.UNREAD, sentence=_("Not read yet."), since=None)
    words = explain(read.problem)
    detail = "\n".join(words.do)
    card = replace(card, state=CardState.UNREAD, sentence=words.what, detail=detail, since=None)
    return replace(card, permitted=read.permitted)


def oldest(*times: datetime | None) -> datetime | None:
    """The oldest of these times; None when one is missing."""
    known = [each for each in times if each is not None]
    return min(known) if len(known) == len(times) and known else None


def now_of(service_time: datetime | None) -> datetime:
    """The present time, by Graph's clock where it told one."""
    return service_time or datetime.now(UTC)
