"""The view of "Users and groups"."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.problem import Problem
from wizard.steps.base.change_preview import (
    RowResult,
)
from wizard.steps.base.progress import Notice

if TYPE_CHECKING:
    from wizard.steps.base.unsaved import BroughtBack
    from wizard.steps.people.kept import KeptSelection


class PrincipalKind(enum.StrEnum):
    """A person or a group."""

    USER = "user"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of the application that people can be assigned with."""

    id: str
    name: str
    description: str
    default_access: bool
    """The role that means "no role": what it does for provisioning is to be proved, not assumed."""
    recommended: bool
    note: str


@dataclass(frozen=True, slots=True)
class HeadcountView:
    """A group's members as provisioning counts them: direct members only."""

    direct_people: int
    eligible: int
    """Direct, enabled members; guests among them included."""
    disabled: int
    guests: int
    without_mail: int
    nested_groups: int
    """Groups inside the group: their members are not provisioned."""
    other: int
    """Devices and the like."""


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """One assignment as Entra has it."""

    id: str
    principal_id: str
    kind: PrincipalKind
    name: str
    detail: str
    """Sign-in name of a person, description of a group; may be empty."""
    role_id: str
    role_name: str
    headcount: HeadcountView | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelectedGroupSize:
    """How large a group is for provisioning."""

    people: int
    """Direct members who are people, disabled ones among them."""
    nested: int
    """Groups inside the group: their members are not provisioned."""


@dataclass(frozen=True, slots=True)
class PrincipalRow:
    """One search result."""

    id: str
    kind: PrincipalKind
    name: str
    detail: str
    assigned: bool
    warnings: tuple[str, ...]
    """Such as: disabled, guest, no mail, not a security group."""
    size: SelectedGroupSize | None = None
    """Of a selected group; None: not counted, or a person."""


@dataclass(frozen=True, slots=True)
class TakenList:
    """What a pasted or imported list added to the selection."""

    people: int
    """People of the list who were found."""
    not_found: tuple[str, ...]
    """Names of the list that are nobody's in this tenant."""


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Roles, assignments and the search beside them."""

    roles: tuple[RoleRow, ...]
    role_id: str
    """The role new assignments get unless another one is chosen."""
    assigned: tuple[AssignedRow, ...]
    unread: int
    """Assigned people and groups whose details and warnings were not read yet."""
    effective: int | None
    """Distinct people in scope through assignments; None until every group was counted."""
    query: str
    found: tuple[PrincipalRow, ...]
    more: bool
    """The search has more results than are shown."""
    selected: tuple[PrincipalRow, ...]
    """Selected to be assigned, whatever is searched for since."""
    taken: TakenList | None
    """The last pasted or imported list; None before one."""
    results: tuple[RowResult, ...]
    """The result of each row of the last assignment or removal."""
    progress: Notice | None
    """How many rows of a batch are done, while one is under way."""
    start_small: str
    """Advice when the first assignment would be a large one; empty otherwise."""
    busy: str
    problem: Problem | None
    unsaved: Mapping[str, object] | None = None
    """The selection as JSON, to be kept until it is assigned; None where nobody is selected."""
    brought_back: BroughtBack[KeptSelection] | None = None
    """The result of bringing back the last selection; None before one was."""
