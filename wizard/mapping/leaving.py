"""The update of an account when its person leaves: out of scope, disabled, or deleted.

Entra docs, "How provisioning works": the account is disabled by an update. It sends the attributes whose
mapped value changes because the person leaves, that is, mappings that read IsSoftDeleted or accountEnabled;
usually only `active`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wizard.mapping.dialect import AttributeChange, typed
from wizard.mapping.expression import EvaluationContext
from wizard.mapping.flow import Trace, trace_of, value_at_update, value_of
from wizard.mapping.mapper import MappedValue, Mapper
from wizard.mapping.values import Person, as_text, plain
from wizard.problem import Problem

ACTIVE = "active"
_SIGNS = frozenset(("IsSoftDeleted", "accountEnabled"))


def is_leaving(person: Person) -> bool:
    """Disabled or deleted: not entitled to an account, like a person out of scope (Entra docs, "How
    provisioning works").
    """
    return person.get("IsSoftDeleted") in (True, "True") or person.get("accountEnabled") in (False, "False")


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is sent, and what happens to `active`: `disables` when it turns False, `inactive` when the
    account is inactive already; else `why` says why the account stays active.
    """

    changes: tuple[AttributeChange, ...]
    trace: tuple[Trace, ...]
    disables: bool
    inactive: bool
    why: Problem


def leave(
    mapper: Mapper,
    person: Person,
    results: tuple[MappedValue, ...],
    account: Mapping[str, Any],
    context: EvaluationContext,
) -> Leaving:
    """The meaning of `results`, the values of a person who leaves, for the account."""
    staying = _values_of_staying(mapper, person, context)
    changes: list[AttributeChange] = []
    traces: list[Trace] = []
    active: Trace | None = None
    for result in results:
        row, before = result.row, result.row.path.read(account)
        value, flow = value_at_update(result, before)
        target = row.mapping.target
        turns = target in staying and staying[target] != _comparable(result)
        if not turns and flow == "sent":
            flow = "not_sent"
        trace = trace_of(result, value, before, flow, matters=target in staying)
        traces.append(trace)
        if row.path.text == ACTIVE:
            active = trace
        if flow == "sent":
            changes.append(AttributeChange(row, typed(row, value), before, result.sources))
    disables = any(change.row.path.text == ACTIVE and change.value is False for change in changes)
    inactive = active is not None and (as_text(active.before) or "").lower() == "false"
    return Leaving(tuple(changes), tuple(traces), disables, inactive, _why(active))


def _values_of_staying(mapper: Mapper, person: Person, context: EvaluationContext) -> dict[str, Any]:
    """The values of a person who stays, for the rows where that can make a difference."""
    rows = [row for row in mapper.rows if row.compiled and _SIGNS & set(row.compiled.attributes)]
    stays = {**person, "IsSoftDeleted": False, "accountEnabled": True}
    results = mapper.results_of(rows, stays, context, trace=False)
    return {result.row.mapping.target: _comparable(result) for result in results}


def _comparable(result: MappedValue) -> Any:
    value, flow = value_of(result)
    return (flow, plain(typed(result.row, value)) if flow == "sent" else None)


def _why(active: Trace | None) -> Problem:
    if active is None:
        return Problem("preview.active_not_mapped")
    told = active.flow in ("sent", "not_sent", "unchanged")
    value = as_text(active.value) or ""
    return Problem("preview.stays_active", {"reason": "value" if told else active.flow, "value": value})
