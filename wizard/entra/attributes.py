"""Reading the source attributes of mappings and scoping filters from Graph users.

Which property holds which attribute: `wizard.mapping.source_attributes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wizard.mapping.source_attributes import (
    MANAGER,
    graph_properties,
    source_attribute,
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


def selection(attributes: Iterable[str] = ()) -> str:
    """A `$select` with the usual properties and those the attributes need; unknown ones left out."""
    return ",".join(dict.fromkeys((*USUAL, *graph_properties(attributes))))


def expansion(attributes: Iterable[str]) -> dict[str, str]:
    """The `$expand` of one user that the attributes need; empty when they need none.

    Graph docs, "List manager": for a single user; a user without a manager comes without the member.
    """
    return {"$expand": "manager($select=id)"} if MANAGER in attributes else {}


def values_of(user: Mapping[str, Any], attributes: Iterable[str] = ()) -> dict[str, Any]:
    """The usual and the given attributes of a Graph user under the provisioning service's names.

    Values stay what Graph sent (text, bool, list, None); an attribute missing from the response is absent,
    which is not the same as null.
    """
    values: dict[str, Any] = {name: user[name] for name in USUAL if name in user}
    if "id" in user:
        values["objectId"] = user["id"]
    for name in attributes:
        attribute = source_attribute(name)
        if attribute is not None and attribute.in_user(user):
            values[name] = attribute.of_user(user)
    return values
