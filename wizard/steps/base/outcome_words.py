"""A comparison in words, for the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wizard.messages import _, explain, ngettext, number, percent
from wizard.messages.plan import action_name, plan_reason
from wizard.messages.plan_outcome import log_words, playvox_words, reach_words
from wizard.messages.times import moment
from wizard.plan.document import DocumentHeader
from wizard.plan.outcome import RowOutcome
from wizard.plan.outcome_store import ComparedWith, PlanOutcome


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """One row in sentences. `now` is the result of a current plan, empty when that is the
    planned reason.
    """

    planned: str
    log: str
    playvox: str
    now: str

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Titles and sentences, in reading order."""
        found = (
            (_("Planned"), self.planned),
            (_("Provisioning log"), self.log),
            (_("Playvox"), self.playvox),
            (_("Today"), self.now),
        )
        return tuple((title, sentence) for title, sentence in found if sentence)


def outcome_words(found: RowOutcome, header: DocumentHeader) -> OutcomeWords:
    """The sentences for one row of a plan."""
    row = found.row
    planned = _("{action}. {why}").format(action=action_name(row.action), why=row.sentence).strip()
    log = log_words(
        found.log,
        happened=found.happened,
        at=moment(found.at) if found.at else "–",
        cause=found.cause,
        changed=", ".join(found.changed),
        time=moment(header.time),
    )
    return OutcomeWords(
        planned,
        log,
        playvox_words(found.playvox, ", ".join(found.attributes)),
        plan_reason(found.now, found.now_facts) if found.now else "",
    )


def outcome_json(found: RowOutcome, header: DocumentHeader) -> dict[str, Any]:
    """One row with its outcome, as `plan compare --json` shows it."""
    words = outcome_words(found, header)
    return {
        **found.row.model_dump(mode="json"),
        "verdict": found.verdict,
        "happened": found.happened,
        "cause": found.cause,
        "at": found.at.isoformat() if found.at else None,
        "log": {"code": found.log, "sentence": words.log},
        "playvox": {"code": found.playvox, "sentence": words.playvox},
        "now": {"reason": found.now, "sentence": words.now} if found.now else None,
    }


def share_sentence(found: PlanOutcome) -> str:
    """Share of known results that went as planned, rounded down so that 100 % means all, and what it rests
    on.
    """
    share = found.share
    if share is None:
        return _("Nothing has happened yet that could be compared.")
    done, known = found.counts["as_planned"], found.counts["as_planned"] + found.counts["differently"]
    sentences = {
        ("log", "playvox"): _(
            "{percent} went as planned: {done} of {known} results that the provisioning log and Playvox "
            "show."
        ),
        ("log",): _(
            "{percent} went as planned: {done} of {known} results that the provisioning log shows; "
            "Playvox was not read."
        ),
        ("playvox",): _(
            "{percent} went as planned: {done} of {known} results that Playvox shows; the provisioning "
            "log was not read."
        ),
        (): _("{percent} went as planned: {done} of {known} results, without the log and Playvox."),
    }
    text = sentences[share_rests_on(found.compared_with)]
    parts = [text.format(percent=percent(int(share * 100)), done=number(done), known=number(known))]
    others = sum(found.counts.values()) - known
    if others:
        rest = ngettext(
            "{n} other is not part of this share, because its result is not known.",
            "{n} others are not part of this share, because their result is not known.",
            others,
        )
        parts.append(rest.format(n=number(others)))
    return " ".join(parts)


def share_rests_on(compared: ComparedWith) -> tuple[str, ...]:
    """The sources that were read: "log", "playvox"."""
    log = ("log",) if compared.log_problem is None else ()
    return (*log, "playvox") if compared.playvox_problem is None else log


def comparison_notes(compared: ComparedWith, header: DocumentHeader) -> list[str]:
    """What could not be compared, and whether a cycle has ended."""
    notes = []
    if not compared.cycle_ended:
        notes.append(_("No whole provisioning cycle has ended since the plan."))
    if compared.log_problem is not None:
        what = explain(compared.log_problem).what
        notes.append(_("The provisioning log could not be read: {why}").format(why=what))
    elif compared.log_reaches is not None:
        notes.append(reach_words(moment(header.time), moment(compared.log_reaches)))
    if compared.playvox_problem is not None:
        what = explain(compared.playvox_problem).what
        notes.append(_("Playvox was not read: {why}").format(why=what))
    return notes
