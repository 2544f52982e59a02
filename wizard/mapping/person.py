"""A Graph user as the provisioning service reads it: other attribute names, and a few computed values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wizard.mapping.source_attributes import (
    MANAGER,
    UNAVAILABLE,
    renamed_values,
    source_attribute,
)
from wizard.mapping.values import UNREAD, Unread

_GUEST = "#EXT#"


def source_person(
    user: Mapping[str, Any],
    *,
    in_scope: bool = True,
    soft_deleted: bool = False,
    needed: Iterable[str] = (),
) -> dict[str, Any]:
    """The source attributes of a Graph `user`; attributes under the service's names are kept.

    `IsSoftDeleted` is True when the person is out of scope (unassigned or filtered), in the recycle bin, or
    disabled (Entra docs, "Customize user provisioning attribute-mappings"). A guest's userPrincipalName
    comes as alias@theirdomain, the stored one as originalUserPrincipalName (Entra docs, "How provisioning
    works"). Attributes in `needed` that the user object does not hold become `Unread`: unknown, not null.
    """
    person = renamed_values(user) | {
        key: value
        for key, value in user.items()
        if key not in UNAVAILABLE and not (key == MANAGER and isinstance(value, Mapping))
    }
    name = user.get("userPrincipalName")
    if isinstance(name, str):
        person["userPrincipalName"] = without_guest_mark(name)
    if "IsSoftDeleted" not in user:
        person["IsSoftDeleted"] = _soft_deleted(user, out=soft_deleted or not in_scope)
    for each in needed:
        if each not in person:
            attribute = source_attribute(each)
            told = attribute is not None and attribute.in_user(user)
            person[each] = None if told else UNREAD
    return person


def _soft_deleted(user: Mapping[str, Any], *, out: bool) -> bool | Unread:
    if out or user.get("accountEnabled") is False or user.get("deletedDateTime") is not None:
        return True
    # `accountEnabled` was not read; nearly all accounts are enabled.
    return False if "accountEnabled" in user else Unread(likely=False)


def without_guest_mark(name: str) -> str:
    """`ada_fabrikam.com#EXT#@contoso.onmicrosoft.com` as `ada@fabrikam.com`; other names unchanged."""
    head, mark, _ = name.partition(_GUEST)
    if not mark:
        return name
    alias, underscore, domain = head.rpartition("_")
    return f"{alias}@{domain}" if underscore and alias and "." in domain else head
