"""The parts of a change that has several, one after the other, and how far it is."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wizard.messages import translate


class StageState(enum.StrEnum):
    """How far one part is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StageRow:
    """One part of the change, and what it showed."""

    id: str
    title: str
    state: StageState
    sentence: str = ""


class Stages:
    """The rows of a run. `titles`, marked with `N_`, are in the order of the parts; `changed` is called
    after every change.
    """

    def __init__(self, titles: Mapping[str, str], changed: Callable[[], None]) -> None:
        self._titles = titles
        self._changed = changed
        self._rows: dict[str, StageRow] = {}

    def forget(self) -> None:
        """Begin again: no part has run."""
        self._rows = {}

    @property
    def begun(self) -> bool:
        """Whether any part has run, or was noted."""
        return bool(self._rows)

    def begin(self, stage: str) -> None:
        """This part is under way."""
        self.note(stage, StageState.WORKING)

    def note(self, stage: str, state: StageState, sentence: str = "") -> None:
        """Keep the state of a part."""
        self._rows = {**self._rows, stage: StageRow(stage, translate(self._titles[stage]), state, sentence)}
        self._changed()

    def fail(self, sentence: str, otherwise: str) -> None:
        """The part under way failed, else the part `otherwise`."""
        working = (row.id for row in self._rows.values() if row.state is StageState.WORKING)
        self.note(next(working, otherwise), StageState.FAILED, sentence)

    def rows(self, *, begun_only: tuple[str, ...] = ()) -> tuple[StageRow, ...]:
        """All parts in their order; those of `begun_only` are left out until they begin."""
        return tuple(
            self._rows.get(name) or StageRow(name, translate(title), StageState.WAITING)
            for name, title in self._titles.items()
            if name in self._rows or name not in begun_only
        )
