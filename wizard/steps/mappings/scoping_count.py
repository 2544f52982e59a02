"""Counting who passes a scoping filter, also one that is only being typed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from wizard.mapping.scoping import Filter
from wizard.plan import PersonMapping
from wizard.problem import ProblemError
from wizard.steps.mappings import scoping_edit
from wizard.steps.mappings.editing import Draft
from wizard.steps.mappings.editing_view import (
    ClauseRow,
    ScopeCount,
)
from wizard.steps.mappings.people import MappingPeople
from wizard.steps.mappings.scoping_edit import Groups

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
        found = await self._people.in_question((draft.before.scope, scope))
        people = [(one.display_name, mapping.seen(one)) for one in found.people.values()]
        count = await asyncio.to_thread(
            scoping_edit.counted, draft.before.scope, scope, people, complete=found.complete
        )
        if rows == self._wanted:  # nothing else was typed meanwhile
            self.count = replace(count, rows=rows)
