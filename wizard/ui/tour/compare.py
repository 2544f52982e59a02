"""Compares previews with the accounts in Playvox."""

from __future__ import annotations

import json
from typing import Any

_UNCOMPARED = {"schemas", "meta", "id", "password"}


def mismatches(previews: dict[str, str], truth: dict[str, Any]) -> list[dict[str, Any]]:
    """One entry for each person in scope whose account differs from the preview.

    `previews` maps user names to the previewed SCIM body (JSON), `truth` is the practice control's answer.
    """
    accounts = {str(user.get("userName", "")).casefold(): user for user in truth["playvox_users"]}
    found: list[dict[str, Any]] = []
    for name in truth["in_scope"]:
        account = accounts.get(str(name).casefold())
        if account is None:
            found.append({"person": name, "why": "no account in Playvox"})
            continue
        body = previews.get(str(name).casefold())
        if body is None:
            found.append({"person": name, "why": "not previewed"})
            continue
        differing = _differences(json.loads(body), account)
        if differing:
            found.append({"person": name, "why": "differs", "attributes": differing})
    return found


def _differences(body: dict[str, Any], account: dict[str, Any]) -> list[str]:
    operations = body.get("Operations")
    if isinstance(operations, list):
        wanted = {str(each.get("path", "")): each.get("value") for each in operations}
        return [path for path, value in wanted.items() if path and not _holds(_at(account, path), value)]
    return [
        name
        for name, value in body.items()
        if name not in _UNCOMPARED and not _holds(account.get(name), value)
    ]


def _holds(have: Any, wanted: Any) -> bool:
    """Whether the account contains all expected values; it may have more."""
    if wanted in (None, [], {}):
        return have in (None, [], {})  # in SCIM an empty value equals a missing one
    if isinstance(wanted, dict):
        return isinstance(have, dict) and all(_holds(have.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(have, list) and all(any(_holds(each, item) for each in have) for item in wanted)
    if isinstance(have, bool) or isinstance(wanted, bool):
        return str(have).lower() == str(wanted).lower()  # Entra also writes "True"
    return bool(have == wanted)


def _at(account: dict[str, Any], path: str) -> Any:
    """The value at a SCIM path of the two kinds that mappings use: a.b and a[type eq "x"].b."""
    head, _, rest = path.partition("[")
    if rest:
        condition, _, tail = rest.partition("].")
        attribute, _, wanted = condition.partition(" eq ")
        for item in account.get(head) or []:
            if isinstance(item, dict) and str(item.get(attribute)) == wanted.strip('"'):
                return item.get(tail)
        return None
    value: Any = account
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
