"""What the mapping of `active` does when people come and leave: the row that decides who loses access.

Entra docs, "Customize user provisioning attribute-mappings": `IsSoftDeleted` is true for people who are
unassigned, filtered out, disabled or deleted; an account is deactivated when its mapping turns to False.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wizard.mapping.attributes import ALWAYS
from wizard.mapping.dialect import typed
from wizard.mapping.expression import EvaluationContext
from wizard.mapping.flow import value_of
from wizard.mapping.leaving import ACTIVE
from wizard.mapping.mapper import CompiledMapping, Mapper
from wizard.mapping.values import UNREAD, Person, as_text

ActiveProblem = Literal[
    "active_not_mapped", "active_never_false", "active_ignores_scope", "active_never_true"
]
_STATE = ("IsSoftDeleted", "accountEnabled")


@dataclass(frozen=True, slots=True)
class ActiveValues:
    """What `active` becomes for one person: in scope, out of scope but enabled, and disabled.

    A value is "true", "false", another text, "" for no value at all, or None when it is not sure.
    """

    in_scope: str | None
    out_of_scope: str | None
    disabled: str | None

    @property
    def problem(self) -> ActiveProblem | None:
        """What is certainly wrong, most important first: people who leave keep access."""
        stays = [value not in ("false", None) for value in (self.out_of_scope, self.disabled)]
        if all(stays):
            return "active_never_false"
        if stays[0]:
            return "active_ignores_scope"
        return "active_never_true" if self.in_scope not in ("true", None) else None

    @property
    def certain(self) -> bool:
        """Whether all three are sure."""
        return None not in (self.in_scope, self.out_of_scope, self.disabled)


@dataclass(frozen=True, slots=True)
class ActiveVerdict:
    """`problem` None: nothing is surely wrong. `expression` is the row's. `certain` False: what happens
    depends on other attributes of a person, or on what no page tells. `person` is one with the problem,
    "" when everybody has it.
    """

    problem: ActiveProblem | None
    expression: str = ""
    certain: bool = True
    person: str = ""


def judge_active(mapper: Mapper, people: Mapping[str, Person] | None = None) -> ActiveVerdict:
    """Whether the mapping of `active` goes from True to False for everybody, or else for these people by
    name.
    """
    row = next((row for row in mapper.rows if row.path.text == ACTIVE), None)
    if row is None:
        return ActiveVerdict("active_not_mapped")
    anybody = dict.fromkeys(row.compiled.attributes, UNREAD) if row.compiled else {}
    values = active_values(row, anybody)
    if values.problem is not None or values.certain:
        return ActiveVerdict(values.problem, row.expression)
    for name, person in (people or {}).items():
        found = active_values(row, person)
        if found.problem is not None:
            return ActiveVerdict(found.problem, row.expression, certain=False, person=name)
    return ActiveVerdict(None, row.expression, certain=False)


def active_values(row: CompiledMapping, person: Person) -> ActiveValues:
    """What the row of `active` gives for a person in each of the three states."""
    if row.mapping.flow_type != ALWAYS:
        # Written at creation only, or while it is empty: later changes never reach the account.
        return ActiveValues(_value(row, person, leaves=False, enabled=True), "", "")
    return ActiveValues(
        _value(row, person, leaves=False, enabled=True),
        _value(row, person, leaves=True, enabled=True),
        _value(row, person, leaves=True, enabled=False),
    )


def _value(row: CompiledMapping, person: Person, *, leaves: bool, enabled: bool) -> str | None:
    seen: dict[str, Any] = {**person, **dict(zip(_STATE, (leaves, enabled), strict=True))}
    (result,) = Mapper.results_of([row], seen, EvaluationContext(), trace=False)
    value, flow = value_of(result)
    if result.outcome is not None and not result.outcome.certain:
        return None
    return (as_text(typed(row, value)) or "").casefold() if flow == "sent" else ""
