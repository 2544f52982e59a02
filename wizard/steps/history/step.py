"""History: every write of this setup as a sentence, and undo."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from wizard.messages import (
    N_,
    _,
    ngettext,
)
from wizard.messages.history import (
    history_title,
    state_text,
)
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation
from wizard.setup.journal import TENANT_TIME
from wizard.steps.base.change_preview import ChangePreview
from wizard.steps.base.context import Context
from wizard.steps.base.derived import Derived
from wizard.steps.base.interrupted import reconcile_interrupted
from wizard.steps.base.set_up_store import UNDOES
from wizard.steps.base.step import (
    Step,
    StepState,
    StepStatus,
    commits,
    reads,
)
from wizard.steps.history import undo
from wizard.steps.history.prepared_undo import PreparedUndo
from wizard.steps.history.sentences import change_sentences
from wizard.steps.history.view import (
    HistoryRow,
    HistoryView,
)

_IN_PARTS = ("key.rotate", "people.provision", "person.relink")
"""Operations of several parts, which go on after an interruption."""
_SAME_TIME = timedelta(minutes=1)  # clocks that differ by less tell the same time


class HistoryStep(Step[HistoryView]):
    """The journal for people. Not one of the eight steps: it is a side page and locks nothing."""

    id: ClassVar[str] = "history"

    def __init__(self, context: Context) -> None:
        self._rows: tuple[Operation, ...] = ()
        self._seen = False  # whether the journal was read
        self._in_words = Derived(history_rows)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The page's name."""
        return _("What was changed")

    def known(self) -> bool:
        """Whether the journal was read."""
        return self._seen

    def provides(self) -> bool:
        """Nothing builds on it."""
        return True

    @reads(N_("Reading the current state …"))
    async def plan_undo(self, number: int) -> ChangePreview:
        """Preview of undoing the change with this number; empty when it is as before already.

        Raises "undo.not_possible", "undo.changed_since" or a reason of that kind.
        """
        return (await self._prepare(number)).effect

    @commits(N_("Undoing the change …"))
    async def undo(self, number: int) -> None:
        """Undo the change with this number; checks again whether it was changed since."""
        try:
            prepared = await self._prepare(number)
            with self.context.store.undoing(number):
                await prepared.act()
        finally:
            await self._read()

    # Internal.

    async def _prepare(self, number: int) -> PreparedUndo:
        await self._read()
        row = next((each for each in self._rows if each.id == number), None)
        if row is None:
            raise ProblemError(Problem("undo.unknown", {"number": str(number)}))
        return await undo.prepare(self.context, row, self._rows)

    async def _read(self) -> None:
        await reconcile_interrupted(self.context)
        self._rows = await asyncio.to_thread(self.context.store.journal.operations)
        self._seen = True

    def _build(self) -> HistoryView:
        return HistoryView(
            rows=self._in_words(self._rows),
            signed_in=self.context.session.signed_in,
            busy=self.busy,
            problem=self.problem,
            ahead=any(_is_ahead(each) for each in self._rows),
        )

    def _judge(self) -> StepStatus:
        if not self._rows:
            return StepStatus(StepState.READY, _("Nothing was changed from here yet."))
        count = len(self._rows)
        sentence = ngettext("{n} change was made from here.", "{n} changes were made from here.", count)
        return StepStatus(StepState.DONE, sentence.format(n=count))


def _is_ahead(row: Operation) -> bool:
    there = _tenant_time(row)
    return there is not None and row.ended is not None and there - row.ended > _SAME_TIME


def history_rows(rows: Sequence[Operation]) -> tuple[HistoryRow, ...]:
    """Operations in words, in the order given."""
    index = undo.UndoIndex(rows)
    return tuple(_row(each, index) for each in rows)


def _row(row: Operation, index: undo.UndoIndex) -> HistoryRow:
    state = "undone" if index.undone_by(row) is not None else row.state.value
    return HistoryRow(
        id=row.id,
        when=row.began,
        account=row.account,
        kind=row.kind,
        title=history_title(row.kind, undo=UNDOES in row.new),
        changes=change_sentences(row),
        state=state,
        state_text=state_text("unfinished" if state == "begun" and row.kind in _IN_PARTS else state),
        why_not=index.why_not(row),
        tenant_time=_tenant_time(row),
    )


def _tenant_time(row: Operation) -> datetime | None:
    try:
        return datetime.fromisoformat(str(row.outcome.get(TENANT_TIME, "")))
    except ValueError:
        return None
