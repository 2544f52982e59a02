"""An answer about one person in sentences: for the page, the command line, and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wizard.entra.status import Quarantine
from wizard.messages import _, explain, ngettext, number
from wizard.messages.explanation import has_words
from wizard.messages.times import moment
from wizard.messages.why import deactivation_cause, value_reason
from wizard.plan.why import ValueDifference, Why, WhyLink
from wizard.problem import Problem
from wizard.steps.base.sentences import quarantine_words

_TIMES = ("at", "since", "next")


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One link in words; `do` are its cures."""

    link: str
    state: str
    evidence: str
    do: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyWords:
    """The answer in words. `more` are further sentences: a deactivation, values that differ,
    and how much of the log was read."""

    answer: str
    lines: tuple[WhyLine, ...]
    do: tuple[str, ...]
    more: tuple[str, ...]


def why_words(why: Why, quarantine: Quarantine | None = None) -> WhyWords:
    """`quarantine` is that of the job, for its own words."""
    lines = tuple(_line(link, quarantine) for link in why.links)
    by_name = {line.link: line for line in lines}
    decisive = why.broken or why.unknown
    line = by_name[decisive.name] if decisive is not None else None
    return WhyWords(
        _answer(why, line),
        lines,
        line.do if line is not None else (),
        (*_deactivated(why), *(difference_sentence(each) for each in why.differences), *_logged(why)),
    )


def _line(link: WhyLink, quarantine: Quarantine | None) -> WhyLine:
    facts = dict(link.facts)
    do: tuple[str, ...] = ()
    for name in _TIMES:
        if facts.get(name):
            facts[name] = _local(facts[name])
    cause = facts.get("cause")
    if cause:
        own = explain(Problem(cause, facts))
        facts["cause"], do = own.what, own.do
    if link.problem is not None:
        own = explain(link.problem)
        facts["detail"], do = own.what, own.do
    elif (code := facts.get("code")) and has_words(code):
        facts["detail"] = explain(Problem(code, facts)).what
    if link.code == "quarantine":
        words = quarantine_words(quarantine)
        facts["detail"], do = words.what, words.do
    found = explain(Problem(f"why.{link.code}", facts))
    return WhyLine(link.name, link.state, found.what.strip(), tuple(dict.fromkeys((*do, *found.do))))


def _answer(why: Why, line: WhyLine | None) -> str:
    facts = {
        "name": why.person.name or why.person.user_name or why.person.id,
        "evidence": line.evidence if line is not None else "",
        "account": why.account.user_name,
    }
    if line is None:
        return _fine(why).format(**facts)
    if line.state == "unknown":
        return _("Whether {name} is provisioned is unknown. {evidence}").format(**facts)
    return _state_sentence(why).format(**facts)


def _fine(why: Why) -> str:
    if why.account.state == "inactive":
        return _("{name} is provisioned, but {account} is inactive: the mapping does not activate it.")
    if why.account.state == "unknown":
        return _("{name} is provisioned according to the log.")
    return _("{name} is provisioned: the account {account} is active and has all that the mapping sends.")


def _state_sentence(why: Why) -> str:
    if why.account.state == "none":
        return _("{name} has no account in Playvox. {evidence}")
    if why.account.state == "inactive":
        return _("The account {account} of {name} in Playvox is inactive. {evidence}")
    if why.account.state == "active" and any(each.code == "value_sent" for each in why.differences):
        return _("{name} has an active account in Playvox, but with other values than in Entra. {evidence}")
    if why.account.state == "active":
        return _("{name} has an active account in Playvox, but is not provisioned. {evidence}")
    return _("{name} is not provisioned. {evidence}")


def _deactivated(why: Why) -> tuple[str, ...]:
    found = why.deactivated
    if found is None:
        return ()
    at = moment(found.at) if found.at is not None else "–"
    cause = deactivation_cause(found.cause)
    if found.deleted:
        text = _("Provisioning deleted the account at {at}.")
    elif cause:
        text = _("Provisioning deactivated the account at {at}: {cause}.")
    else:
        text = _("Provisioning deactivated the account at {at}; the log does not tell why.")
    return (text.format(at=at, cause=cause),)


def _logged(why: Why) -> tuple[str, ...]:
    """How much of the log the answer rests on."""
    found = why.log
    if found is None or found.oldest is None or found.newest is None:
        return ()
    text = ngettext(
        "{n} entry of the log is about this person, on {newest}.",
        "{n} entries of the log are about this person, from {oldest} to {newest}.",
        found.entries,
    )
    times = {"oldest": moment(found.oldest), "newest": moment(found.newest)}
    return (text.format(n=number(found.entries), **times),)


def difference_sentence(each: ValueDifference) -> str:
    """One value that differs, and why."""
    text = _("{attribute}: Playvox has “{playvox}”, Entra gives “{entra}”. {reason}")
    return text.format(
        attribute=each.attribute, playvox=each.playvox, entra=each.entra, reason=value_reason(each.code)
    )


def _local(text: str) -> str:
    """An ISO 8601 time as people read it."""
    return moment(datetime.fromisoformat(text))


def why_json(why: Why, words: WhyWords) -> dict[str, Any]:
    """The answer of `why --json`. Names of links, states and members never change their meaning."""
    broken = why.broken
    links = zip(why.links, words.lines, strict=True)
    return {
        "person": {"id": why.person.id, "name": why.person.name, "user_name": why.person.user_name},
        "answer": words.answer,
        "broken_at": broken.name if broken is not None else None,
        "links": [
            {"link": line.link, "state": line.state, "evidence": line.evidence, "code": link.code}
            for link, line in links
        ],
        "do": list(words.do),
        "account": {
            "state": why.account.state,
            "id": why.account.id,
            "user_name": why.account.user_name,
        },
        "deactivated": _deactivated_json(why),
        "differences": [
            {
                "attribute": each.attribute,
                "entra": each.entra,
                "playvox": each.playvox,
                "code": each.code,
                "reason": value_reason(each.code),
            }
            for each in why.differences
        ],
        "log": _log_json(why),
    }


def _log_json(why: Why) -> Mapping[str, Any] | None:
    found = why.log
    if found is None:
        return None
    return {
        "entries": found.entries,
        "oldest": found.oldest.isoformat() if found.oldest is not None else None,
        "newest": found.newest.isoformat() if found.newest is not None else None,
    }


def _deactivated_json(why: Why) -> Mapping[str, Any] | None:
    found = why.deactivated
    if found is None:
        return None
    return {
        "at": found.at.isoformat() if found.at is not None else None,
        "cause": found.cause,
        "deleted": found.deleted,
    }
