"""Why one person has no account, or not the right one: the links from the assignment to Playvox's answer.

Pure values. The first broken link is the cause; links behind it that depend on it are `not_reached`. Codes
have words in `wizard.messages.why`; link names and states are a public contract (`why --json`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from wizard.problem import Problem

LinkName = Literal["assigned", "role", "enabled", "in_scope", "mapped", "matched", "sent", "answered"]
"""In their order."""
LINKS: tuple[LinkName, ...] = get_args(LinkName)
WhyState = Literal["ok", "broken", "unknown", "not_reached"]
WhyAccountState = Literal["active", "inactive", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class WhyLink:
    """One link. `facts` fill the words of `code`; `problem` is why it is unknown, when a read failed."""

    name: LinkName
    state: WhyState
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class WhyAccount:
    """The person's account in Playvox, as it was just read. `problem`: why it is unknown."""

    state: WhyAccountState
    id: str = ""
    user_name: str = ""
    modified: datetime | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ValueDifference:
    """An attribute whose value in Playvox is not the one in Entra. `code` is the reason."""

    attribute: str
    entra: str
    playvox: str
    code: str


@dataclass(frozen=True, slots=True)
class Deactivation:
    """The newest deactivation by provisioning, according to the log. `cause` is a reason of the plan, empty
    when the entry does not tell.
    """

    at: datetime | None
    cause: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class WhyPerson:
    """The person in question."""

    id: str
    name: str
    user_name: str


@dataclass(frozen=True, slots=True)
class LogSpan:
    """The person's log entries behind the answer: how many, from when to when (None: none)."""

    entries: int
    oldest: datetime | None
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Why:
    """The whole answer about one person."""

    person: WhyPerson
    links: tuple[WhyLink, ...]
    account: WhyAccount
    differences: tuple[ValueDifference, ...] = ()
    deactivated: Deactivation | None = None
    log: LogSpan | None = None
    """None: the log was not read."""

    @property
    def broken(self) -> WhyLink | None:
        """The first broken link; None when none is known to be broken."""
        return next((link for link in self.links if link.state == "broken"), None)

    @property
    def unknown(self) -> WhyLink | None:
        """The first unknown link before the broken one, or at all."""
        for link in self.links:
            if link.state == "broken":
                return None
            if link.state == "unknown":
                return link
        return None


def ok(name: LinkName, code: str, /, **facts: str) -> WhyLink:
    """A link that holds."""
    return WhyLink(name, "ok", code, facts)


def broken(name: LinkName, code: str, /, **facts: str) -> WhyLink:
    """A broken link."""
    return WhyLink(name, "broken", code, facts)


def unknown(
    name: LinkName, code: str, facts: Mapping[str, str] | None = None, problem: Problem | None = None
) -> WhyLink:
    """A link of which nothing certain is known."""
    return WhyLink(name, "unknown", code, facts or {}, problem)


def chained(links: Sequence[WhyLink]) -> tuple[WhyLink, ...]:
    """The links in their order; those behind a broken one that depend on it are not reached.

    Assignment, role, state of the person, filter and mapping are judged each by itself, so they stay.
    """
    found: list[WhyLink] = []
    stopped = False
    for link in links:
        if stopped and link.name in ("matched", "sent", "answered"):
            link = WhyLink(link.name, "not_reached", "not_reached")
        found.append(link)
        stopped = stopped or link.state == "broken"
    return tuple(found)
