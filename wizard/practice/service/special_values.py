"""Values with their own form in requests: roles, and several values of one attribute.

Source: entra-docs customize-application-attributes.md, "Provisioning a role to a SCIM app"; a captured
request in Microsoft Q&A 1693075 for several values. This reading is independent of the product's on
purpose: the two are compared in tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
ROLE = "WindowsAzureActiveDirectoryRole"


@dataclass(frozen=True, slots=True)
class SingleRole:
    """The one role of a person; its element of `roles` gets a type."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Several:
    """Several values: missing ones are added, and none is removed."""

    values: tuple[Any, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.values))

    def created(self) -> Any:
        """In a POST."""
        return list(self.values)

    def same(self, present: Any) -> bool:
        """Whether the account has all of them."""
        return not self._new(present)

    def operation(self, name: str, present: Any, *, compliant: bool) -> Json:
        """In a PATCH."""
        values = [{"value": value} for value in self._new(present)]
        return {"op": "add" if compliant else "Add", "path": name, "value": values}

    def _new(self, present: Any) -> list[Any]:
        known = {str(_bare(each)).casefold() for each in _listed(present)}
        return [value for value in self.values if str(value).casefold() not in known]


@dataclass(frozen=True, slots=True)
class Roles:
    """All roles of a person. `assertive`: the account's roles are replaced instead of added to."""

    roles: tuple[Json, ...]
    assertive: bool

    def __str__(self) -> str:
        return ", ".join(_role_name(role) for role in self.roles)

    def created(self) -> Any:
        """In a POST."""
        return self._elements(self.roles)

    def same(self, present: Any) -> bool:
        """Whether the account has these roles, and for `assertive` no others."""
        others = {_role_name(each) for each in _listed(present)} - {_role_name(role) for role in self.roles}
        return not self._new(present) and not (self.assertive and others)

    def operation(self, name: str, present: Any, *, compliant: bool) -> Json:
        """In a PATCH."""
        if self.assertive:
            op = "replace" if compliant else "Replace"
            return {"op": op, "path": name, "value": self._elements(self.roles)}
        new = self._new(present)
        if compliant:
            return {"op": "add", "path": name, "value": self._elements(new)}
        texts = [json.dumps(_known(role), separators=(",", ":"), ensure_ascii=False) for role in new]
        return {"op": "Add", "path": name, "value": [{"value": text} for text in texts]}

    def _new(self, present: Any) -> list[Json]:
        known = {_role_name(each) for each in _listed(present)}
        return [role for role in self.roles if _role_name(role) not in known]

    def _elements(self, roles: Iterable[Json]) -> list[Json]:
        shown = "display" if self.assertive else "displayName"
        return [
            {"primary": False, "type": ROLE, shown: role.get("displayName"), "value": role.get("value")}
            for role in roles
        ]


def _known(role: Json) -> Json:
    return {name: role.get(name) for name in ("id", "value", "displayName")}


def _listed(present: Any) -> list[Any]:
    return present if isinstance(present, list) else [] if present is None else [present]


def _bare(item: Any) -> Any:
    return item.get("value") if isinstance(item, dict) else item


def _role_name(role: Any) -> str:
    if not isinstance(role, dict):
        return str(role).casefold()
    value = role.get("value")
    if isinstance(value, str) and value.startswith("{"):
        try:
            return _role_name(json.loads(value))
        except ValueError:
            pass
    return str(value or role.get("displayName") or role.get("display")).casefold()
