"""The exact request for one person and one target account: POST, PATCH, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wizard.mapping.attributes import (
    ALWAYS,
    ATTRIBUTE_ADD_ONLY,
    FLOW_ALWAYS,
    OBJECT_ADD_ONLY,
    MappingSchema,
)
from wizard.mapping.dialect import CORE, ENTERPRISE, patch, put, same, typed
from wizard.mapping.expression import (
    EvaluationContext,
    EvaluationStep,
    Uncertainty,
)
from wizard.mapping.mapper import (
    CompiledMapping,
    MappedValue,
    Mapper,
)
from wizard.mapping.values import Dropped, Person, as_text, is_empty, plain
from wizard.problem import Problem

Action = Literal["create", "update", "disable", "none", "skip"]
AttributeFlow = Literal[
    "sent",
    "unchanged",
    "null",
    "ignored",
    "only_at_creation",
    "has_value",
    "default",
    "problem",
    "not_sent",
    "reference_later",
]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one target attribute's value comes from. `flow` says what happens to it; `before` is the
    account's present value.
    """

    target: str
    source_type: str
    expression: str
    sources: Mapping[str, Any]
    steps: tuple[EvaluationStep, ...]
    value: Any
    before: Any
    flow: AttributeFlow
    uncertainties: tuple[Uncertainty, ...] = ()
    problem: Problem | None = None
    random: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent. `method` and `body` are None when nothing is sent; `why` is a code with words
    ("preview.…"). `match` is the filter that finds the account.
    """

    action: Action
    why: Problem
    method: str | None = None
    path: str = ""
    body: dict[str, Any] | None = None
    match: str = ""
    trace: tuple[Trace, ...] = field(default=())

    @property
    def certain(self) -> bool:
        """Whether every value that is sent or left out is certain."""
        return not any(item.uncertainties for item in self.trace)


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
    match = _match(mapper, results)
    if target_account is None:
        return _create(mapper, seen, results, match, in_scope=in_scope)
    if not in_scope or _inactive(seen):
        return _disable(mapper, results, target_account, match, compliant=compliant)
    return _update(mapper, results, target_account, match, compliant=compliant)


def _match(mapper: Mapper, results: tuple[MappedValue, ...]) -> str:
    """The filter of the first matching attribute that has a value; "" when none has."""
    for wanted in mapper.matching:
        result = next(item for item in results if item.row is wanted)
        if result.outcome is None:
            continue
        value = as_text(result.outcome.value)
        if value and not isinstance(result.outcome.value, Dropped):
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'{wanted.mapping.target} eq "{escaped}"'
    return ""


def _skip(code: str, match: str, trace: tuple[Trace, ...] = ()) -> Preview:
    return Preview("skip", Problem(f"preview.{code}"), match=match, trace=trace)


def _create(
    mapper: Mapper, person: Person, results: tuple[MappedValue, ...], match: str, *, in_scope: bool
) -> Preview:
    traces: list[Trace] = []
    body: dict[str, Any] = {"schemas": [CORE, ENTERPRISE]}
    for result in results:
        value, flow = _value_of(result)
        default = result.row.mapping.default
        if flow == "null" and default is not None:
            value, flow = default, "default"
        if flow in ("sent", "default") and result.row.definition.type == "Reference":
            flow = "reference_later"
        traces.append(_trace(result, value, None, flow))
        if flow in ("sent", "default"):
            put(body, result.row, value)
    body["meta"] = {"resourceType": "User"}
    body.setdefault("roles", [])
    finished = tuple(traces)
    if not in_scope:
        return _skip("out_of_scope", match, finished)
    if _inactive(person):
        return _skip("not_active", match, finished)
    if _drops_person(results):
        return _skip("object_ignored", match, finished)
    if mapper.matching and not match:
        return _skip("no_matching_value", match, finished)
    if not mapper.mapping.allows("Add"):
        return _skip("create_off", match, finished)
    return Preview("create", Problem("preview.create"), "POST", "/Users", body, match, finished)


def _inactive(person: Person) -> bool:
    """Disabled or deleted: not entitled to an account, like a person out of scope (Entra docs, "How
    provisioning works").
    """
    return person.get("IsSoftDeleted") in (True, "True") or person.get("accountEnabled") in (False, "False")


def _drops_person(results: tuple[MappedValue, ...]) -> bool:
    return any(
        isinstance(result.outcome.value, Dropped) and result.outcome.value.whole_person
        for result in results
        if result.outcome is not None
    )


def _value_of(result: MappedValue) -> tuple[Any, AttributeFlow]:
    if result.outcome is None:
        return None, "problem"
    value = result.outcome.value
    if isinstance(value, Dropped):
        return None, "ignored"
    if value is None or value == []:
        return None, "null"
    if isinstance(value, list) and not result.row.definition.multivalued and len(value) == 1:
        return value[0], "sent"
    if isinstance(value, list) and not result.row.definition.multivalued:
        return plain(value), "problem"
    return value, "sent"


def _update(
    mapper: Mapper,
    results: tuple[MappedValue, ...],
    account: Mapping[str, Any],
    match: str,
    *,
    compliant: bool,
) -> Preview:
    traces: list[Trace] = []
    changes: list[tuple[CompiledMapping, Any, Any]] = []
    for result in results:
        value, flow = _value_of(result)
        before = result.row.path.read(account)
        if flow == "sent":
            flow = _flow_of_change(result.row, value, before)
        traces.append(_trace(result, value, before, flow))
        if flow == "sent":
            changes.append((result.row, typed(result.row, value), before))
    finished = tuple(traces)
    if _drops_person(results):
        return _skip("object_ignored", match, finished)
    path = f"/Users/{account.get('id', '')}"
    if not changes:
        return Preview("none", Problem("preview.unchanged"), path=path, match=match, trace=finished)
    if not mapper.mapping.allows("Update"):
        return _skip("update_off", match, finished)
    disables = any(row.path.text == "active" and value is False for row, value, _ in changes)
    body = patch(changes, compliant=compliant)
    action: Action = "disable" if disables else "update"
    return Preview(action, Problem(f"preview.{action}"), "PATCH", path, body, match, finished)


def _flow_of_change(row: CompiledMapping, value: Any, before: Any) -> AttributeFlow:
    flow = row.mapping.flow_type
    if flow == OBJECT_ADD_ONLY:
        return "only_at_creation"
    if (
        flow != ALWAYS
        and (flow == ATTRIBUTE_ADD_ONLY or not row.definition.multivalued)
        and not is_empty(before)
    ):
        return "has_value"
    if row.mapping.flow_behavior != FLOW_ALWAYS and same(row, value, before):
        return "unchanged"
    return "sent"


def _disable(
    mapper: Mapper,
    results: tuple[MappedValue, ...],
    account: Mapping[str, Any],
    match: str,
    *,
    compliant: bool,
) -> Preview:
    """Out of scope, disabled or deleted: an update disables the account and changes nothing else."""
    traces: list[Trace] = []
    change: tuple[CompiledMapping, Any, Any] | None = None
    mapped = False
    for result in results:
        value, flow = _value_of(result)
        before = result.row.path.read(account)
        if result.row.path.text != "active":
            traces.append(_trace(result, value, before, "not_sent" if flow == "sent" else flow))
            continue
        mapped = True
        if flow == "sent" and same(result.row, value, before):
            flow = "unchanged"
        traces.append(_trace(result, value, before, flow))
        if flow == "sent":
            change = (result.row, typed(result.row, value), before)
    finished = tuple(traces)
    if not mapped:
        return _skip("active_not_mapped", match, finished)
    path = f"/Users/{account.get('id', '')}"
    if change is None:
        return Preview("none", Problem("preview.already_inactive"), path=path, match=match, trace=finished)
    if not mapper.mapping.allows("Update"):
        return _skip("update_off", match, finished)
    body = patch([change], compliant=compliant)
    return Preview("disable", Problem("preview.disable"), "PATCH", path, body, match, finished)


def _trace(result: MappedValue, value: Any, before: Any, flow: AttributeFlow) -> Trace:
    outcome = result.outcome
    return Trace(
        result.row.mapping.target,
        result.row.mapping.source.type,
        result.row.expression,
        result.sources,
        result.steps,
        plain(value),
        before,
        flow,
        outcome.uncertainties if outcome else (),
        result.problem,
        outcome.random if outcome else False,
    )
