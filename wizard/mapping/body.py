"""The exact request for one person and one target account: POST, PATCH, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from wizard.mapping.attributes import MappingSchema
from wizard.mapping.dialect import CORE, ENTERPRISE, AttributeChange, patch, put, typed
from wizard.mapping.expression import EvaluationContext, Uncertainty
from wizard.mapping.expression.context import Doubt
from wizard.mapping.flow import (
    AttributeFlow,
    Trace,
    doubts_of_form,
    trace_of,
    value_at_creation,
    value_at_update,
)
from wizard.mapping.leaving import is_leaving, leave
from wizard.mapping.mapper import MappedValue, Mapper
from wizard.mapping.matching import searches_of
from wizard.mapping.values import Dropped, Person, Unread
from wizard.problem import Problem

Action = Literal["create", "update", "disable", "none", "skip"]


@dataclass(frozen=True, slots=True)
class Preview:
    """The request that would be sent; `method` and `body` are None when nothing is sent.

    `why` is a code with words ("preview.…"). `match` is the first filter that searches for the account,
    `matches` are all filters in their order. `doubts` are about the person as a whole.
    """

    action: Action
    why: Problem
    method: str | None = None
    path: str = ""
    body: dict[str, Any] | None = None
    match: str = ""
    trace: tuple[Trace, ...] = field(default=())
    matches: tuple[str, ...] = ()
    doubts: tuple[Uncertainty, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether every value that is sent or left out is certain."""
        return not self.doubts and not any(item.uncertainties for item in self.trace)


def preview(
    person: Person,
    schema: MappingSchema | Mapper,
    target_account: Mapping[str, Any] | None = None,
    *,
    compliant: bool = False,
    in_scope: bool = True,
    context: EvaluationContext | None = None,
    trace: bool = True,
) -> Preview:
    """The request for `person`, given the account found in the target (a SCIM user, or None).

    `person`: source attributes, see `person.source_person`. `compliant`: the Tenant URL carries
    `aadOptscim062020`. `in_scope` False: unassigned or filtered out. Pass a `Mapper` to compile only once.
    """
    mapper = schema if isinstance(schema, Mapper) else Mapper.of(schema)
    used = context or EvaluationContext()
    seen = person if in_scope or person.get("IsSoftDeleted") is True else {**person, "IsSoftDeleted": True}
    results = mapper.results(seen, used, trace=trace)
    if target_account is None:
        found = _create(mapper, seen, results, in_scope=in_scope)
    elif not in_scope or is_leaving(seen):
        found = _leave(mapper, seen, results, target_account, used, compliant=compliant)
    else:
        found = _update(mapper, results, target_account, compliant=compliant)
    filters = tuple(search.filter for search in searches_of(mapper, results))
    return replace(found, match=filters[0] if filters else "", matches=filters, doubts=_doubts(seen))


def _doubts(seen: Person) -> tuple[Uncertainty, ...]:
    """Doubts about the whole request: whether the account is enabled was not read."""
    return (Uncertainty(Doubt.UNREAD, 0),) if isinstance(seen.get("IsSoftDeleted"), Unread) else ()


def _skip(code: str, trace: tuple[Trace, ...] = ()) -> Preview:
    return Preview("skip", Problem(f"preview.{code}"), trace=trace)


def _create(mapper: Mapper, person: Person, results: tuple[MappedValue, ...], *, in_scope: bool) -> Preview:
    traces: list[Trace] = []
    body: dict[str, Any] = {"schemas": [CORE, ENTERPRISE]}
    for result in results:
        value, flow = value_at_creation(result)
        traces.append(
            trace_of(result, value, None, flow, doubts_of_form(result, None, flow, creating=True))
        )
        if flow in ("sent", "default"):
            put(body, result.row, value)
    body["meta"] = {"resourceType": "User"}
    body.setdefault("roles", [])
    finished = tuple(traces)
    if not in_scope:
        return _skip("out_of_scope", finished)
    if is_leaving(person):
        return _skip("not_active", finished)
    if _drops_person(results):
        return _skip("object_ignored", finished)
    if mapper.matching and not searches_of(mapper, results):
        return _skip("no_matching_value", finished)
    if not mapper.mapping.allows("Add"):
        return _skip("create_off", finished)
    return Preview("create", Problem("preview.create"), "POST", "/Users", body, trace=finished)


def _drops_person(results: tuple[MappedValue, ...]) -> bool:
    return any(
        isinstance(result.outcome.value, Dropped) and result.outcome.value.whole_person
        for result in results
        if result.outcome is not None
    )


def _update(
    mapper: Mapper, results: tuple[MappedValue, ...], account: Mapping[str, Any], *, compliant: bool
) -> Preview:
    traces: list[Trace] = []
    changes: list[AttributeChange] = []
    for result in results:
        before = result.row.path.read(account)
        value, flow = value_at_update(result, before)
        doubts = doubts_of_form(result, before, flow, creating=False, compliant=compliant)
        traces.append(trace_of(result, value, before, flow, doubts))
        if flow == "sent":
            changes.append(AttributeChange(result.row, typed(result.row, value), before, result.sources))
    finished = tuple(traces)
    if _drops_person(results):
        return _skip("object_ignored", finished)
    path = f"/Users/{account.get('id', '')}"
    if not changes:
        return Preview("none", _agreement(finished), path=path, trace=finished)
    if not mapper.mapping.allows("Update"):
        return _skip("update_off", finished)
    disables = any(change.row.path.text == "active" and change.value is False for change in changes)
    body = patch(changes, compliant=compliant)
    action: Action = "disable" if disables else "update"
    return Preview(action, Problem(f"preview.{action}"), "PATCH", path, body, trace=finished)


def _agreement(traces: tuple[Trace, ...]) -> Problem:
    """Why an update has nothing to send. Both sides agree only when the account keeps no other value."""
    kept = ", ".join(item.target for item in traces if item.kept)
    return Problem("preview.kept", {"attributes": kept}) if kept else Problem("preview.unchanged")


def _leave(
    mapper: Mapper,
    seen: Person,
    results: tuple[MappedValue, ...],
    account: Mapping[str, Any],
    context: EvaluationContext,
    *,
    compliant: bool,
) -> Preview:
    """Out of scope, disabled or deleted: an update disables the account."""
    found = leave(mapper, seen, results, account, context)
    path = f"/Users/{account.get('id', '')}"
    if found.changes and not mapper.mapping.allows("Update"):
        return _skip("update_off", found.trace)
    if found.disables:
        body = patch(list(found.changes), compliant=compliant)
        return Preview("disable", Problem("preview.disable"), "PATCH", path, body, trace=found.trace)
    if found.changes:
        body = patch(list(found.changes), compliant=compliant)
        return Preview("update", found.why, "PATCH", path, body, trace=found.trace)
    if found.inactive:
        return Preview("none", Problem("preview.already_inactive"), path=path, trace=found.trace)
    return Preview("skip", found.why, path=path, trace=found.trace)


__all__ = ["Action", "AttributeFlow", "Preview", "Trace", "preview"]
