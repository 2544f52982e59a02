"""What editing the mappings shows: the draft, its live result, the scoping filter's count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.steps.base.unsaved import BroughtBack
    from wizard.steps.mappings.kept import KeptDraft


@dataclass(frozen=True, slots=True)
class MappingEdit:
    """One attribute mapping as the administrator typed it."""

    target: str
    kind: str
    """"direct", "constant", "expression", or "none": only the default."""
    text: str
    """The attribute's name, the constant, or the expression."""
    default: str = ""
    only_on_create: bool = False
    matching: int = 0
    flow_type: str = ""
    """When it applies, as Graph names it; empty: as `only_on_create` says."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One remark on a typed source. `position` counts characters from 0; -1 for the whole."""

    level: str
    """"error" or "warning"."""
    text: str
    position: int = -1


@dataclass(frozen=True, slots=True)
class SourceTrialRow:
    """What the typed source gives for one person; `entra` and `differs` only after a comparison."""

    person: str
    value: str
    note: str = ""
    entra: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class SourceTrialView:
    """The remarks on, and results of, exactly this kind and text."""

    kind: str
    text: str
    notes: tuple[NoteRow, ...]
    rows: tuple[SourceTrialRow, ...]
    compared: bool = False

    @property
    def valid(self) -> bool:
        """Whether Entra would take it, as far as this computer can tell."""
        return not any(note.level == "error" for note in self.notes)


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One condition of a scoping filter; `value` is "" for operators that take none."""

    attribute: str
    operator: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """An operator, in plain words, and whether it compares with a value."""

    name: str
    words: str
    takes_value: bool


@dataclass(frozen=True, slots=True)
class ScopeCount:
    """Who passes the drafted filter, among `total` people. Names are bounded, numbers are not."""

    total: int
    inside: int
    names_inside: tuple[str, ...]
    falls_out: int
    """In scope with the saved filter and no longer with the drafted one."""
    names_falling_out: tuple[str, ...]
    comes_in: int
    uncertain: int
    rows: tuple[tuple[ClauseRow, ...], ...] = ()
    """The conditions that were counted."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """What is edited and not saved."""

    differences: tuple[str, ...] = ()
    """Against Entra's mappings, in words."""
    changed: frozenset[str] = frozenset()
    """Targets that differ."""
    can_step_back: bool = False
    has_job: bool = False
    """Whether Entra keeps mappings of this application that could go back to Microsoft's default."""
    can_undo_save: bool = False
    changed_meanwhile: bool = False
    """Somebody else changed the mappings in Entra since this draft was begun."""
    actions: tuple[str, ...] = ()
    """Of "Add", "Update", "Delete" those that are on."""
    scope: tuple[tuple[ClauseRow, ...], ...] = ()
    count: ScopeCount | None = None
    trial: SourceTrialView | None = None
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    operators: tuple[OperatorRow, ...] = ()
    unsaved: Mapping[str, object] | None = None
    """What the draft changes, as JSON, to be kept until it is saved; None where it changes nothing."""
    brought_back: BroughtBack[KeptDraft] | None = None
    """The result of bringing back the last draft; None before one was."""
