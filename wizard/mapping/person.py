"""A Graph user as the provisioning service sees it: other attribute names, and a few values of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Graph property -> name in the source directory of a synchronization schema.
_RENAMED = {
    "id": "objectId",
    "mobilePhone": "mobile",
    "officeLocation": "physicalDeliveryOfficeName",
    "faxNumber": "facsimileTelephoneNumber",
}
# Entra docs, known issues: never available as source attributes.
_UNAVAILABLE = frozenset(("userType", "onPremisesSamAccountName", "samAccountName"))
_GUEST = "#EXT#"


def source_person(
    user: Mapping[str, Any], *, in_scope: bool = True, soft_deleted: bool = False
) -> dict[str, Any]:
    """The source attributes of a Graph `user`.

    `IsSoftDeleted` is True when the person is out of scope (unassigned or filtered), in the recycle bin, or
    disabled (Entra docs, "Customize user provisioning attribute-mappings"). A guest's userPrincipalName
    comes as alias@theirdomain, the stored one as originalUserPrincipalName (Entra docs, "How provisioning
    works").
    """
    person = {_RENAMED.get(key, key): value for key, value in user.items() if key not in _UNAVAILABLE}
    for number, value in _extension_attributes(user).items():
        person.setdefault(number, value)
    phones = user.get("businessPhones")
    if "telephoneNumber" not in person and isinstance(phones, list) and phones:
        person["telephoneNumber"] = phones[0]
    organisation = user.get("employeeOrgData")
    if isinstance(organisation, Mapping):
        for key in ("division", "costCenter"):
            if organisation.get(key) is not None:
                person.setdefault(key, organisation[key])
    manager = user.get("manager")
    if isinstance(manager, Mapping):
        person["manager"] = manager.get("id")
    name = user.get("userPrincipalName")
    if isinstance(name, str):
        person.setdefault("originalUserPrincipalName", name)
        person["userPrincipalName"] = without_guest_mark(name)
    disabled = user.get("accountEnabled") is False
    if "IsSoftDeleted" not in user:
        person["IsSoftDeleted"] = (
            not in_scope or soft_deleted or disabled or user.get("deletedDateTime") is not None
        )
    return person


def without_guest_mark(name: str) -> str:
    """`ada_fabrikam.com#EXT#@contoso.onmicrosoft.com` as `ada@fabrikam.com`; other names unchanged."""
    head, mark, _ = name.partition(_GUEST)
    if not mark:
        return name
    alias, underscore, domain = head.rpartition("_")
    return f"{alias}@{domain}" if underscore and alias and "." in domain else head


def _extension_attributes(user: Mapping[str, Any]) -> Mapping[str, Any]:
    extensions = user.get("onPremisesExtensionAttributes")
    if not isinstance(extensions, Mapping):
        return {}
    return {key: value for key, value in extensions.items() if value is not None}
