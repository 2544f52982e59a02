"""The links that need Entra alone: assigned, role, enabled, in scope, mapped, by the plan's own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wizard.entra.assignments import Assignment
from wizard.entra.roles import AppRole
from wizard.mapping.scoping import Filter
from wizard.plan.entitlement import ASSIGNED, ENTITLED
from wizard.plan.judging import Judged
from wizard.plan.people import describe_filter
from wizard.plan.why import WhyLink, broken, ok, unknown

_SHOWN = 5  # names told in one sentence
_FAILS = ("expression_failed", "no_matching_value", "object_ignored")


@dataclass(frozen=True, slots=True)
class AssignedRoutes:
    """How a person is assigned: `rows` of the person and of security groups with the person as a direct
    member. `through` are the names of those groups, `nested` those of assigned groups that contain the
    person only inside another group, `unsecured` those that are not security-enabled. `unread`: some
    assignments or memberships could not be read.
    """

    rows: Sequence[Assignment] = ()
    direct: bool = False
    through: tuple[str, ...] = ()
    nested: tuple[str, ...] = ()
    unsecured: tuple[str, ...] = ()
    unread: bool = False


def assigned_link(bits: int, routes: AssignedRoutes, *, everybody: bool) -> WhyLink:
    """Whether the person is assigned, as the plan's flags `bits` say."""
    if everybody:
        return ok("assigned", "assigned_everybody")
    if bits & ASSIGNED:
        if routes.direct:
            return ok("assigned", "assigned_directly")
        return ok("assigned", "assigned_through", groups=_names(routes.through))
    if routes.unread:
        return unknown("assigned", "assignment_unread")
    if routes.nested:
        return broken("assigned", "assigned_nested", groups=_names(routes.nested))
    if routes.unsecured:
        return broken("assigned", "assigned_unsecured", groups=_names(routes.unsecured))
    return broken("assigned", "not_assigned")


def role_link(bits: int, routes: AssignedRoutes, roles: Sequence[AppRole], *, everybody: bool) -> WhyLink:
    """Whether a role entitles the person."""
    if everybody:
        return ok("role", "role_everybody")
    if not bits & ASSIGNED:
        return WhyLink("role", "not_reached", "not_reached")
    known = {role.id: role.display_name or role.value or role.id for role in roles}
    named = tuple(dict.fromkeys(known.get(row.app_role_id, "") for row in routes.rows))
    names = _names([each for each in named if each])
    if not bits & ENTITLED:
        return broken("role", "role_off", roles=names)
    return ok("role", "role_on", roles=names) if names else ok("role", "role_default_access")


def enabled_link(user: Mapping[str, Any]) -> WhyLink:
    """Whether the person is enabled in Entra."""
    enabled = user.get("accountEnabled")
    if enabled is None:
        return unknown("enabled", "enabled_unread")
    return ok("enabled", "enabled") if enabled else broken("enabled", "disabled")


def scope_link(judged: Judged, scope: Filter | None) -> WhyLink:
    """Whether the scoping filter lets the person in. `judged` as if nothing else were in the way."""
    text = describe_filter(scope)
    if judged.cause == "filtered_out":
        return broken("in_scope", "filtered_out", filter=text)
    outcome = judged.outcome
    if outcome is not None and outcome.reason == "filter_uncertain":
        return unknown("in_scope", "filter_uncertain", {"filter": text, **outcome.facts})
    return ok("in_scope", "filter_passed", filter=text) if text else ok("in_scope", "no_filter")


def mapped_link(judged: Judged, *, mapping_on: bool) -> WhyLink:
    """Whether the mapping gives the values that are needed. `judged` as for `scope_link`."""
    if not mapping_on:
        return broken("mapped", "mapping_off")
    if judged.found is None:
        return WhyLink("mapped", "not_reached", "not_reached")
    outcome = judged.outcome
    if outcome is None:
        return ok("mapped", "mapped", value=judged.value)
    failed = next(iter(judged.found.failed.items()), None)
    if failed is not None:
        return broken("mapped", "expression_failed", attribute=failed[0], code=failed[1])
    if outcome.reason in _FAILS:
        return broken("mapped", outcome.reason, **outcome.facts)
    return unknown("mapped", outcome.reason, outcome.facts)


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} …" if len(names) > _SHOWN else shown
