"""The mappings a new Playvox application usually starts with.

The target attributes are the tutorial's; the sources are the usual ones of gallery templates. What the
gallery's template really has can be read only once an application was made from it.
"""

from __future__ import annotations

import uuid
from typing import Any

from wizard.mapping.expression import parse
from wizard.mapping.expression.source import ParameterNames, to_source, write_source

_NAMESPACE = uuid.UUID("7c1c2f0e-5b4e-4c57-9a52-94c1b8f1a6d0")
SOURCE_DIRECTORY = "Azure Active Directory"
TARGET_DIRECTORY = "Playvox"

# target attribute, expression, matching priority, flow type
_MAPPINGS = (
    ("userName", "[userPrincipalName]", 1),
    ("active", 'Switch([IsSoftDeleted], , "False", "True", "True", "False")', 0),
    ("displayName", "[displayName]", 0),
    ('emails[type eq "work"].value', "[mail]", 0),
    ("name.givenName", "[givenName]", 0),
    ("name.familyName", "[surname]", 0),
    ("name.formatted", 'Join(" ", [givenName], [surname])', 0),
    ("externalId", "[mailNickname]", 0),
)
_TARGET = {
    "id": ("String", True, False),
    "userName": ("String", False, True),
    "active": ("Boolean", False, False),
    "displayName": ("String", False, False),
    'emails[type eq "work"].value': ("String", False, False),
    "name.givenName": ("String", False, False),
    "name.familyName": ("String", False, False),
    "name.formatted": ("String", False, False),
    "externalId": ("String", False, False),
}
_SOURCE = (
    "accountEnabled:Boolean alternativeSecurityIds appRoleAssignments:multi assistant city "
    "companyName country "
    "department displayName employeeHireDate:DateTime employeeId employeeType "
    + " ".join(f"extensionAttribute{number}" for number in range(1, 16))
    + " facsimileTelephoneNumber givenName IsSoftDeleted:Boolean jobTitle mail mailNickname "
    "manager:Reference mobile "
    "netBiosName objectId onPremisesSecurityIdentifier originalUserPrincipalName otherMails:multi "
    "passwordProfile.password physicalDeliveryOfficeName postalCode preferredLanguage proxyAddresses:multi "
    "state streetAddress surname telephoneNumber usageLocation userPrincipalName userType"
)


def build(identifier: str, version: str = "v1.0", names: ParameterNames | None = None) -> dict[str, Any]:
    """A complete `synchronizationSchema` named `identifier` (a job's or a template's).

    `names` are the names of function parameters, as for `to_source`.
    """
    return {
        "id": identifier,
        "version": version,
        "synchronizationRules": [_rule(names)],
        "directories": [
            _directory(SOURCE_DIRECTORY, "User", [_source(item) for item in _SOURCE.split()]),
            _directory(
                TARGET_DIRECTORY, "User", [_target(name, *facts) for name, facts in _TARGET.items()]
            ),
        ],
    }


def _rule(names: ParameterNames | None) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid5(_NAMESPACE, "rule")) + "#V2",
        "name": "USER_OUTBOUND_USER",
        "priority": 1,
        "editable": True,
        "sourceDirectoryName": SOURCE_DIRECTORY,
        "targetDirectoryName": TARGET_DIRECTORY,
        "containerFilter": None,
        "groupFilter": None,
        "metadata": [{"key": "supportsProvisionOnDemand", "value": "true"}],
        "objectMappings": [
            {
                "name": "Synchronize Azure Active Directory Users to Playvox",
                "enabled": True,
                "flowTypes": "Add,Update,Delete",
                "sourceObjectName": "User",
                "targetObjectName": "User",
                "scope": None,
                "attributeMappings": [_mapping(*mapping, names) for mapping in _MAPPINGS],
                "metadata": [
                    {"key": "DisableMonitoringForChanges", "value": "false"},
                    {"key": "Disposition", "value": '"Normal"'},
                    {"key": "EscrowBehavior", "value": '"Default"'},
                    {"key": "ExcludeFromReporting", "value": "false"},
                    {"key": "IsCustomerDefined", "value": "false"},
                    {"key": "OriginalJoiningProperty", "value": "userName"},
                    {"key": "Unsynchronized", "value": "false"},
                ],
            }
        ],
    }


def _mapping(target: str, expression: str, priority: int, names: ParameterNames | None) -> dict[str, Any]:
    return {
        "defaultValue": None,
        "exportMissingReferences": False,
        "flowBehavior": "FlowWhenChanged",
        "flowType": "Always",
        "matchingPriority": priority,
        "targetAttributeName": target,
        "source": write_source(to_source(parse(expression), names)),
    }


def _directory(name: str, sort: str, attributes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid5(_NAMESPACE, name)),
        "name": name,
        "readOnly": False,
        "version": None,
        "discoveryDateTime": None,
        "discoverabilities": "None",
        "objects": [{"name": sort, "metadata": [], "supportedApis": [], "attributes": attributes}],
    }


def _source(item: str) -> dict[str, Any]:
    name, _, sort = item.partition(":")
    kind = sort if sort in {"Boolean", "DateTime", "Reference"} else "String"
    found = _attribute(name, kind, anchor=name == "objectId", required=False, multivalued=sort == "multi")
    if name == "manager":
        found["referencedObjects"] = [{"referencedObjectName": "User", "referencedProperty": None}]
    return found


def _target(name: str, kind: str, anchor: bool, required: bool) -> dict[str, Any]:
    return _attribute(name, kind, anchor=anchor, required=required, multivalued=False)


def _attribute(name: str, kind: str, *, anchor: bool, required: bool, multivalued: bool) -> dict[str, Any]:
    return {
        "anchor": anchor,
        "apiExpressions": [],
        "caseExact": False,
        "defaultValue": None,
        "flowNullValues": False,
        "metadata": [],
        "multivalued": multivalued,
        "mutability": "ReadOnly" if anchor and name == "id" else "ReadWrite",
        "name": name,
        "referencedObjects": [],
        "required": required,
        "type": kind,
    }
