"""The value of each target attribute, and whether it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wizard.mapping.attributes import ALWAYS, ATTRIBUTE_ADD_ONLY, FLOW_ALWAYS, OBJECT_ADD_ONLY
from wizard.mapping.dialect import same
from wizard.mapping.expression import EvaluationStep, Uncertainty
from wizard.mapping.expression.context import Doubt
from wizard.mapping.mapper import CompiledMapping, MappedValue
from wizard.mapping.roles import SEVERAL_ROLES, SINGLE
from wizard.mapping.values import Dropped, is_empty, plain
from wizard.problem import Problem

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
    account's present value. `kept`: the account keeps a different value, because none is sent.
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
    kept: bool = False


def value_of(result: MappedValue) -> tuple[Any, AttributeFlow]:
    """The row's value, and whether it can be sent."""
    if result.outcome is None or not result.outcome.known:
        return None, "problem"
    value = result.outcome.value
    if isinstance(value, Dropped):
        return None, "ignored"
    if is_empty(value):
        return None, "null"
    row = result.row
    if isinstance(value, list):
        if row.several:
            return value, "sent"
        return (value[0], "sent") if len(value) == 1 else (plain(value), "problem")
    return ([value] if row.several else value), "sent"


def value_at_creation(result: MappedValue) -> tuple[Any, AttributeFlow]:
    """The same for a new account: a default replaces null (Entra docs: at creation only), and
    references follow in a later cycle.
    """
    value, flow = value_of(result)
    default = result.row.mapping.default
    if flow == "null" and default is not None:
        value, flow = default, "default"
    if flow in ("sent", "default") and result.row.definition.type == "Reference":
        flow = "reference_later"
    return value, flow


def value_at_update(result: MappedValue, before: Any) -> tuple[Any, AttributeFlow]:
    """The same for an account that has `before`."""
    value, flow = value_of(result)
    if flow != "sent":
        return value, flow
    if result.row.definition.type == "Reference":
        return value, "reference_later"
    return value, _of_change(result.row, value, before)


def _of_change(row: CompiledMapping, value: Any, before: Any) -> AttributeFlow:
    applies = row.mapping.flow_type
    if applies == OBJECT_ADD_ONLY:
        return "only_at_creation"
    if (
        applies != ALWAYS
        and (applies == ATTRIBUTE_ADD_ONLY or not row.definition.multivalued)
        and not is_empty(before)
    ):
        return "has_value"
    if row.mapping.flow_behavior != FLOW_ALWAYS and same(row, value, before):
        return "unchanged"
    return "sent"


def trace_of(
    result: MappedValue,
    value: Any,
    before: Any,
    flow: AttributeFlow,
    doubts: Iterable[Doubt] = (),
    *,
    matters: bool = True,
) -> Trace:
    """What happened to a row, with its doubts when its value `matters`, and those of the request's form."""
    outcome = result.outcome
    own = outcome.uncertainties if outcome and matters else ()
    return Trace(
        result.row.mapping.target,
        result.row.mapping.source.type,
        result.row.expression,
        result.sources,
        result.steps,
        plain(value),
        before,
        flow,
        (*own, *(Uncertainty(each, 0) for each in doubts)),
        result.problem,
        outcome.random if outcome else False,
        kept=(outcome is None or outcome.known) and _kept(result.row, value, before, flow),
    )


def _kept(row: CompiledMapping, value: Any, before: Any, flow: AttributeFlow) -> bool:
    if is_empty(before) or flow in ("sent", "unchanged", "not_sent", "reference_later"):
        return False
    return value is None or not same(row, value, before)


def doubts_of_form(
    result: MappedValue, before: Any, flow: AttributeFlow, *, creating: bool, compliant: bool = False
) -> tuple[Doubt, ...]:
    """Doubts about how a value is written, and whether an empty text is sent at all."""
    row = result.row
    if flow == "null" and result.outcome is not None and result.outcome.value == "":
        return (Doubt.EMPTY_TEXT,) if creating or not is_empty(before) else ()
    if flow == "reference_later" and not creating:
        return (Doubt.REFERENCE,)
    if flow not in ("sent", "default"):
        return ()
    if row.function == SINGLE and not creating:
        return (Doubt.ROLE_IN_PATCH,)
    if row.several and row.function not in SEVERAL_ROLES and not creating and compliant:
        return (Doubt.SEVERAL_IN_REQUEST,)
    return ()
