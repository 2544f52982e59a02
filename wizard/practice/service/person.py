"""A directory user under the attribute names mappings and scoping filters use.

Names follow the source attributes of the synchronization schema (Graph docs: synchronization-schema, and
entra-docs: customize-application-attributes.md), which are not always Graph's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]

_RENAMED = {
    "objectId": "id",
    "physicalDeliveryOfficeName": "officeLocation",
    "mobile": "mobilePhone",
    "originalUserPrincipalName": "userPrincipalName",
}
_NOT_SOURCES = {"userType", "businessPhones", "onPremisesExtensionAttributes", "deletedDateTime"}


def attributes(user: Json, roles: Sequence[str], *, soft_deleted: bool) -> Json:
    """What expressions see of a user; `roles` are the names of assigned application roles.

    `IsSoftDeleted` is true for people who are to lose their account: unassigned, out of scope, disabled or
    deleted (entra-docs: how-provisioning-works.md).
    """
    person = {name: value for name, value in user.items() if name not in _NOT_SOURCES}
    person.update({name: user.get(original) for name, original in _RENAMED.items()})
    person.update(user.get("onPremisesExtensionAttributes") or {})
    phones = user.get("businessPhones") or []
    person["telephoneNumber"] = phones[0] if phones else None
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
