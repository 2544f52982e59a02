"""Fills an empty store with people and groups."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from wizard.practice.directory.groups import (
    PLANS,
    GroupPlan,
    group,
)
from wizard.practice.directory.people import DOMAIN, INITIAL_DOMAIN, people
from wizard.practice.store import Store

__all__ = ["DOMAIN", "INITIAL_DOMAIN", "fill"]


class _Members:
    """Collects the members of planned groups in a single pass over all people."""

    def __init__(self) -> None:
        self.of: dict[str, list[str]] = {plan.name: [] for plan in PLANS}

    def meet(self, user: dict[str, Any]) -> None:
        for plan in PLANS:
            if self._belongs(plan, user):
                self.of[plan.name].append(user["id"])

    def _belongs(self, plan: GroupPlan, user: dict[str, Any]) -> bool:
        if user["userPrincipalName"] in plan.named:
            return True
        if plan.name == "Support Alumni":
            return not user["accountEnabled"] and user["department"] == "Support"
        if plan.department is None or (plan.limit is not None and len(self.of[plan.name]) >= plan.limit):
            return False
        if plan.department == "*":
            return bool(user["userType"] == "Member")
        return bool(user["department"] == plan.department)


def fill(store: Store, seed: int, count: int) -> None:
    """Generate `count` people and their groups; the same seed gives the same directory."""
    rng = Random(seed)  # noqa: S311 - a lifelike directory, no secret
    members = _Members()

    def stream() -> Iterator[dict[str, Any]]:
        for user in people(rng, count):
            members.meet(user)
            yield user

    with store.transaction():
        store.load_users(stream())
        groups = {plan.name: group(rng, plan) for plan in PLANS}
        for body in groups.values():
            store.put_group(body)
        for plan in PLANS:
            group_id = groups[plan.name]["id"]
            rows = [(member, "user") for member in dict.fromkeys(members.of[plan.name])]
            rows += [(groups[name]["id"], "group") for name in plan.groups]
            store.load_members(group_id, rows)
