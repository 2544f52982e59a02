"""Editing a scoping filter: rows of clauses, and who would be in or fall out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from wizard.mapping.scope_operators import UNUSABLE, UNUSABLE_DATES
from wizard.mapping.scoping import (
    OPERATORS,
    Clause,
    Filter,
    FilterGroup,
    operator_of,
    split,
)
from wizard.messages import _
from wizard.problem import Problem, ProblemError
from wizard.steps.mappings.editing_view import (
    ClauseRow,
    OperatorRow,
    ScopeCount,
)

_NAMES = 50
Groups = Sequence[Sequence[ClauseRow]]


def operator_rows() -> tuple[OperatorRow, ...]:
    """The operators people choose from, in plain words."""
    words = {
        "EQUALS": _("is exactly"),
        "NOT EQUALS": _("is anything but"),
        "IS NULL": _("is empty"),
        "IS NOT NULL": _("is not empty"),
        "IS TRUE": _("is true"),
        "IS FALSE": _("is false"),
        "REGEX MATCH": _("fits the pattern"),
        "NOT REGEX MATCH": _("does not fit the pattern"),
        "GREATER_THAN": _("is a number greater than"),
        "GREATER_THAN_OR_EQUALS": _("is a number of at least"),
        "INCLUDES": _("contains"),
        "ENDS_WITH": _("ends with"),
    }
    return tuple(
        OperatorRow(item.name, words[item.name], item.arity == "Binary")
        for item in OPERATORS
        if item.name in words
    )


def rows_of(scope: Filter | None) -> tuple[tuple[ClauseRow, ...], ...]:
    """A filter as rows, group by group."""
    return tuple(
        tuple(
            ClauseRow(clause.attribute, clause.operator, clause.values[0] if clause.values else "")
            for clause in group.clauses
        )
        for group in (scope.groups if scope else ())
    )


def filter_of(rows: Groups, before: Filter | None) -> Filter | None:
    """The filter that the rows mean; what did not change keeps what Entra has beside it.

    Empty groups vanish. Raises `scoping_edit.attribute`, `.operator`, `.value` or `.unusable`.
    """
    groups = []
    old_groups = before.groups if before else ()
    number = 0
    for place, group in enumerate(rows):
        if not group:
            continue
        number += 1
        old = old_groups[place] if place < len(old_groups) else FilterGroup()
        clauses = tuple(
            _clause(row, clause)
            for row, clause in zip_longest(group, old.clauses[: len(group)])
            if row is not None
        )
        groups.append(FilterGroup(old.name or _("Filter {number}").format(number=number), clauses, old.raw))
    if not groups:
        return Filter((), before.raw) if before is not None and before.groups else before
    return Filter(tuple(groups), before.raw if before else None)


def _clause(row: ClauseRow, old: Clause | None) -> Clause:
    facts = {"attribute": row.attribute, "operator": row.operator}
    operator = operator_of(row.operator)
    if not row.attribute.strip():
        raise ProblemError(Problem("scoping_edit.attribute", facts, field="scope"))
    if operator is None:
        raise ProblemError(Problem("scoping_edit.operator", facts, field="scope"))
    if row.attribute in UNUSABLE or row.attribute in UNUSABLE_DATES:
        raise ProblemError(Problem("scoping_edit.unusable", facts, field="scope"))
    if operator.arity == "Binary" and not row.value:
        raise ProblemError(Problem("scoping_edit.value", facts, field="scope"))
    values: tuple[str, ...] = (row.value,) if operator.arity == "Binary" else ()
    if old is not None and (old.attribute, old.operator) == (row.attribute, row.operator):
        if operator.arity == "Unary" or old.values[:1] == values:
            return old
        return Clause(old.attribute, old.operator, values, old.raw)
    return Clause(row.attribute.strip(), row.operator, values)


def counted(
    before: Filter | None,
    now: Filter | None,
    people: Sequence[tuple[str, Mapping[str, Any]]],
) -> ScopeCount:
    """Who is in with the new filter, and who was in with the old one only. `people`: name, attributes."""
    seen = [attributes for _name, attributes in people]
    old, new = split(before, seen), split(now, seen)
    inside, could = set(new.inside), set(new.inside) | set(new.uncertain)
    falls = [place for place in old.inside if place not in could]
    names = [name for name, _attributes in people]
    return ScopeCount(
        total=len(people),
        inside=len(new.inside),
        names_inside=tuple(names[place] for place in new.inside[:_NAMES]),
        falls_out=len(falls),
        names_falling_out=tuple(names[place] for place in falls[:_NAMES]),
        comes_in=len(inside - set(old.inside)),
        uncertain=len(new.uncertain),
    )


def sum_of(parts: Sequence[ScopeCount]) -> ScopeCount:
    """The count of all people from the counts of parts of them."""
    return ScopeCount(
        total=sum(part.total for part in parts),
        inside=sum(part.inside for part in parts),
        names_inside=tuple(name for part in parts for name in part.names_inside)[:_NAMES],
        falls_out=sum(part.falls_out for part in parts),
        names_falling_out=tuple(name for part in parts for name in part.names_falling_out)[:_NAMES],
        comes_in=sum(part.comes_in for part in parts),
        uncertain=sum(part.uncertain for part in parts),
    )
