"""Compares an account with the values that the mapping gives its person.

Plain texts and booleans, which nearly all mappings have, are compared here; everything else goes through
`PersonMapping.preview`, which knows every rule.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from enum import Enum, auto
from typing import Any

from wizard.mapping.attributes import ALWAYS, ATTRIBUTE_ADD_ONLY, FLOW_ALWAYS, OBJECT_ADD_ONLY
from wizard.mapping.mapper import CompiledMapping
from wizard.mapping.roles import SEVERAL_ROLES
from wizard.mapping.source_attributes import ROLES
from wizard.mapping.values import Unread, as_text, is_empty
from wizard.plan.evaluation import Evaluated
from wizard.plan.people import PersonMapping
from wizard.plan.workspace import as_json

Json = Mapping[str, Any]


_OWNER = (
    frozenset({"displayName"}),
    frozenset({"givenName", "surname"}),
    frozenset({"objectId"}),
    frozenset({"employeeId"}),
)
"""Source attributes that together tell whose account it is: they do not follow a sign-in name."""
_TELLING = frozenset().union(*_OWNER)


WITHOUT_ID = "?"
"""Begins the ids that stand in for those of accounts that have none."""


class _Way(Enum):
    NEVER = auto()  # sent only when the account is created
    TEXT = auto()
    EXACT_TEXT = auto()
    TRUTH = auto()
    INVOLVED = auto()


def _way(row: CompiledMapping) -> _Way:
    mapping, definition = row.mapping, row.definition
    if mapping.flow_type == OBJECT_ADD_ONLY:
        return _Way.NEVER
    if (
        mapping.flow_type not in (ALWAYS, ATTRIBUTE_ADD_ONLY)
        or mapping.flow_behavior == FLOW_ALWAYS
        or definition.multivalued
        or row.compiled is None
    ):
        return _Way.INVOLVED
    if definition.type == "Boolean":
        return _Way.TRUTH
    if definition.type == "String":
        return _Way.EXACT_TEXT if definition.exact_case else _Way.TEXT
    return _Way.INVOLVED


class AccountComparison:
    """Accounts as their mapped values, and what an update would change.

    Contents are JSON lists in the order of the mapping's rows.
    """

    def __init__(self, mapping: PersonMapping, *, compliant: bool) -> None:
        self._mapping = mapping
        self._compliant = compliant
        self._rows = tuple((row, _way(row)) for row in mapping.mapper.rows)
        self._roles = frozenset(
            row.mapping.target for row in mapping.mapper.rows if row.function in SEVERAL_ROLES
        )
        self._paths = tuple(row.path for row in mapping.mapper.rows)
        self._telling = tuple(
            (row.mapping.target, _TELLING.intersection(row.compiled.attributes))
            for row, way in self._rows
            if way is not _Way.NEVER and row.mapping.flow_type != ATTRIBUTE_ADD_ONLY and row.compiled
        )

    def contents(self, account: Json) -> str:
        """The mapped values of a SCIM resource."""
        return as_json([path.read(account) for path in self._paths])

    def changes(self, seen: Json, found: Evaluated, account_id: str, contents: str) -> list[str] | None:
        """Targets that an update would change, empty when there are none; None when that is uncertain."""
        present: Sequence[Any] = json.loads(contents)
        changed: list[str] = []
        doubtful: set[str] = set()
        for (row, way), before in zip(self._rows, present, strict=True):
            target = row.mapping.target
            if way is _Way.NEVER:
                continue
            value = found.values.get(target)
            verdict = None if way is _Way.INVOLVED else _differs(row, way, value, before)
            if verdict is None:
                return self._involved(seen, account_id, present)
            if verdict:
                changed.append(target)
            if target in found.doubtful:
                doubtful.add(target)
        # Uncertainty matters only where it decides whether anything is sent at all.
        return None if doubtful and not set(changed) - doubtful else changed

    def shows_owner(self, seen: Json, found: Evaluated, changed: Collection[str]) -> bool:
        """Whether the account has the person's own name or id, apart from the `changed` targets."""
        shown: set[str] = set()
        for target, attributes in self._telling:
            if not attributes or target in changed or target in found.doubtful:
                continue
            value = (as_text(found.values.get(target)) or "").casefold()
            shown |= {name for name in attributes if _inside(seen.get(name), value)}
        return any(each <= shown for each in _OWNER)

    def _involved(self, seen: Json, account_id: str, present: Sequence[Any]) -> list[str] | None:
        account: dict[str, Any] = {"id": account_id}
        for path, value in zip(self._paths, present, strict=True):
            if value is not None:
                path.write(account, value)
        shown = self._mapping.preview(seen, account, compliant=self._compliant)
        sent = [item for item in shown.trace if item.flow == "sent" and item.value != ""]
        # What a role is called in requests may be uncertain; whether the account has it is not.
        sure = () if isinstance(seen.get(ROLES), Unread) else self._roles
        doubtful = {item.target for item in shown.trace if item.uncertainties and item.target not in sure}
        changed = [item.target for item in sent]
        return None if doubtful and not set(changed) - doubtful else changed


def _inside(part: Any, value: str) -> bool:
    """Whether a source attribute's text is in a target's value, given in lower case."""
    return isinstance(part, str) and bool(part.strip()) and part.casefold() in value


def _differs(row: CompiledMapping, way: _Way, value: Any, before: Any) -> bool | None:
    """Whether the value is sent; None when a full preview must decide. Null and empty values are never
    sent.
    """
    if value is None or value == "":
        return False
    if row.mapping.flow_type == ATTRIBUTE_ADD_ONLY and not is_empty(before):
        return False
    if way is _Way.TRUTH:
        if not isinstance(value, str | bool) or isinstance(before, list | dict):
            return None
        return (as_text(value) or "").casefold() != (as_text(before) or "").casefold()
    if not isinstance(value, str):
        return None
    if before is None:
        return True
    if not isinstance(before, str):
        return None
    if value == before:
        return False
    return way is _Way.EXACT_TEXT or value.casefold() != before.casefold()
