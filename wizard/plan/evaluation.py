"""Evaluates the mapping quickly for many people: attributes, filter, matching values, target values.

Traces and request bodies are not built here; `PersonMapping.preview` builds those for one person at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wizard.mapping import scoping
from wizard.mapping.attributes import OBJECT_ADD_ONLY
from wizard.mapping.expression import EvaluationContext
from wizard.mapping.expression.errors import EvaluationError, UnknowableError
from wizard.mapping.mapper import CompiledMapping
from wizard.mapping.person import without_guest_mark
from wizard.mapping.scope_tests import IN, ScopeReason, ScopeVerdict
from wizard.mapping.source_attributes import ROLES, UNAVAILABLE, SourceAttribute, source_attribute
from wizard.mapping.values import UNREAD, Dropped, Unread, as_text
from wizard.plan.entitlement import Role
from wizard.plan.people import PersonMapping
from wizard.plan.workspace import as_json

Json = Mapping[str, Any]
SOFT_DELETED = "IsSoftDeleted"
_UPN = "userPrincipalName"
_EXTENSION = "extension_"
_DOCUMENTED = frozenset({ScopeReason.NULL_NOT_EQUAL})
"""Reasons that do not make a result uncertain: Entra docs, "Scoping filters will return false if the value
is null / empty".
"""


@dataclass(slots=True)
class Evaluated:
    """Target values of one person. `failed` lists targets without a value, `doubtful` those whose value is
    uncertain.
    """

    values: dict[str, Any]
    failed: dict[str, str] = field(default_factory=dict)  # target -> problem code
    doubtful: frozenset[str] = frozenset()


class SourceReader:
    """Reads the attributes that mapping and filter use from Graph users.

    `unread` are attributes that a list of users does not contain: unknown, which is not the same as null.
    """

    def __init__(self, attributes: Iterable[str]) -> None:
        self._plain: list[tuple[str, str]] = []
        self._involved: list[tuple[str, SourceAttribute]] = []
        self._optional: list[str] = []
        unread = []
        for name in attributes:
            attribute = source_attribute(name)
            if name in UNAVAILABLE or attribute is None or not attribute.graph:
                unread.append(name)
            elif name.startswith(_EXTENSION):
                self._optional.append(name)  # Graph leaves out directory extensions without a value
            elif attribute.member or attribute.first:
                self._involved.append((name, attribute))
            else:
                self._plain.append((name, attribute.graph))
        self.unread = tuple(unread)
        self._upn = any(name == _UPN for name, _graph in self._plain)

    def read(self, user: Json) -> dict[str, Any]:
        """The attributes of one user."""
        seen = {name: user.get(graph, UNREAD) for name, graph in self._plain}
        for name in self._optional:
            seen[name] = user.get(name)
        for name, attribute in self._involved:
            seen[name] = attribute.of_user(user) if attribute.in_user(user) else UNREAD
        for name in self.unread:
            seen[name] = UNREAD
        if self._upn and isinstance(seen[_UPN], str):
            seen[_UPN] = without_guest_mark(seen[_UPN])
        return seen


class PersonEvaluator:
    """The mapping of one job, compiled for very many people. Use it from one thread at a time."""

    def __init__(self, mapping: PersonMapping, now: datetime) -> None:
        self.mapping = mapping
        self.attributes = tuple(name for name in mapping.attributes if name not in (SOFT_DELETED, ROLES))
        self.uses_roles = ROLES in mapping.attributes
        self._reader = SourceReader(self.attributes)
        self._scope = mapping.mapping.scope
        self._now = now
        self._context = EvaluationContext(now=now)
        self._runs = tuple(
            (row, row.compiled.run) for row in mapping.mapper.rows if row.compiled is not None
        )
        self.matching = mapping.mapper.matching
        self._active = next((row for row in mapping.mapper.rows if row.path.text == "active"), None)
        self._leaving: dict[tuple[Any, ...], bool | None] = {}

    def source(self, user: Json, roles: Iterable[Role] | None = ()) -> dict[str, Any]:
        """The source attributes of a Graph user who is in scope and enabled."""
        seen = self._reader.read(user)
        seen[SOFT_DELETED] = False
        if self.uses_roles:
            seen[ROLES] = UNREAD if roles is None else list(roles)
        return seen

    @property
    def unread(self) -> tuple[str, ...]:
        """Attributes that mapping or filter use and that a list of users does not contain."""
        return self._reader.unread

    def packed(self, seen: Json) -> str:
        """Source attributes as text; see `unpacked`."""
        known = {name: value for name, value in seen.items() if not isinstance(value, Unread)}
        return as_json(known)

    def unpacked(self, text: str) -> dict[str, Any]:
        """Source attributes from the text of `packed`."""
        roles = (ROLES,) if self.uses_roles else ()
        seen: dict[str, Any] = dict.fromkeys((*self.attributes, *roles), UNREAD)
        seen.update(json.loads(text))
        return seen

    def verdict(self, seen: Json) -> ScopeVerdict:
        """Result of the scoping filter."""
        if self._scope is None:
            return IN
        found = scoping.in_scope(self._scope, seen)
        return ScopeVerdict(found.holds) if _DOCUMENTED.issuperset(found.reasons) else found

    def evaluate(self, seen: Json) -> Evaluated:
        """All target values."""
        context = self._context
        context.doubts.clear()
        values: dict[str, Any] = {}
        try:
            for row, run in self._runs:
                values[row.mapping.target] = run(seen, context)
        except (EvaluationError, UnknowableError):
            return self._row_by_row(seen)
        return self._row_by_row(seen) if context.doubts else Evaluated(values)

    def _row_by_row(self, seen: Json) -> Evaluated:
        """Evaluate row by row, with a second interpretation where Microsoft's documentation allows one."""
        found = Evaluated({})
        doubtful: set[str] = set()
        for row, _run in self._runs:
            target = row.mapping.target
            assert row.compiled is not None  # only such rows are evaluated
            try:
                outcome = row.compiled.evaluate(seen, EvaluationContext(now=self._now))
            except EvaluationError as error:
                found.failed[target] = error.problem.code
                continue
            found.values[target] = outcome.value
            if outcome.uncertainties:
                doubtful.add(target)
        found.doubtful = frozenset(doubtful)
        return found

    def matching_values(self, found: Evaluated) -> list[tuple[int, str]]:
        """(place, value) of the matching attributes that have a value, in matching order."""
        values = []
        for place, row in enumerate(self.matching):
            value = found.values.get(row.mapping.target)
            text = None if isinstance(value, Dropped) else as_text(value)
            if text:
                values.append((place, text))
        return values

    def first_matching_value(self, seen: Json) -> str:
        """The value of the first matching attribute; empty when it has none or an uncertain one."""
        row = self.matching[0] if self.matching else None
        if row is None or row.compiled is None:
            return ""
        try:
            value = row.compiled.run(seen, self._context)
        except (EvaluationError, UnknowableError):
            return ""
        return "" if isinstance(value, Dropped) else as_text(value) or ""

    def deactivates(self, seen: Json) -> bool | None:
        """Whether leaving the scope sets `active` to False for this person; None when that is uncertain."""
        row = self._active
        if row is None or row.compiled is None or row.mapping.flow_type == OBJECT_ADD_ONLY:
            return False
        leaving = {**seen, SOFT_DELETED: True}
        key = tuple(_hashable(leaving.get(name)) for name in row.compiled.attributes)
        if key not in self._leaving:
            self._leaving[key] = self._becomes_false(row, leaving)
        return self._leaving[key]

    def _becomes_false(self, row: CompiledMapping, leaving: Json) -> bool | None:
        assert row.compiled is not None
        try:
            outcome = row.compiled.evaluate(leaving, EvaluationContext(now=self._now))
        except EvaluationError:
            return None
        if outcome.uncertainties:
            return None
        return (as_text(outcome.value) or "").casefold() == "false"


def _hashable(value: Any) -> Any:
    return as_json(value) if isinstance(value, list | dict) else value
