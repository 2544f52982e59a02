"""One provisioning cycle of one job (entra-docs: how-provisioning-works.md)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from wizard.practice.service.entitlement import Entitlements
from wizard.practice.service.exports import PendingDisable
from wizard.practice.service.links import Memory
from wizard.practice.service.record import (
    Record,
    RecordContext,
)
from wizard.practice.service.visit import Visitor
from wizard.practice.store import Store
from wizard.task_groups import task_group

T = TypeVar("T")
PAGE = 50  # people between two looks at the progress


@dataclass
class Tally:
    """Counts of what a cycle did."""

    imported: int = 0
    exported: int = 0
    failed: int = 0
    visited: int = 0
    given_up: int = 0
    staged: int = 0

    def counts(self, entitled: int, escrowed: int) -> dict[str, int]:
        """As members of synchronizationTaskExecution."""
        return {
            "countEntitled": entitled,
            "countEntitledForProvisioning": entitled,
            "countEscrowed": escrowed,
            "countEscrowedRaw": escrowed,
            "countExported": self.exported,
            "countExports": self.exported,
            "countImported": self.imported,
            "countImportedDeltas": self.imported,
        }


@dataclass
class Cycle:
    """Visits everyone who may have changed, then carries out or stages disables and deletes."""

    store: Store
    memory: Memory
    visitor: Visitor
    entitlements: Entitlements
    setting: RecordContext
    now: Callable[[], datetime]
    initial: bool
    in_flight: int
    delete_threshold: int | None
    progress: Callable[[int], None]  # pages done

    tally: Tally = field(default_factory=Tally)
    _held: list[PendingDisable] = field(default_factory=list)

    async def run(self) -> Tally:
        """The whole cycle. Raises CredentialsError when the key stops working during the cycle."""
        watermark = self.store.last_seq()
        people = self._everybody() if self.initial else self._changed()
        await self._in_parallel(people, self._visit)
        if not self.tally.staged:
            await self._in_parallel(self._held, self._export)
        await self._note_entitled()
        self.memory.put("watermark", watermark)
        return self.tally

    # ---- people to visit; None in between means: yield to other tasks

    def _everybody(self) -> Iterator[str | None]:
        yield from self.entitlements.ids()
        for number, (user_id, _) in enumerate(self.memory.links()):
            if not self.entitlements.assigned(user_id) or self.store.user(user_id) is None:
                yield user_id
            elif number % PAGE == 0:
                yield None

    def _changed(self) -> Iterator[str | None]:
        """Changed people, people whose assignment changed, and failures that are due for a retry."""
        seen: set[str | None] = set()
        for user_id in self._candidates():
            if user_id not in seen:
                seen.add(user_id)
                yield user_id

    def _candidates(self) -> Iterator[str | None]:
        since = int(self.memory.get("watermark", 0))
        while changes := self.store.changed_users(since):
            since = changes[-1][0]
            for _, user_id, _ in changes:
                if self.entitlements.assigned(user_id) or self.memory.link(user_id) is not None:
                    yield user_id
        for user_id, _ in self._reassigned():
            yield user_id
        now = self.now()
        for user_id, escrow in self.memory.escrows():
            if escrow.given_up(now):
                self.memory.clear(user_id)
                self.tally.given_up += 1
            elif datetime.fromisoformat(escrow.due) <= now:
                yield user_id
        yield from self.memory.staged()
        yield from self.memory.deleted()

    def _reassigned(self) -> Iterator[tuple[str, tuple[str, ...] | None]]:
        """People whose roles differ from the last cycle's, with their roles now (None: unassigned).

        Both sides come in order of object id, so that neither must be held in memory.
        """
        if self.entitlements.sync_all:
            return
        before = self.memory.entitled()
        known = next(before, None)
        for user_id in self.entitlements.ids():
            while known is not None and known[0] < user_id:
                yield known[0], None
                known = next(before, None)
            roles = self.entitlements.roles(user_id)
            if known is None or known[0] != user_id:
                yield user_id, roles
                continue
            if known[1] != list(roles):
                yield user_id, roles
            known = next(before, None)
        while known is not None:
            yield known[0], None
            known = next(before, None)

    async def _note_entitled(self) -> None:
        for number, (user_id, roles) in enumerate(self._reassigned()):
            self.memory.note_entitled(user_id, roles)
            if number % PAGE == 0:
                await asyncio.sleep(0)

    # ---- carrying it out

    async def _visit(self, user_id: str) -> None:
        outcome = await self.visitor.visit(user_id)
        self.tally.imported += 1
        if isinstance(outcome, Record):
            self._tell(outcome)
        elif outcome is not None:
            await self._disable_or_hold(outcome)

    async def _disable_or_hold(self, pending: PendingDisable) -> None:
        """Carry out a disable, or hold it until it is known whether there are too many."""
        if self.delete_threshold is None:
            await self._export(pending)
            return
        self._held.append(pending)
        if self.tally.staged or len(self._held) >= self.delete_threshold:
            for held in self._held:
                self._stage(held)
            self._held.clear()

    async def _in_parallel(self, items: Iterable[T | None], work: Callable[[T], Awaitable[None]]) -> None:
        """Do the work, `in_flight` at a time; the first exception stops all of it."""
        left = iter(items)
        done = 0

        async def worker() -> None:
            nonlocal done
            for item in left:
                if item is None:
                    await asyncio.sleep(0)
                    continue
                await work(item)
                done += 1
                if done % PAGE == 0:
                    self.progress(done // PAGE)

        async with task_group() as group:
            for _ in range(self.in_flight):
                group.create_task(worker())

    async def _export(self, pending: PendingDisable) -> None:
        self._tell(await self.visitor.export(pending))

    def _stage(self, pending: PendingDisable) -> None:
        record = pending.record
        record.action = "stagedDelete"
        record.skip("TooManyDeletes")
        text = "Held back, because more accounts would go than the deletion threshold allows"
        record.step("EntryExportDelete", "export", text, self.now(), status="skipped")
        self.memory.stage(record.user_id)
        self.tally.staged += 1
        self._tell(record)

    def _tell(self, record: Record) -> None:
        self.tally.visited += 1
        if record.status == "failure":
            self.tally.failed += 1
        elif record.status == "success":
            self.tally.exported += 1
        self.store.add_log(record.log(self.setting, self.now()))
