"""Source attributes by the provisioning service's names, and the property of a Graph user that holds each.

The only such table: reading people from Graph, previews, and the practice tenant's service use it. The
service's names come from Azure AD Graph; their differences from Microsoft Graph are listed in Graph docs,
"Property differences between Azure AD Graph and Microsoft Graph". Attributes that are never available as a
source: Entra docs, "Known issues for provisioning".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ROLES = "appRoleAssignments"
"""Not a property of a user: they come from the application's assignments."""
MANAGER = "manager"
"""A navigation property: Graph sends it only when it is expanded."""


@dataclass(frozen=True, slots=True)
class SourceAttribute:
    """One attribute. `graph` is the property of a Graph user that holds it, "" when none does; `member` a
    member of that property; with `first`, only the first of several values counts.
    """

    name: str
    graph: str
    member: str = ""
    first: bool = False

    def in_user(self, user: Mapping[str, Any]) -> bool:
        """Whether the Graph user holds this attribute, also as null."""
        return bool(self.graph) and self.graph in user

    def of_user(self, user: Mapping[str, Any]) -> Any:
        """The value in a Graph user: text, bool, number, list, or None."""
        value = user.get(self.graph) if self.graph else None
        if self.member:
            return value.get(self.member) if isinstance(value, Mapping) else None
        if self.first and isinstance(value, list):
            return value[0] if value else None
        return value


_EXTENSIONS = "onPremisesExtensionAttributes"
_RENAMED = (
    SourceAttribute("objectId", "id"),
    SourceAttribute("mobile", "mobilePhone"),
    SourceAttribute("telephoneNumber", "businessPhones", first=True),
    SourceAttribute("physicalDeliveryOfficeName", "officeLocation"),
    SourceAttribute("facsimileTelephoneNumber", "faxNumber"),
    SourceAttribute("sipProxyAddress", "imAddresses", first=True),
    SourceAttribute("originalUserPrincipalName", "userPrincipalName"),
    SourceAttribute("dirSyncEnabled", "onPremisesSyncEnabled"),
    SourceAttribute("lastDirSyncTime", "onPremisesLastSyncDateTime"),
    SourceAttribute("lastDirSyncDateTime", "onPremisesLastSyncDateTime"),
    SourceAttribute("immutableId", "onPremisesImmutableId"),
    SourceAttribute("userState", "externalUserState"),
    SourceAttribute("userStateChangedOn", "externalUserStateChangeDateTime"),
    SourceAttribute("division", "employeeOrgData", "division"),
    SourceAttribute("costCenter", "employeeOrgData", "costCenter"),
    SourceAttribute("employeeOrgDataDivision", "employeeOrgData", "division"),
    SourceAttribute("employeeOrgDataCostCenter", "employeeOrgData", "costCenter"),
    SourceAttribute(MANAGER, MANAGER, "id"),
    SourceAttribute(ROLES, ""),
    *(
        SourceAttribute(f"extensionAttribute{n}", _EXTENSIONS, f"extensionAttribute{n}")
        for n in range(1, 16)
    ),
)
# Same name on both sides, plain values, readable with User.Read.All (Graph docs, user resource type).
_SAME = """accountEnabled ageGroup businessPhones city companyName consentProvidedForMinor country
    createdDateTime creationType department displayName employeeHireDate employeeId
    employeeLeaveDateTime employeeType faxNumber givenName id imAddresses jobTitle
    legalAgeGroupClassification mail mailNickname mobilePhone officeLocation
    onPremisesDistinguishedName onPremisesDomainName onPremisesImmutableId onPremisesLastSyncDateTime
    onPremisesSecurityIdentifier onPremisesSyncEnabled onPremisesUserPrincipalName otherMails
    passwordPolicies postalCode preferredDataLocation preferredLanguage proxyAddresses state
    streetAddress surname usageLocation userPrincipalName""".split()  # noqa: SIM905 - shorter than quotes
SOURCE_ATTRIBUTES = (*_RENAMED, *(SourceAttribute(name, name) for name in _SAME))
_BY_NAME = {attribute.name: attribute for attribute in SOURCE_ATTRIBUTES}
# Entra docs, known issues: never available as source attributes, even when Graph lists them.
UNAVAILABLE = frozenset(("userType", "onPremisesSamAccountName", "samAccountName"))
_DIRECTORY_EXTENSION = "extension_"


def source_attribute(name: str) -> SourceAttribute | None:
    """The attribute with exactly that name; None when no property of Graph is known to hold it.

    Directory extensions (`extension_<app id>_<name>`) have the same name on both sides.
    """
    found = _BY_NAME.get(name)
    if found is None and name.startswith(_DIRECTORY_EXTENSION):
        return SourceAttribute(name, name)
    return found


def graph_properties(names: Iterable[str]) -> tuple[str, ...]:
    """The Graph properties to select in order to read these attributes, each once."""
    found = (source_attribute(name) for name in names)
    return tuple(dict.fromkeys(one.graph for one in found if one and one.graph and one.name != MANAGER))


def renamed_values(user: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes that the service names differently, with their values in a Graph user.

    Members of a complex property that is null are left out: the user has none.
    """
    return {
        one.name: value
        for one in _RENAMED
        if one.in_user(user) and not ((value := one.of_user(user)) is None and one.member)
    }
