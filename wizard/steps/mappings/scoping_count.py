"""Counting who passes a scoping filter, also one that is only being typed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from wizard.entra.directory import Person
from wizard.mapping.scoping import Filter
from wizard.messages import _
from wizard.plan import PersonMapping
from wizard.problem import ProblemError
from wizard.steps.base.progress import report
from wizard.steps.mappings import scoping_edit
from wizard.steps.mappings.editing import Draft
from wizard.steps.mappings.editing_view import (
    ClauseRow,
    ScopeCount,
)
from wizard.steps.mappings.people import MappingPeople
from wizard.steps.mappings.scoping_edit import Groups

_SLICE = 2_000  # people counted at a stretch; a count that nobody wants any more ends there
Typed = tuple[tuple[ClauseRow, ...], ...]


class ScopeCounter:
    """Keeps the last count; None while there is none for what is asked."""

    def __init__(self, people: MappingPeople) -> None:
        self._people = people
        self._wanted: Typed = ()
        self.count: ScopeCount | None = None

    async def count_draft(self, draft: Draft, mapping: PersonMapping) -> None:
        """Count for the filter in the draft."""
        await self._count(draft, mapping, draft.now.scope, scoping_edit.rows_of(draft.now.scope))

    async def count_typed(self, draft: Draft, mapping: PersonMapping, rows: Groups) -> None:
        """Count for conditions that are being typed; half a condition has no count."""
        typed = tuple(tuple(group) for group in rows)
        if any(row.attribute not in draft.sources for group in typed for row in group):
            self._wanted, self.count = typed, None
            return
        try:
            await self._count(draft, mapping, scoping_edit.filter_of(rows, draft.now.scope), typed)
        except ProblemError:
            self.count = None  # the error is shown once the filter is put into the draft

    async def _count(self, draft: Draft, mapping: PersonMapping, scope: Filter | None, rows: Typed) -> None:
        self._wanted, self.count = rows, None
        before = draft.before.scope
        people = await self._people.in_question((before, scope))
        parts: list[ScopeCount] = []
        for start in range(0, len(people), _SLICE):
            part = people[start : start + _SLICE]
            parts.append(await asyncio.to_thread(_counted, before, scope, mapping, part))
            if rows != self._wanted:
                return  # something else was typed meanwhile
            if len(people) > _SLICE:
                report(_("Counting who is in scope …"), start + len(part), len(people))
        self.count = replace(scoping_edit.sum_of(parts), rows=rows)


def _counted(
    before: Filter | None, now: Filter | None, mapping: PersonMapping, people: Sequence[Person]
) -> ScopeCount:
    named = [(one.display_name, mapping.seen(one)) for one in people]
    return scoping_edit.counted(before, now, named)
