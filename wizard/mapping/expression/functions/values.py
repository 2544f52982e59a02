"""Functions on several values, on role assignments, and SelectUniqueValue."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from wizard.mapping.expression.context import (
    Closure,
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import EvaluationError, Failure
from wizard.mapping.expression.functions.building import Builder, integer, strict, text
from wizard.mapping.expression.tree import CallNode
from wizard.mapping.roles import ASSERTIVE, COMPLEX, element


def _several(context: EvaluationContext, value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if value is None:
        context.unknowable(Doubt.NULL_INPUT)
        return []
    if value != "":
        return [value]
    context.unknowable(Doubt.EMPTY_OR_NULL)
    return []


def _count(context: EvaluationContext, value: Any) -> int:
    if value is not None and not isinstance(value, list):
        context.unknowable(Doubt.SINGLE_VALUE)
    return len(_several(context, value))


def _item(context: EvaluationContext, value: Any, index: Any) -> Any:
    """Counted from 1. An index out of range is an error (Entra docs, cloud sync reference, Item)."""
    number = integer(context, index)
    several = _several(context, value)
    if not 1 <= number <= len(several):
        raise Failure("no_such_item", index=number, count=len(several))
    return several[number - 1]


def _without_duplicates(context: EvaluationContext, value: Any) -> list[Any]:
    several = _several(context, value)
    once = list({json.dumps(item, sort_keys=True, default=str): item for item in several}.values())
    folded = {json.dumps(item, sort_keys=True, default=str).casefold(): item for item in reversed(once)}
    if len(folded) != len(once):
        context.unknowable(Doubt.EQUAL_BUT_FOR_CASE)
    return once


def _single_role(context: EvaluationContext, value: Any) -> Any:
    several = value if isinstance(value, list) else [] if value in (None, "") else [value]
    if len(several) > 1:
        context.unknowable(Doubt.SEVERAL_ROLES)
    return _role_name(context, several[0]) if several else None


def _role_name(context: EvaluationContext, role: Any) -> str | None:
    if not isinstance(role, dict):
        return text(context, role)
    shown, value = role.get("displayName") or role.get("display"), role.get("value")
    if shown and value and shown != value:
        return str(value) if context.doubt(Doubt.SEVERAL_ROLES) else str(shown)
    return str(shown or value) if shown or value else None


def _roles(function: str) -> Builder:
    """The `roles` array of a POST (Entra docs, "Customize user provisioning attribute-mappings")."""

    def run(context: EvaluationContext, value: Any) -> list[dict[str, Any]]:
        several = value if isinstance(value, list) else [] if value in (None, "") else [value]
        elements = []
        for role in several:
            known = role if isinstance(role, dict) else {"displayName": role, "value": role}
            if known is not role or not known.get("value"):
                # A name alone does not determine the role's value, and gallery roles have none.
                context.unknowable(Doubt.SEVERAL_ROLES)
            elements.append(element(known, function))
        return elements

    return strict(run)


def _undescribed_roles(context: EvaluationContext, value: Any) -> list[Any]:
    context.unknowable(Doubt.UNDESCRIBED_FUNCTION)
    return [_role_name(context, role) for role in _several(context, value)]


def _default_domain(context: EvaluationContext) -> str:
    domain = context.variables.get("DefaultDomain")
    context.unknowable(Doubt.UNDESCRIBED_FUNCTION)
    if domain is None:
        raise context.given_up(Doubt.UNDESCRIBED_FUNCTION)
    return domain


def _select_unique(call: CallNode, arguments: Sequence[Closure | None]) -> Closure:
    """The first value that is not taken; later rules are not evaluated."""
    rules = [closure for closure in arguments if closure is not None]
    position = call.position

    def run(person: Any, context: EvaluationContext) -> Any:
        taken = context.existing
        for rule in rules:
            value = rule(person, context)
            context.position = position
            shown = text(context, value)
            if shown is None or shown == "":
                context.unknowable(Doubt.UNIQUENESS)
                continue
            if shown in taken:
                continue
            alike = any(str(item).casefold() == shown.casefold() for item in taken)
            # Active Directory, the only target this function serves, ignores letter case.
            if alike and not context.doubt(Doubt.UNIQUENESS):
                continue
            return value
        raise EvaluationError("none_unique", position, count=len(rules))

    return run


BUILDERS: dict[str, Builder] = {
    "AppRoleAssignments": strict(_undescribed_roles),
    COMPLEX: _roles(COMPLEX),
    ASSERTIVE: _roles(ASSERTIVE),
    "Count": strict(_count),
    "DefaultDomain": strict(_default_domain),
    "Item": strict(_item),
    "RemoveDuplicates": strict(_without_duplicates),
    "SelectUniqueValue": _select_unique,
    "SingleAppRoleAssignment": strict(_single_role),
}
