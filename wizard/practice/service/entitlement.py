"""Who is assigned to the application, as provisioning evaluates it.

Directly assigned users, and the direct members of assigned security groups; groups inside groups are not
opened (entra-docs: how-provisioning-works.md). Default access counts like any role since April 2020
(entra-docs: application-provisioning-config-problem-no-users-provisioned.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.practice.store import (
    ObjectKind,
    Store,
)

Role = dict[str, str | None]  # id, value, displayName
DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000"


class Entitlements:
    """The assignments of one application, read once for a cycle; holds the assigned people's ids only.

    `lagging` leaves out what readers do not see yet: on demand, a new assignment counts only after a while
    (entra-docs: provision-on-demand.md).
    """

    def __init__(self, store: Store, principal_id: str, *, sync_all: bool, lagging: bool = False) -> None:
        self._store = store
        self.sync_all = sync_all
        self._roles: dict[str, tuple[str, ...]] = {}
        principal = store.get(ObjectKind.SERVICE_PRINCIPAL, principal_id) or {}
        self._known = {
            role["id"]: {name: role.get(name) for name in ("id", "value", "displayName")}
            for role in principal.get("appRoles", [])
            if role.get("isEnabled", True)
        }
        self._known.setdefault(
            DEFAULT_ACCESS, {"id": DEFAULT_ACCESS, "value": None, "displayName": "Default Access"}
        )
        for assignment in store.find(ObjectKind.ASSIGNMENT, parent=principal_id, lagging=lagging):
            role_id = assignment.get("appRoleId") or DEFAULT_ACCESS
            for user_id in self._people(assignment):
                known = self._roles.get(user_id, ())
                if role_id not in self._known:  # assigned, but the role is disabled
                    self._roles.setdefault(user_id, ())
                elif role_id not in known:
                    self._roles[user_id] = (*known, role_id)

    def _people(self, assignment: dict[str, str]) -> Iterator[str]:
        principal = assignment["principalId"]
        if self._store.user(principal) is not None:
            yield principal
            return
        group = self._store.group(principal)
        if group is not None and group.get("securityEnabled"):
            yield from (member for member, _ in self._store.members(principal, "user"))

    def assigned(self, user_id: str) -> bool:
        """Whether the person is assigned, or the scope is all users."""
        return self.sync_all or user_id in self._roles

    def has_role(self, user_id: str) -> bool:
        """Whether the person has at least one enabled role."""
        return self.sync_all or bool(self._roles.get(user_id))

    def roles(self, user_id: str) -> tuple[str, ...]:
        """Names of the person's roles."""
        return tuple(str(role["value"] or role["displayName"] or "") for role in self.role_objects(user_id))

    def role_objects(self, user_id: str) -> tuple[Role, ...]:
        """The person's roles, as the attribute appRoleAssignments holds them."""
        return tuple(self._known[role_id] for role_id in self._roles.get(user_id, ()))

    def ids(self) -> Iterator[str]:
        """Object ids of everybody assigned; all users when the scope is all users."""
        if self.sync_all:
            yield from (user["id"] for user in self._store.users())
        else:
            yield from sorted(self._roles)

    def count(self) -> int:
        """How many people are assigned."""
        return self._store.count_users() if self.sync_all else len(self._roles)
