"""What the mapping of `active` does when people come and leave: the row that decides who loses access.

Entra docs, "Customize user provisioning attribute-mappings": `IsSoftDeleted` is true for people who are
unassigned, filtered out, disabled or deleted; an account is deactivated when its mapping turns to False.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from wizard.mapping.attributes import OBJECT_ADD_ONLY
from wizard.mapping.expression.context import EvaluationContext
from wizard.mapping.expression.errors import EvaluationError
from wizard.mapping.mapper import CompiledMapping, Mapper
from wizard.mapping.values import as_text

ActiveProblem = Literal[
    "active_not_mapped", "active_never_false", "active_ignores_scope", "active_never_true"
]


@dataclass(frozen=True, slots=True)
class ActiveVerdict:
    """`problem` None: people in scope get True, whoever leaves gets False. `expression` is the row's."""

    problem: ActiveProblem | None
    expression: str = ""


def judge_active(mapper: Mapper) -> ActiveVerdict:
    """Whether the mapping of `active` goes from True to False; None where it depends on more than the
    person's state, such as a department.
    """
    row = next((row for row in mapper.rows if row.path.text == "active"), None)
    if row is None or row.mapping.flow_type == OBJECT_ADD_ONLY or row.compiled is None:
        return ActiveVerdict("active_not_mapped", row.expression if row else "")
    here = _value(row, soft_deleted=False, enabled=True)
    unassigned = _value(row, soft_deleted=True, enabled=True)
    disabled = _value(row, soft_deleted=True, enabled=False)
    if not {"IsSoftDeleted", "accountEnabled"}.issuperset(row.compiled.attributes):
        return ActiveVerdict(None, row.expression)
    if disabled != "false" and unassigned != "false":
        return ActiveVerdict("active_never_false", row.expression)
    if unassigned != "false":
        return ActiveVerdict("active_ignores_scope", row.expression)
    if here != "true":
        return ActiveVerdict("active_never_true", row.expression)
    return ActiveVerdict(None, row.expression)


def _value(row: CompiledMapping, *, soft_deleted: bool, enabled: bool) -> str | None:
    person: dict[str, Any] = {"IsSoftDeleted": soft_deleted, "accountEnabled": enabled}
    assert row.compiled is not None
    try:
        outcome = row.compiled.evaluate(person, EvaluationContext())
    except EvaluationError:
        return None
    return (as_text(outcome.value) or "").casefold() if outcome.certain else None
