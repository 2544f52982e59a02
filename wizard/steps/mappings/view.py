"""What "Mappings" shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from wizard.mapping.attributes import ALWAYS
from wizard.messages.change_warnings import ChangeWarning
from wizard.problem import Problem
from wizard.steps.base.person_row import PersonRow
from wizard.steps.mappings.editing_view import DraftView


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One attribute mapping."""

    target: str
    """The attribute in Playvox."""
    source: str
    """The source as the portal writes it: an attribute, a constant or an expression."""
    kind: str
    """"direct", "constant", "expression", or "none": only the default."""
    matching: int
    """Matching order, 1 first; 0 when the attribute does not match."""
    only_on_create: bool
    default: str
    warnings: tuple[ChangeWarning, ...]
    text: str = ""
    """The source as it is typed into the editor."""
    sample: str = ""
    """Its value for the person looked at; empty when nobody is, or it has none."""
    type: str = ""
    """Its type in Playvox as the tutorial lists it; empty for an attribute that it does not list."""
    filterable: bool = False
    """Whether Playvox is documented to search by it."""
    flow_type: str = ALWAYS
    """When it applies, as Graph names it."""


@dataclass(frozen=True, slots=True)
class TraceRow:
    """How one attribute's value came about."""

    target: str
    expression: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One attribute of the account, now and after provisioning."""

    target: str
    now: str
    after: str
    changes: bool
    """Whether it is sent; letter case alone may differ and still not be."""


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What provisioning would send for one person."""

    person: PersonRow
    method: str
    """"POST", "PATCH", or empty when nothing would be sent."""
    sentence: str
    """What would happen, in plain words."""
    body: str
    """Pretty-printed JSON; empty when nothing would be sent."""
    account: str
    """The account in Playvox now, pretty-printed JSON; empty when there is none."""
    account_known: bool
    """Whether Playvox could be asked at all."""
    trace: tuple[TraceRow, ...]
    warnings: tuple[ChangeWarning, ...]
    attributes: tuple[tuple[str, str], ...] = ()
    """The person as Entra sees them: names and values of the attributes that have one."""
    differences: tuple[DifferenceRow, ...] = ()
    """The account side by side with what provisioning makes of it, what changes first."""
    action: str = ""
    """"create", "update", "disable", "none" or "skip"."""
    path: str = ""
    """Of the request; empty when nothing would be sent."""
    certain: bool = True
    """False when a value, the scope or the account is not known for sure."""


@dataclass(frozen=True, slots=True)
class MappingsView:
    """The attribute mappings for people, and one person's preview."""

    name: str
    """The mapping's own name, such as "Provision Microsoft Entra ID Users"."""
    enabled: bool
    rows: tuple[MappingRow, ...]
    matching: tuple[str, ...]
    """Target attributes that find the existing account, in order."""
    scope_filter: str
    """The scoping filter in words; empty when everybody assigned is in scope."""
    group_mapping: str
    """"none", "on" or "off": a group mapping on a Playvox that knows no groups leads to quarantine."""
    warnings: tuple[ChangeWarning, ...]
    query: str
    people: tuple[PersonRow, ...]
    preview: PreviewView | None
    busy: str
    problem: Problem | None
    people_read: bool = True
    """Whether the people assigned were read."""
    sample_of: str = ""
    """Whose values the table shows as samples."""
    draft: DraftView = field(default_factory=DraftView)
