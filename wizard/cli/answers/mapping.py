"""Answers of `mappings` and `scope`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from wizard.cli.answers.changes import ChangesAnswer
from wizard.cli.answers.envelope import Envelope, WarningMembers
from wizard.cli.mapping_list import ListedMapping


class MappingListAnswer(WarningMembers, Envelope):
    """The attribute mappings. `actions` are those that are on; `groups` is `none`, `on` or `off`."""

    name: str
    enabled: bool
    actions: list[str]
    matching: list[str]
    scoping_filter: str
    groups: str
    mappings: list[ListedMapping]


class MappingSampleAnswer(TypedDict):
    """The new value for one person."""

    person: str
    value: str
    note: str


class MappingSetAnswer(ChangesAnswer):
    """The changes, and the new values for a few people where a value changes."""

    samples: NotRequired[list[MappingSampleAnswer]]


class PreviewedPerson(TypedDict):
    """The person of the preview."""

    id: str
    name: str
    user_name: str


class PreviewedAttribute(TypedDict):
    """How one attribute gets its value."""

    target: str
    expression: str
    value: str
    note: str


class PreviewedDifference(TypedDict):
    """One attribute of the account, now and after the request."""

    target: str
    now: str
    after: str
    changes: bool


class MappingPreviewAnswer(WarningMembers, Envelope):
    """What would be sent for one person. `body` and `account` are null where there is none."""

    person: PreviewedPerson
    action: str
    certain: bool
    sentence: str
    method: str | None
    path: str | None
    body: dict[str, Any] | None
    account: dict[str, Any] | None
    account_known: bool
    attributes: dict[str, Any]
    trace: list[PreviewedAttribute]
    differences: list[PreviewedDifference]


class ClauseAnswer(TypedDict):
    """One condition of a scoping filter."""

    attribute: str
    operator: str
    value: str


class ScopeShowAnswer(Envelope):
    """The saved scope (null: none) and the filter: groups of conditions, one of which must hold."""

    scope: Literal["assigned", "all"] | None
    keep_out_of_scope: bool
    filter: list[list[ClauseAnswer]]
    filter_text: str


class ScopeCountAnswer(Envelope):
    """Numbers of people, and the names of the first of them."""

    total: int
    inside: int
    uncertain: int
    falls_out: int
    comes_in: int
    names_inside: list[str]
    names_falling_out: list[str]
    filter: list[list[ClauseAnswer]]
