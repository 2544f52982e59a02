"""A directory user under the attribute names mappings and scoping filters use.

Names follow the source attributes of the synchronization schema, which are not always Graph's own: the
product's table of them is used here too, see `wizard.mapping.source_attributes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wizard.mapping.source_attributes import UNAVAILABLE, renamed_values
from wizard.practice.service.entitlement import Role

Json = dict[str, Any]

_NOT_SOURCES = UNAVAILABLE | {"businessPhones", "onPremisesExtensionAttributes", "deletedDateTime"}


def attributes(user: Json, roles: Sequence[Role], *, soft_deleted: bool) -> Json:
    """A user's attributes for expressions; `roles` are the assigned application roles.

    `IsSoftDeleted` is true for people to be deprovisioned: unassigned, out of scope, disabled or
    deleted (entra-docs: how-provisioning-works.md).
    """
    person = {name: value for name, value in user.items() if name not in _NOT_SOURCES}
    person.update(renamed_values(user))
    person["userPrincipalName"] = sign_in_name(str(user.get("userPrincipalName", "")))
    person["IsSoftDeleted"] = soft_deleted
    person["appRoleAssignments"] = list(roles)
    return person


def sign_in_name(upn: str) -> str:
    """The userPrincipalName as provisioned: a guest's is their own address (entra-docs: known-issues)."""
    alias, mark, _ = upn.partition("#EXT#")
    if not mark:
        return upn
    name, underscore, domain = alias.rpartition("_")
    return f"{name}@{domain}" if underscore else alias
