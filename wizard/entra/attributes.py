"""Source attributes of mappings and where Graph keeps them on a user.

The provisioning service speaks of attributes by names of its own ("mobile", "extensionAttribute1"); Graph
calls some of them differently. Source: Graph docs "user resource type", Entra docs "Attribute mappings".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# Service name -> Graph property, where they differ.
_OTHER_NAMES: dict[str, str] = {
    "objectId": "id",
    "mobile": "mobilePhone",
    "telephoneNumber": "businessPhones",
    "physicalDeliveryOfficeName": "officeLocation",
    "facsimileTelephoneNumber": "faxNumber",
    "originalUserPrincipalName": "userPrincipalName",
    "dirSyncEnabled": "onPremisesSyncEnabled",
    "immutableId": "onPremisesImmutableId",
    "usageLocation": "usageLocation",
    "employeeOrgDataDivision": "employeeOrgData",
    "employeeOrgDataCostCenter": "employeeOrgData",
}
_EXTENSION = "extensionAttribute"
_DIRECTORY_EXTENSION = "extension_"

# Properties of a Graph user that are plain values and readable with User.Read.All.
_KNOWN = frozenset(
    """accountEnabled ageGroup businessPhones city companyName consentProvidedForMinor country
    createdDateTime creationType department displayName employeeHireDate employeeId employeeType faxNumber
    givenName id imAddresses jobTitle mail mailNickname mobilePhone officeLocation
    onPremisesDistinguishedName onPremisesDomainName onPremisesImmutableId onPremisesSamAccountName
    onPremisesSecurityIdentifier onPremisesSyncEnabled onPremisesUserPrincipalName otherMails
    passwordPolicies postalCode preferredLanguage proxyAddresses state streetAddress surname usageLocation
    userPrincipalName userType employeeOrgData onPremisesExtensionAttributes""".split()  # noqa: SIM905 - a list of forty quoted names would only be longer
)
USUAL = (
    "id",
    "userPrincipalName",
    "displayName",
    "mail",
    "givenName",
    "surname",
    "accountEnabled",
    "userType",
    "department",
    "jobTitle",
)


def graph_name(attribute: str) -> str | None:
    """The Graph property behind a source attribute, or None when Graph has none."""
    if attribute.startswith(_EXTENSION) and attribute[len(_EXTENSION) :].isdigit():
        return "onPremisesExtensionAttributes"
    if attribute.startswith(_DIRECTORY_EXTENSION):
        return attribute
    name = _OTHER_NAMES.get(attribute, attribute)
    return name if name in _KNOWN else None


def selection(attributes: Iterable[str] = ()) -> str:
    """A `$select` with the usual properties and those the attributes need; unknown ones left out."""
    names = dict.fromkeys(USUAL)
    names.update(dict.fromkeys(name for name in map(graph_name, attributes) if name))
    return ",".join(names)


def values_of(user: Mapping[str, Any], attributes: Iterable[str] = ()) -> dict[str, Any]:
    """The usual and the given attributes of a Graph user under the provisioning service's names.

    Values stay what Graph sent (text, bool, list, None); an attribute Graph does not have is absent.
    """
    values: dict[str, Any] = {name: user[name] for name in USUAL if name in user}
    if "id" in user:
        values["objectId"] = user["id"]
    for attribute in attributes:
        name = graph_name(attribute)
        if name is None or name not in user:
            continue
        values[attribute] = _inner(attribute, user[name])
    return values


def _inner(attribute: str, value: Any) -> Any:
    if attribute.startswith(_EXTENSION) and isinstance(value, Mapping):
        return value.get(attribute)
    if attribute.startswith("employeeOrgData") and isinstance(value, Mapping):
        return value.get({"employeeOrgDataDivision": "division"}.get(attribute, "costCenter"))
    if attribute == "telephoneNumber" and isinstance(value, list):
        return value[0] if value else None
    return value
