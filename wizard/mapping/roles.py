"""Write roles of the application into SCIM requests.

Shapes: Entra docs, "Customize user provisioning attribute-mappings", section "Provisioning a role to a SCIM
app". POST and PATCH differ unless the Tenant URL carries `aadOptscim062020`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from wizard.mapping.source_attributes import ROLES

TYPE = "WindowsAzureActiveDirectoryRole"
SINGLE = "SingleAppRoleAssignment"
COMPLEX = "AppRoleAssignmentsComplex"
ASSERTIVE = "AssertiveAppRoleAssignmentsComplex"
ROLE_FUNCTIONS = frozenset((SINGLE, COMPLEX, ASSERTIVE, "AppRoleAssignments"))
"""Functions on the roles of a person. Entra docs: not compatible with the scope "Sync all users and
groups".
"""
SEVERAL_ROLES = frozenset((COMPLEX, ASSERTIVE))


def element(role: Mapping[str, Any], function: str) -> dict[str, Any]:
    """One element of `roles` in a POST; the two functions name the display name differently."""
    shown = role.get("displayName") or role.get("display")
    name = "displayName" if function == COMPLEX else "display"
    return {"primary": False, "type": TYPE, name: shown, "value": role.get("value")}


def assigned(sources: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The roles among a row's source values, as objects."""
    found = sources.get(ROLES)
    several = found if isinstance(found, list | tuple) else () if found in (None, "") else (found,)
    return tuple(
        each if isinstance(each, Mapping) else {"value": each, "displayName": each} for each in several
    )


def as_json_text(role: Mapping[str, Any]) -> str:
    """A role as the text in a PATCH without the flag, without unknown members."""
    members = {name: role[name] for name in ("id", "value", "displayName") if name in role}
    return json.dumps(members, separators=(",", ":"), ensure_ascii=False)


def missing(roles: Sequence[Mapping[str, Any]], present: Any) -> list[Mapping[str, Any]]:
    """The roles that an account with the roles `present` does not have."""
    known = {name for each in _elements(present) if (name := _name(each))}
    return [role for role in roles if _name(role) not in known]


def surplus(roles: Sequence[Mapping[str, Any]], present: Any) -> bool:
    """Whether the account has other roles than these."""
    wanted = {_name(role) for role in roles}
    return any(_name(each) not in wanted for each in _elements(present))


def _elements(present: Any) -> list[Mapping[str, Any]]:
    several = present if isinstance(present, list) else []
    return [each if isinstance(each, Mapping) else {"value": each} for each in several]


def _name(role: Mapping[str, Any]) -> str:
    """The identity of a role: its value, otherwise its display name; "" when it has neither."""
    value = role.get("value")
    if isinstance(value, str) and value.startswith("{"):
        inner = _parsed(value)  # stored as the text of a PATCH
        value = inner.get("value") or inner.get("displayName") or value
    found = value or role.get("displayName") or role.get("display")
    return str(found).casefold() if found else ""


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}
