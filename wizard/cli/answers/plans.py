"""Answers about people: `plan`, `plan list`, `plan show`, `plan compare`, `quality`."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from wizard.cli.answers.envelope import Envelope, FileMistake, NamedApplication


class PlanCounts(TypedDict):
    """People by what would happen to them."""

    create: int
    link: int
    update: int
    deactivate: int
    skip: int
    unknown: int


class PlanNoteAnswer(TypedDict):
    """A note about the entire plan."""

    code: str
    facts: dict[str, str]
    sentence: str


class PlanHeaderMembers(TypedDict):
    """What a plan is for, and its result in numbers.

    `threshold` null: no guard; `accounts` null: not listed.
    """

    id: str
    tenant: str
    account: str
    application: NamedApplication
    job: str
    time: str
    scope: Literal["assigned", "all"]
    run: str
    counts: PlanCounts
    threshold: int | None
    held_back: bool
    keep_out_of_scope: bool
    in_scope: int | None
    accounts: int | None
    accounts_left_alone: int | None
    accounts_unknown: int | None
    schema_fingerprint: str
    assignments_fingerprint: str
    notes: list[PlanNoteAnswer]


class PlanHeaderAnswer(PlanHeaderMembers):
    """The header inside another answer, with the version of its format."""

    schema: Literal[1]


class PlanAnswer(PlanHeaderMembers, Envelope):
    """The header of the computed plan; `--output` saves the rows.

    `problems`: the first 100 of the file's `mistakes`.
    """

    problems: NotRequired[list[FileMistake]]
    mistakes: NotRequired[int]


class PlanRowAnswer(TypedDict):
    """One person, or one account without a person."""

    id: str
    name: str
    user_name: str
    action: Literal["create", "link", "update", "deactivate", "skip", "unknown"]
    reason: str
    sentence: str
    kind: Literal["person", "account"]
    account: str


class SavedPlanAnswer(TypedDict):
    """One plan saved with a setup. All but `setup` and `id` is null when its file cannot be read."""

    setup: str
    id: str
    time: str | None
    tenant: str | None
    account: str | None
    application: NamedApplication | None
    job: str | None
    scope: Literal["assigned", "all"] | None
    counts: PlanCounts | None
    threshold: int | None
    held_back: bool | None


class PlanListAnswer(Envelope):
    """The plans saved with the setups of this computer, newest first."""

    plans: list[SavedPlanAnswer]


class PlanShowAnswer(Envelope):
    """A saved plan: members of its header, and every row."""

    id: str
    tenant: str
    account: str
    application: NamedApplication
    job: str
    time: str
    scope: Literal["assigned", "all"]
    run: str
    counts: dict[str, int]
    threshold: int | None
    held_back: bool
    keep_out_of_scope: bool
    schema_fingerprint: str
    assignments_fingerprint: str
    rows: list[PlanRowAnswer]


class CodedSentence(TypedDict):
    """What one source says: a code and its words."""

    code: str
    sentence: str


class NowAnswer(TypedDict):
    """What a plan made today says about the row."""

    reason: str
    sentence: str


class ComparedRow(PlanRowAnswer):
    """One row with what happened to it."""

    verdict: Literal["as_planned", "differently", "not_yet", "unknown", "was_unknown"]
    happened: str
    cause: str
    at: str | None
    log: CodedSentence
    playvox: CodedSentence
    now: NowAnswer | None


class PlanCompareAnswer(Envelope):
    """Rows by verdict, the share that went as planned (null: none is known), and every difference."""

    as_planned: int
    differently: int
    not_yet: int
    unknown: int
    was_unknown: int
    share: float | None
    share_rests_on: list[Literal["log", "playvox"]]
    notes: list[str]
    differences: list[ComparedRow]
    unknown_rows: list[ComparedRow]


class FindingAnswer(TypedDict):
    """One check of people's data; `count` null: not read."""

    code: str
    attribute: str
    count: int | None
    unknown: int
    of: Literal["people", "accounts"]
    attention: bool
    sentence: str
    advice: str


class MatchByMailAnswer(TypedDict):
    """What mapping userName from mail would do."""

    verdict: str
    attribute: str
    searchable: bool
    matched_now: int | None
    created_now: int | None
    matched: int | None
    created: int | None
    second: int | None
    renamed: int | None
    collide: int | None
    without_mail: int | None
    sentence: str


class QualityAnswer(Envelope):
    """Every check of the data of everyone in scope, and whether something needs attention."""

    kind: Literal["quality"]
    plan: str
    tenant: str
    account: str
    application: NamedApplication
    job: str
    time: str
    scope: Literal["assigned", "all"]
    people: int
    scope_unknown: int
    accounts: int | None
    directory_read: bool
    attention: bool
    findings: list[FindingAnswer]
    match_by_mail: MatchByMailAnswer
    problems: NotRequired[list[FileMistake]]
    mistakes: NotRequired[int]
