"""Answers of `people`, `restart` and `explain`."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from wizard.cli.answers.changes import ChangesAnswer
from wizard.cli.answers.envelope import Envelope, ProblemAnswer
from wizard.cli.people_list import ListedAssignment, ListedPerson
from wizard.cli.provision_queue import OnDemandAnswer, PlannedPerson


class PeopleListAnswer(Envelope):
    """Everyone who is assigned. `scope`: as saved, null when nothing is saved."""

    application: str
    application_id: str
    scope: Literal["assigned", "all"] | None
    assignments: list[ListedAssignment]
    people: list[ListedPerson]


class AssigningResult(TypedDict):
    """What came back for one person or group that was sent to Entra."""

    id: str
    name: str
    problem: ProblemAnswer | None


class AssigningAnswer(ChangesAnswer):
    """The changes of assignments, and the result of each."""

    results: list[AssigningResult]


class ProvisionAnswer(ChangesAnswer):
    """What is planned for each person, and Microsoft's answer about each that was sent. `not_found`: names
    that are nobody's.
    """

    planned: list[PlannedPerson]
    results: list[OnDemandAnswer]
    not_found: list[str]


class RelinkAnswer(ChangesAnswer):
    """The change of the link. The ids of the accounts in Playvox are empty where there is none."""

    account_before: str
    account: str


class ExplainAnswer(Envelope):
    """What an error text of Microsoft means; null or empty where it does not tell."""

    cause: str | None
    status: int | None
    code: str
    what: str
    why: str
    do: list[str]
    url: str
    detail: str
    request_id: str


class WhyPersonAnswer(TypedDict):
    """A person."""

    id: str
    name: str
    user_name: str


class WhyCandidateAnswer(WhyPersonAnswer):
    """One of several people with the same name."""

    mail: str


class WhyLinkAnswer(TypedDict):
    """One link of the chain from assignment to account."""

    link: str
    state: Literal["ok", "broken", "unknown", "not_reached"]
    evidence: str
    code: str


class WhyAccountAnswer(TypedDict):
    """The account in Playvox."""

    state: str
    id: str
    user_name: str


class WhyDeactivated(TypedDict):
    """When and why the account was deactivated."""

    at: str | None
    cause: str
    deleted: bool


class WhyDifference(TypedDict):
    """One attribute with another value in Playvox than in Entra."""

    attribute: str
    entra: str | None
    playvox: str | None
    code: str
    reason: str


class WhyLog(TypedDict):
    """The person's entries in the provisioning log behind the answer, and from when to when."""

    entries: int
    oldest: str | None
    newest: str | None


class WhyAnswer(Envelope):
    """Why one person is provisioned or not. `people`: where several have this name; `log`: null where the
    log was not read.
    """

    person: WhyPersonAnswer
    answer: str
    broken_at: str | None
    links: list[WhyLinkAnswer]
    do: list[str]
    account: WhyAccountAnswer
    deactivated: WhyDeactivated | None
    differences: list[WhyDifference]
    log: WhyLog | None
    people: NotRequired[list[WhyCandidateAnswer]]
