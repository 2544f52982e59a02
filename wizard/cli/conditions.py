"""Conditions of a scoping filter as they are typed: attribute, operator, value."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.mapping.scope_operators import OPERATORS
from wizard.messages import _
from wizard.messages.change_warnings import ChangeWarning
from wizard.problem import Problem, ProblemError, near_name
from wizard.steps.mappings.editing_view import ClauseRow
from wizard.steps.mappings.scoping_edit import operator_rows

# The longest spelling first, so that "NOT EQUALS" is not read as another operator.
_SPELLINGS = sorted(
    ((spelling, item) for item in OPERATORS for spelling in (item.name, *item.spellings)),
    key=lambda pair: -len(pair[0]),
)


def rows_of(groups: Sequence[Sequence[str]]) -> list[list[ClauseRow]]:
    """The conditions, group by group; raises `command.condition` or `command.condition_missing`."""
    if groups and not groups[-1]:
        raise ProblemError(Problem("command.condition_missing", field="where"))
    return [[_row(text) for text in group] for group in groups]


def _row(text: str) -> ClauseRow:
    attribute, _blank, rest = text.strip().partition(" ")
    rest = rest.strip()
    for spelling, item in _SPELLINGS:
        value = rest[len(spelling) :]
        if rest.upper().startswith(spelling) and (not value or value[0].isspace()):
            value = value.strip()
            if (item.arity == "Unary") is bool(value):
                break
            return ClauseRow(attribute, item.name, value)
    known = [row.name for row in operator_rows()]
    facts = {"condition": text, "operators": ", ".join(known), "near": _near(rest, known)}
    raise ProblemError(Problem("command.condition", facts, field="where"))


def _near(rest: str, known: Sequence[str]) -> str:
    """The operator that was probably meant by the first words; empty when none is close."""
    words = rest.upper().split()
    tries = (" ".join(words[:number]) for number in range(min(len(words), 3), 0, -1))
    return next((near for each in tries if (near := near_name(each, known))), "")


def unknown_attributes(
    rows: Sequence[Sequence[ClauseRow]], known: Sequence[str]
) -> tuple[ChangeWarning, ...]:
    """A warning for each attribute that Entra's schema does not list; none without such a list."""
    if not known:
        return ()
    names = dict.fromkeys(row.attribute for group in rows for row in group if row.attribute not in known)
    found = []
    for name in names:
        near = near_name(name, known)
        text = (
            _("Entra's schema lists no attribute {name} of people. Did you mean {near}?")
            if near
            else _("Entra's schema lists no attribute {name} of people.")
        )
        found.append(ChangeWarning("attribute_unknown", text.format(name=name, near=near), name))
    return tuple(found)
