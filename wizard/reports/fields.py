"""The allowed fields of a support bundle: everything not listed here is left out.

A rule takes an external value and a `Gate`, and returns the JSON value to show, or None when the value
does not have the expected form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from wizard.reports.pseudonyms import Pseudonyms

LONGEST = 300  # characters of one text
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,119}")
_ID = re.compile(r"[A-Za-z0-9.-]{1,120}")
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# The path segments of Graph that this program uses; any other segment may be a person's name.
_PATH_WORDS = frozenset((
    "v1.0", "beta", "$batch", "$count", "me", "users", "groups", "members", "microsoft.graph.user",
    "microsoft.graph.directoryRole", "transitiveMemberOf", "transitiveMembers", "delta", "organization",
    "subscribedSkus", "applications", "applicationTemplates", "instantiate", "servicePrincipals",
    "appRoleAssignedTo", "appRoleAssignments", "synchronization", "jobs", "templates", "secrets",
    "schema", "start", "pause", "restart", "validateCredentials", "provisionOnDemand",
    "parseExpression", "filterOperators", "functions", "directories", "discover", "auditLogs",
    "provisioning", "roleManagement", "directory", "roleAssignments", "directoryRoles",
    "oauth2PermissionGrants", "getByIds",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gate:
    """Filters every text: `hide` removes keys, the pseudonyms replace people."""

    people: Pseudonyms
    hide: Callable[[str], str]

    def text(self, value: str) -> str:
        """The text without keys and people, on one line."""
        shown = self.hide(self.people.hidden(value[: 4 * LONGEST]))
        return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


FieldRule = Callable[[Any, Gate], Any]


def number(value: Any, _gate: Gate) -> Any:
    """A number or boolean."""
    return value if isinstance(value, (bool, int, float)) else None


def moment(value: Any, _gate: Gate) -> str | None:
    """A time, in UTC."""
    return value.astimezone(UTC).isoformat(timespec="seconds") if isinstance(value, datetime) else None


def code(value: Any, gate: Gate) -> str | None:
    """A code: letters, digits and some signs, no space."""
    text = str(value.value) if isinstance(value, Enum) else value
    return gate.hide(text) if isinstance(text, str) and _CODE.fullmatch(text) else None


def identifier(value: Any, gate: Gate) -> str | None:
    """An identifier assigned by a service."""
    return gate.hide(value) if isinstance(value, str) and _ID.fullmatch(value) else None


def guid(value: Any, _gate: Gate) -> str | None:
    """A GUID."""
    return value if isinstance(value, str) and _GUID.fullmatch(value) else None


def text(value: Any, gate: Gate) -> str | None:
    """A text, without people and keys."""
    return gate.text(value) if isinstance(value, str) else None


def person(value: Any, gate: Gate) -> str | None:
    """A person, by pseudonym."""
    return gate.people.of(value) if isinstance(value, str) and value else None


def given(value: Any, _gate: Gate) -> bool:
    """Only whether there is a value."""
    return bool(value)


def subject(value: Any, gate: Gate) -> str | None:
    """The subject of an operation: an identifier unchanged, everything else as a person."""
    return guid(value, gate) or _job(value) or person(value, gate)


def _job(value: Any) -> str | None:
    """A job's name, such as "scim.0f1e….9a8b…": letters and digits only, with a GUID in it."""
    return value if isinstance(value, str) and _ID.fullmatch(value) and _GUID.search(value) else None


def address(value: Any, gate: Gate) -> str | None:
    """A web address without login, query and fragment."""
    if not isinstance(value, str):
        return None
    try:
        parts = urlsplit(value)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return gate.text(f"{parts.scheme}://{parts.hostname}{port}{parts.path}")


def path(value: Any, _gate: Gate) -> str | None:
    """A path of Graph: known segments and identifiers, everything else as "…"."""
    if not isinstance(value, str):
        return None
    parts = value.partition("?")[0].split("/")
    return "/".join(
        part if not part or part in _PATH_WORDS or _GUID.fullmatch(part) or _job(part) else "…"
        for part in parts[:20]
    )


def many(rule: FieldRule, most: int = 40) -> FieldRule:
    """A list of such values, at most `most` of them; a single text counts as none."""

    def rows(value: Any, gate: Gate) -> list[Any]:
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
            return []
        return [rule(each, gate) for _number, each in zip(range(most), value, strict=False)]

    return rows


def record(**rules: FieldRule) -> FieldRule:
    """Only the named members of an object or mapping; those without a value are left out."""

    def members(value: Any, gate: Gate) -> dict[str, Any] | None:
        if value is None:
            return None
        found = {}
        for name, rule in rules.items():
            member = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
            if member is not None and (shown := rule(member, gate)) not in (None, "", [], {}):
                found[name] = shown
        return found

    return members


def entries(rule: FieldRule, most: int = 40) -> FieldRule:
    """A mapping from codes to such values."""

    def pairs(value: Any, gate: Gate) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            return {}
        some = list(value.items())[:most]
        return {str(name): rule(each, gate) for name, each in some if code(name, gate) == name}

    return pairs
