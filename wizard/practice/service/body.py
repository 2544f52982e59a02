"""SCIM bodies in the dialects Entra ID uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wizard.practice.service.special_values import ROLE, Roles, Several, SingleRole

Json = dict[str, Any]

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_VALUE_PATH = re.compile(r'^(\w+)\[(\w+) eq "([^"]*)"\](?:\.(\w+))?$', re.IGNORECASE)
_EXTENSION = re.compile(r"^(urn:.+:\d\.\d:\w+):(.+)$")


def create_body(values: Mapping[str, Any]) -> Json:
    """The body of a POST for these target values; None is left out, for nulls are never provisioned."""
    body: Json = {"schemas": [CORE, ENTERPRISE]}
    for name, value in values.items():
        if value is not None:
            _place(body, name, value)
    body["meta"] = {"resourceType": "User"}
    body.setdefault("roles", [])
    return body


def patch_body(changes: Mapping[str, Any], present: Mapping[str, Any], *, compliant: bool) -> Json:
    """The body of a PATCH that sets `changes`; `present` are the values the account has now."""
    operations = _compliant(changes, present) if compliant else _classic(changes, present)
    return {"schemas": [PATCH], "Operations": operations}


def _classic(changes: Mapping[str, Any], present: Mapping[str, Any]) -> list[Json]:
    return [
        value.operation(name, present.get(name), compliant=False)
        if isinstance(value, Roles | Several)
        else {
            "op": "Add" if present.get(name) is None else "Replace",
            "path": name,
            "value": str(value) if isinstance(value, bool | SingleRole) else value,
        }
        for name, value in changes.items()
    ]


def _compliant(changes: Mapping[str, Any], present: Mapping[str, Any]) -> list[Json]:
    """Several plain replacements share one operation without a path; additions and value paths, which the
    documentation shows one by one, keep theirs."""
    shared = {
        name: value
        for name, value in changes.items()
        if present.get(name) is not None
        and not _VALUE_PATH.match(name)
        and not isinstance(value, Roles | Several)
    }
    if len(shared) < 2:
        shared = {}
    operations: list[Json] = [
        value.operation(name, present.get(name), compliant=True)
        if isinstance(value, Roles | Several)
        else {
            "op": "add" if present.get(name) is None else "replace",
            "path": name,
            "value": str(value) if isinstance(value, SingleRole) else value,
        }
        for name, value in changes.items()
        if name not in shared
    ]
    return [*operations, {"op": "replace", "value": shared}] if shared else operations


def read_value(resource: Json, name: str) -> Any:
    """What a resource holds under a target attribute's name, or None. Names are compared without case."""
    extension = _EXTENSION.match(name)
    if extension:
        inner = _member(resource, extension[1])
        return read_value(inner, extension[2]) if isinstance(inner, dict) else None
    path = _VALUE_PATH.match(name)
    if path:
        items = _member(resource, path[1])
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and str(_member(item, path[2]) or "").lower() == path[3].lower():
                return _member(item, path[4] or "value")
        return None
    value: Any = resource
    for part in name.split("."):
        value = _member(value, part) if isinstance(value, dict) else None
    return value


def _place(body: Json, name: str, value: Any) -> None:
    extension = _EXTENSION.match(name)
    if extension:
        _place(body.setdefault(extension[1], {}), extension[2], value)
        return
    if isinstance(value, Roles | Several):
        value = value.created()
    path = _VALUE_PATH.match(name)
    if path:
        item = _item(body, path[1], path[2], path[3])
        item[path[4] or "value"] = str(value) if isinstance(value, SingleRole) else value
        if isinstance(value, SingleRole):
            item["type"] = ROLE
        return
    *parents, last = name.split(".")
    for parent in parents:
        body = body.setdefault(parent, {})
    body[last] = str(value) if isinstance(value, SingleRole) else value


def _item(body: Json, name: str, key: str, wanted: str) -> Json:
    """The element that a value path selects, created when missing; the work address is the primary."""
    items: list[Json] = body.setdefault(name, [])
    value: Any = wanted.lower() == "true" if key.lower() == "primary" else wanted
    found = next((known for known in items if known.get(key) == value), None)
    if found is None:
        primary = {"primary": True} if (name.lower(), wanted.lower()) == ("emails", "work") else {}
        found = {**primary, key: value}
        items.append(found)
    return found


def _member(resource: Json, name: str) -> Any:
    if name in resource:
        return resource[name]
    return next((value for known, value in resource.items() if known.lower() == name.lower()), None)
