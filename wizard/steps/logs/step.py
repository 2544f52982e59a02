"""The provisioning log: read in the background, searched, explained, saved, and one person tried again."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from wizard.log_store.importing import ImportProgress, LogImport
from wizard.log_store.rows import LogRows
from wizard.log_store.search import LogSearch
from wizard.log_store.store import LogGroup, LogState, LogStore
from wizard.messages import N_, _, ngettext, number
from wizard.messages.change_warnings import change_warning
from wizard.messages.times import moment
from wizard.problem import Problem, ProblemError
from wizard.steps.base.change_preview import ChangePreview, PlannedChange
from wizard.steps.base.context import Context
from wizard.steps.base.derived import Derived
from wizard.steps.base.step import Step, StepState, StepStatus, commits, reads
from wizard.steps.logs.lines import LogFormat, save_log
from wizard.steps.logs.view import EntryView, GroupRow, KeptWords, LogChoice, LogsView, LogTable
from wizard.steps.logs.words import entry_row, entry_view, group_row, kept_sentence, state_sentence

_TIMES = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
_TOLD = 0.5  # seconds between two drawings while entries are read


class LogsStep(Step[LogsView]):
    """Reading from Entra is a task of its own: it goes on while entries are searched and pages change."""

    id: ClassVar[str] = "logs"
    needs: ClassVar[tuple[str, ...]] = ("application",)

    def __init__(self, context: Context) -> None:
        self._of = ""
        self._import: asyncio.Task[None] | None = None
        self._progress: ImportProgress | None = None
        self._import_problem: Problem | None = None
        self._choice = LogChoice()
        self._state: LogState | None = None
        self._groups: tuple[LogGroup, ...] = ()
        self._codes: tuple[str, ...] = ()
        self._table: LogTable | None = None
        self._before: LogTable | None = None
        self._shown_entries = 0
        self._entry: EntryView | None = None
        self._retried = ""
        self._group_rows = Derived(_group_rows)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The page's name."""
        return _("Logs")

    def known(self) -> bool:
        """Whether the log on this computer was looked at."""
        return self._state is not None

    def provides(self) -> bool:
        """Nothing builds on it."""
        return True

    # Reading from Entra.

    async def open(self) -> None:
        """Show what is here, and begin to read what is new in Entra."""
        await self.refresh()
        self.start_reading()

    async def read_new(self) -> None:
        """Begin to read what is new in Entra, unless that is running."""
        self.start_reading()

    def start_reading(self) -> None:
        """Begin to read what is new in Entra, unless that is running."""
        if self.waits or not self.context.session.signed_in or self._reading:
            return
        self._import_problem = None
        self._import = asyncio.create_task(self._read_from_entra(), name="read the log")
        self.publish()

    async def stop_reading(self) -> None:
        """Stop reading from Entra; what was read stays, and the next reading goes on from there."""
        task = self._import
        if task is not None and not task.done():
            task.cancel()
            await asyncio.wait({task})

    async def cancel(self) -> None:
        """Stop the running intent and the reading from Entra."""
        await self.stop_reading()
        await super().cancel()

    async def close(self) -> None:
        await super().close()
        for table in (self._before, self._table):
            if table is not None:
                table.close()

    @property
    def _reading(self) -> bool:
        return self._import is not None and not self._import.done()

    async def _read_from_entra(self) -> None:
        context = self.context
        running = LogImport(context.session.graph, context.facts.application_id, self._path)
        self._progress = ImportProgress()
        told = 0.0

        def tell(progress: ImportProgress) -> None:
            nonlocal told
            first = not (self._progress and self._progress.read)
            self._progress = progress
            if first or time.monotonic() - told > _TOLD:
                told = time.monotonic()
                task = asyncio.create_task(self._look(table=not self._shown_entries))
                looking.add(task)
                task.add_done_callback(looking.discard)

        looking: set[asyncio.Task[None]] = set()
        try:
            await running.run(tell)
            await running.forget(context.store.log_kept)
        except ProblemError as error:
            self._import_problem = error.problem
        finally:
            await running.close()
            self._progress = None
            self._import = None
            if looking:
                await asyncio.wait(set(looking))
            await self._look(table=self._entry is None)

    # What is shown.

    async def choose(self, choice: LogChoice) -> None:
        """Show other entries."""
        self._choice = choice
        await self._look(table=True)

    async def show_newer(self) -> None:
        """Show the entries that were read since the table was made."""
        await self._look(table=True)

    async def show_entry(self, identifier: str) -> None:
        """Show all that is known of one entry."""
        self._retried = ""
        self._entry = await asyncio.to_thread(_entry, self._path, int(identifier))
        self.publish()

    def tell_retried(self, sentence: str) -> None:
        """Show what Microsoft's service answered to provisioning the shown person now."""
        self._retried = sentence
        self.start_reading()
        self.publish()

    @reads(N_("Saving the log …"))
    async def save(self, file: Path, kind: LogFormat, text: str) -> None:
        """Write the chosen entries with this text; raises `log_file_not_saved`, `log_file_too_long`."""
        await asyncio.to_thread(save_log, self._path, self._search(text), file, kind)

    # How long entries are kept.

    async def plan_keep(self, days: int | None) -> ChangePreview:
        """What keeping entries for so many days (None: for good) does."""
        before = self.context.store.profile.keep_log_days
        if before == days:
            return ChangePreview()
        warnings = []
        if days is not None and (before is None or days < before):
            until = datetime.now(UTC) - timedelta(days=days)
            older = await asyncio.to_thread(_count_before, self._path, until)
            warnings.append(change_warning("log_entries_deleted", time=moment(until), n=number(older)))
        change = PlannedChange("~", _("Logs on this computer"), _days(days), "keep_log_days", before, days)
        return ChangePreview((change,), tuple(warnings), stops=bool(warnings))

    @commits(N_("Saving how long logs are kept …"))
    async def keep(self, days: int | None) -> None:
        """Keep entries on this computer for so many days from now on; None: for good."""
        await self.context.store.keep_log(days or 0)
        self.start_reading()

    # Internal.

    @property
    def _path(self) -> Path:
        return self.context.store.log_file(self.context.facts.application_id)

    @property
    def _since(self) -> datetime | None:
        """The beginning of the chosen time, at a full hour: entries are counted by the hour."""
        span = _TIMES.get(self._choice.times)
        if span is None:
            return None
        graph = self.context.session.graph if self.context.session.signed_in else None
        now = (graph.service_time if graph is not None else None) or datetime.now(UTC)
        return (now - span).replace(minute=0, second=0, microsecond=0)

    def _search(self, text: str = "") -> LogSearch:
        choice = self._choice
        return LogSearch(
            results=frozenset({choice.result} - {""}),
            actions=frozenset({choice.action} - {""}),
            codes=frozenset({choice.code.casefold()} - {""}),
            groups=frozenset({choice.group} - {""}),
            person=choice.person_id,
            since=self._since,
            text=text,
            noise=choice.noise or bool(choice.group) or choice.result == "skipped",
            failures_first=choice.failures_first,
        )

    async def _read(self) -> None:
        await self._look(table=True, publish=False)

    async def _look(self, *, table: bool, publish: bool = True) -> None:
        """Look at the store again; `table`: show its entries as they are now."""
        if self._of != str(self._path):
            self._of, table = str(self._path), True
            self._entry, self._choice = None, LogChoice()
        path, since = self._path, self._since

        def read() -> tuple[LogState, tuple[LogGroup, ...], tuple[str, ...]]:
            store = LogStore(path)
            state = store.state()
            return (state, store.groups(since), store.codes()) if state.entries else (state, (), ())

        state, self._groups, self._codes = await asyncio.to_thread(read)
        self._state = state
        if table:
            if self._before is not None:
                self._before.close()
            # The table on screen may still read from the one before.
            self._before = self._table
            self._table = LogTable(path, self._search(), entry_row) if state.entries else None
            self._shown_entries = state.entries
        if publish:
            self.publish()

    def _build(self) -> LogsView:
        state = self._state or LogState()
        kept = self.context.store.log_kept
        groups = self._group_rows(self._groups)
        return LogsView(
            sentence=state_sentence(state),
            importing=self._importing(),
            import_problem=self._import_problem,
            choice=self._choice,
            table=self._table,
            newer=max(0, state.entries - self._shown_entries),
            groups=groups,
            folded=sum(group.count for group in groups if group.noise),
            codes=self._codes,
            entry=self._entry,
            kept=KeptWords(
                None if kept is None else kept.days,
                kept_sentence(kept, state.deleted),
                str(self._path) if self.context.store.profile.application_id else "",
            ),
            retried=self._retried,
            busy=self.busy,
            problem=self.problem,
        )

    def _importing(self) -> str:
        progress = self._progress
        if progress is None or not self._reading:
            return ""
        if not progress.read or progress.back_to is None:
            return _("Reading the log from Entra …")
        text = ngettext(
            "Reading the log from Entra: {n} entry so far, back to {time} …",
            "Reading the log from Entra: {n} entries so far, back to {time} …",
            progress.read,
        )
        return text.format(n=number(progress.read), time=moment(progress.back_to))

    def _judge(self) -> StepStatus:
        state = self._state or LogState()
        sentence = state_sentence(state)
        if not state.entries and state.read_at is None:
            return StepStatus(StepState.UNREAD, sentence)
        failed = sum(group.entries for group in self._groups if group.example.result == "failure")
        if failed:
            text = ngettext("{n} failure.", "{n} failures.", failed).format(n=number(failed))
            return StepStatus(StepState.ATTENTION, f"{text} {sentence}")
        return StepStatus(StepState.DONE, sentence)


def _group_rows(groups: tuple[LogGroup, ...]) -> tuple[GroupRow, ...]:
    return tuple(group_row(group) for group in groups)


def _entry(path: Path, number: int) -> EntryView | None:
    rows = LogRows(path, LogSearch())
    try:
        found = rows.entry(number)
    finally:
        rows.close()
    return entry_view(number, found) if found is not None else None


def _count_before(path: Path, until: datetime) -> int:
    rows = LogRows(path, LogSearch(until=until))
    try:
        return rows.count_all()
    finally:
        rows.close()


def _days(days: int | None) -> str:
    return _("kept for good") if days is None else _("kept for {n} days").format(n=days)
