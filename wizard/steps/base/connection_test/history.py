"""Earlier tests of the same Playvox and what changed between them, for the page and the copied text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from pydantic import ValidationError

from wizard.connection import ConnectionReport, Verdict
from wizard.connection.history import KeptRun, changes, remember
from wizard.messages import (
    _,
    explain,
)
from wizard.messages.connection_labels import verdict_word
from wizard.playvox.address import TenantUrl
from wizard.problem import Problem, ProblemError
from wizard.setup import ConnectionRuns
from wizard.steps.base.derived import Derived

if TYPE_CHECKING:
    from wizard.steps.base.services import Services


@dataclass(frozen=True, slots=True)
class PastRun:
    """One earlier test in words; `changes` tells what differs from the one before it."""

    when: datetime
    verdict: str
    sentence: str
    changes: tuple[str, ...]


class ConnectionHistory:
    """The runs about one host. Failures to read or store are in `problem` and do not stop a test."""

    def __init__(self, services: Services) -> None:
        self._path = services.data_folder / "journal.sqlite"
        self._keep = services.keep_answers
        self._place = ""
        self._runs: tuple[KeptRun, ...] = ()
        self._in_words = Derived(_all_past)
        self.problem: Problem | None = None

    async def look_back(self, url: TenantUrl | None, *, practice: bool) -> None:
        """Read the runs about this address' host; a place already known is not read again."""
        place = _place(url, practice=practice)
        if place == self._place:
            return
        self._place, self._runs, self.problem = place, (), None
        if place:
            await self._reading(self._store(place).load)

    async def add(self, report: ConnectionReport, url: TenantUrl, *, practice: bool) -> None:
        """Store this run's results, unless it was stopped."""
        await self.look_back(url, practice=practice)
        if report.verdict is Verdict.CANCELLED or not self._keep:
            return
        store = self._store(self._place)
        await self._reading(lambda: remember(store, report))

    @property
    def runs(self) -> tuple[PastRun, ...]:
        """All known runs in words, newest first."""
        return self._in_words(self._runs)

    @property
    def kept(self) -> tuple[KeptRun, ...]:
        """All known runs as they were kept, newest first."""
        return self._runs[::-1]

    def _store(self, place: str) -> _Store:
        return _Store(ConnectionRuns(self._path, place))

    async def _reading(self, read: Callable[[], Sequence[KeptRun]]) -> None:
        try:
            self._runs = tuple(await asyncio.to_thread(read))
        except ProblemError as error:
            self.problem = error.problem


class _Store:
    """Stored runs for the connection package; entries of older or newer versions may be dropped."""

    def __init__(self, runs: ConnectionRuns) -> None:
        self._runs = runs

    def load(self) -> Sequence[KeptRun]:
        found = []
        for text in self._runs.load():
            try:
                found.append(KeptRun.model_validate_json(text))
            except ValidationError:
                continue
        return found

    def add(self, run: KeptRun, most: int) -> None:
        self._runs.add(run.model_dump_json(), most)


def _place(url: TenantUrl | None, *, practice: bool) -> str:
    return f"{'practice' if practice else 'real'}:{url.authority}" if url is not None else ""


def _all_past(runs: tuple[KeptRun, ...]) -> tuple[PastRun, ...]:
    lines = [_past(run, before) for before, run in pairwise((None, *runs)) if run is not None]
    return tuple(reversed(lines))


def _past(run: KeptRun, before: KeptRun | None) -> PastRun:
    what = explain(Problem(run.cause)).what if run.cause else ""
    if before is None:
        changed: tuple[str, ...] = (_("The first test kept here."),)
    else:
        changed = tuple(change.text for change in changes(before, run)) or (_("Nothing changed."),)
    return PastRun(run.started, verdict_word(run.verdict), what, changed)
