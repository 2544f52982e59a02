"""Scoping filters: whether a person is in scope, from attributes alone.

Entra docs, "Scoping users or groups to be provisioned with scoping filters": all clauses of a group must
hold, one group is enough, everyone passes when there is no filter, and a null or empty value fails every
clause except IS NULL. Operators are case-sensitive. Graph docs: synchronization `filter`, `filterGroup`,
`filterClause`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wizard.mapping.scope_operators import OPERATORS, UNUSABLE, UNUSABLE_DATES, Operator, operator_of
from wizard.mapping.scope_tests import (
    IN,
    OUT,
    TESTS,
    ScopeReason,
    ScopeVerdict,
    truth,
)
from wizard.mapping.values import Person, Unread, as_text, is_empty


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition on one attribute."""

    attribute: str
    operator: str
    values: tuple[str, ...] = ()
    raw: Mapping[str, Any] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Clauses that must all hold; the admin center calls this a scoping filter."""

    name: str = ""
    clauses: tuple[Clause, ...] = ()
    raw: Mapping[str, Any] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """Groups, one of which must hold. Without groups everyone is in scope."""

    groups: tuple[FilterGroup, ...] = ()
    raw: Mapping[str, Any] | None = field(default=None, compare=False)

    @property
    def has_early_filters(self) -> bool:
        """Whether Graph holds other filters that exclude people before the groups apply."""
        raw = self.raw or {}
        return bool(raw.get("inputFilterGroups") or raw.get("categoryFilterGroups"))


def read_filter(data: Any) -> Filter | None:
    """Read Graph's `scope`; None when there is none. Unknown members are kept."""
    if not isinstance(data, Mapping):
        return None
    return Filter(tuple(_read_group(item) for item in _maps(data.get("groups"))), data)


def _read_group(data: Mapping[str, Any]) -> FilterGroup:
    name = data.get("name")
    return FilterGroup(
        name if isinstance(name, str) else "",
        tuple(_read_clause(item) for item in _maps(data.get("clauses"))),
        data,
    )


def _read_clause(data: Mapping[str, Any]) -> Clause:
    operand = data.get("targetOperand")
    values = operand.get("values") if isinstance(operand, Mapping) else None
    attribute, operator = data.get("sourceOperandName"), data.get("operatorName")
    return Clause(
        attribute if isinstance(attribute, str) else "",
        operator if isinstance(operator, str) else "",
        tuple(str(value) for value in values if value is not None) if isinstance(values, list) else (),
        data,
    )


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def write_filter(scope: Filter | None) -> dict[str, Any] | None:
    """Write Graph's `scope`. Reading and writing back changes nothing, unknown members included."""
    if scope is None:
        return None
    if scope.raw is not None and read_filter(scope.raw) == scope:
        return dict(scope.raw)
    kept = {"categoryFilterGroups": [], "inputFilterGroups": [], **(scope.raw or {})}
    return kept | {"groups": [_write_group(group) for group in scope.groups]}


def _write_group(group: FilterGroup) -> dict[str, Any]:
    return {
        **(group.raw or {}),
        "name": group.name,
        "clauses": [_write_clause(clause) for clause in group.clauses],
    }


def _write_clause(clause: Clause) -> dict[str, Any]:
    if clause.raw is not None and _read_clause(clause.raw) == clause:
        return dict(clause.raw)
    known = {
        "operatorName": clause.operator,
        "sourceOperandName": clause.attribute,
        "targetOperand": {"values": list(clause.values)},
    }
    return {**(clause.raw or {}), **known}


def in_scope(scope: Filter | None, person: Person) -> ScopeVerdict:
    """Whether the person passes: one group is enough, and everyone passes when there are no groups."""
    if scope is None:
        return IN
    verdict = _any([passes(group, person) for group in scope.groups]) if scope.groups else IN
    if verdict != OUT and scope.has_early_filters:
        return ScopeVerdict(verdict.holds, (*verdict.reasons, ScopeReason.EARLY_FILTER))
    return verdict


@dataclass(frozen=True, slots=True)
class Split:
    """Positions (from 0) of the people in scope, out of scope, and those whose result is uncertain."""

    inside: tuple[int, ...]
    outside: tuple[int, ...]
    uncertain: tuple[int, ...]


def split(scope: Filter | None, people: Iterable[Person]) -> Split:
    """Split people by the filter, for a live count.

    Comparing two splits shows who would leave the scope.
    """
    inside: list[int] = []
    outside: list[int] = []
    uncertain: list[int] = []
    for place, person in enumerate(people):
        verdict = in_scope(scope, person)
        chosen = uncertain if not verdict.certain else inside if verdict.holds else outside
        chosen.append(place)
    return Split(tuple(inside), tuple(outside), tuple(uncertain))


def passes(group: FilterGroup, person: Person) -> ScopeVerdict:
    """Whether all clauses of the group hold."""
    return _all([holds(clause, person) for clause in group.clauses])


def _any(verdicts: list[ScopeVerdict]) -> ScopeVerdict:
    for verdict in verdicts:
        if verdict.holds and verdict.certain:
            return IN
    return ScopeVerdict(any(v.holds for v in verdicts), _reasons(verdicts))


def _all(verdicts: list[ScopeVerdict]) -> ScopeVerdict:
    for verdict in verdicts:
        if not verdict.holds and verdict.certain:
            return OUT
    return ScopeVerdict(all(v.holds for v in verdicts), _reasons(verdicts))


def _reasons(verdicts: list[ScopeVerdict]) -> tuple[ScopeReason, ...]:
    return tuple(dict.fromkeys(reason for verdict in verdicts for reason in verdict.reasons))


def holds(clause: Clause, person: Person) -> ScopeVerdict:
    """Whether one clause holds for the person."""
    operator = operator_of(clause.operator)
    if operator is None:
        return ScopeVerdict(False, (ScopeReason.UNKNOWN_OPERATOR,))
    if clause.attribute in UNUSABLE or clause.attribute in UNUSABLE_DATES:
        return ScopeVerdict(False, (ScopeReason.UNUSABLE_ATTRIBUTE,))
    value = person.get(clause.attribute)
    if isinstance(value, Unread):
        return ScopeVerdict(False, (ScopeReason.UNREAD,))
    if operator.name == "IS NULL":
        return ScopeVerdict(is_empty(value))
    if is_empty(value):
        # Documented as false for every clause; read literally, NOT EQUALS would be true.
        return ScopeVerdict(False, (ScopeReason.NULL_NOT_EQUAL,)) if operator.name == "NOT EQUALS" else OUT
    if operator.name == "IS NOT NULL":
        return IN
    if not operator.previewable:
        return ScopeVerdict(False, (ScopeReason.NOT_PREVIEWABLE,))
    if isinstance(value, list | dict):
        return ScopeVerdict(False, (ScopeReason.SEVERAL_VALUES,))
    if operator.arity == "Unary":
        return truth(value, wanted=operator.name == "IS TRUE")
    if isinstance(value, bool):
        return ScopeVerdict(False, (ScopeReason.TYPE,))  # no operator with an operand accepts a Boolean
    return TESTS[operator.name](as_text(value) or "", clause.values[0] if clause.values else "")


__all__ = [
    "IN",
    "OPERATORS",
    "Clause",
    "Filter",
    "FilterGroup",
    "Operator",
    "ScopeReason",
    "ScopeVerdict",
    "Split",
    "holds",
    "in_scope",
    "operator_of",
    "passes",
    "read_filter",
    "split",
    "write_filter",
]
