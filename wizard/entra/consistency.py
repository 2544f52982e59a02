"""Whether something shows in Entra yet: the one place for it, with every bound that waiting has.

Graph is eventually consistent: what was just made or changed may be missing from an answer for a while,
and one replica may know it before another (Graph docs: `applicationTemplate: instantiate`, "Best practices
for working with Microsoft Graph"). Two rules follow. A journal proves that something was asked for, never
that it exists. And what was seen once and is missing now is gone, so nobody waits for it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from wizard.entra.errors import GraphError
from wizard.problem import NotYetVisibleError, Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a change may take to show, in seconds from the change itself, not from now.

    Microsoft names no bound. terraform-provider-azuread gives an application ten minutes; the others are
    this program's own choice.
    """

    application: float = 600.0
    job: float = 300.0
    job_state: float = 60.0
    settings: float = 120.0
    schema: float = 20.0
    role: float = 120.0
    assignment: float = 120.0
    """How long a list of assignments may lack one that was made, or show one that was removed."""
    refused_assignment: float = 4.0
    """How long assigning is tried again where Entra does not know the application or person yet."""
    reading: float = 15.0
    """The longest that merely reading about a new object waits for it."""
    lost_answer: float = 45.0
    """How long the result of a change whose answer got lost is looked for before it is made again."""
    lost_write: float = 2.0
    """The same for a change that may be repeated without harm."""
    interrupted: float = 180.0
    """When what an interrupted change was to make must show: the longest request takes as long."""
    other_copy: float = 900.0
    """How long another copy of this program may be changing the same setup."""


PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between two looks, the last one again and again; each is told: no silence of ten seconds."""
_CONFIRMING = (0.5, 1.0)  # pauses before something new that was seen is taken for gone
_SENDINGS = 2
_WORTH_TELLING = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, and letting it pass. Tests bring their own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment after which nobody waits any more: `seconds` after a change, `ends` on the clock."""

    clock: Clock
    seconds: float
    ends: float

    @classmethod
    def after(cls, clock: Clock, seconds: float) -> Deadline:
        """So many seconds from now."""
        return cls(clock, seconds, clock.monotonic() + seconds)

    @classmethod
    def since(cls, clock: Clock, created: datetime, seconds: float) -> Deadline:
        """So many seconds from when the object was made; never more than that from now."""
        left = (created - clock.now()).total_seconds() + seconds
        return cls(clock, seconds, clock.monotonic() + min(left, seconds))

    @property
    def left(self) -> float:
        """Seconds that are left, at least 0."""
        return max(0.0, self.ends - self.clock.monotonic())


@dataclass(frozen=True, slots=True)
class Waiting:
    """Progress of a wait: `what` is a code ("application", "job", "job_state", "settings", "answer" …).

    `seconds` were waited so far; at most `left` more follow, None: that is not known.
    """

    what: str
    attempt: int
    seconds: float
    left: float | None


WaitingProgress = Callable[[Waiting], None]


@dataclass(frozen=True, slots=True)
class WaitPolicy:
    """How one client waits: by which clock, how long at most, and who is told."""

    progress: WaitingProgress
    clock: Clock = field(default_factory=Clock)
    bounds: Bounds = field(default_factory=Bounds)

    def deadline(self, seconds: float) -> Deadline:
        """So many seconds from now."""
        return Deadline.after(self.clock, seconds)

    async def pause(self, what: str, seconds: float) -> None:
        """Let so many seconds pass; all but short pauses are told, long ones again and again."""
        left = seconds
        while left > 0:
            if seconds >= _WORTH_TELLING:
                self.progress(Waiting(what, 1, seconds - left, left))
            step = min(left, PAUSES[-1])
            await self.clock.sleep(step)
            left -= step


async def look_until(
    what: str,
    look: Callable[[], Awaitable[T | None]],
    *,
    deadline: Deadline,
    progress: WaitingProgress,
) -> T | None:
    """The first result of `look` that is not None; None when the deadline came first.

    Looks at least once, tells `progress` before each pause, and raises what `look` raises.
    """
    clock, attempt = deadline.clock, 0
    began = clock.monotonic()
    while (found := await look()) is None:
        attempt += 1
        left = deadline.left
        if left <= 0:
            return None
        progress(Waiting(what, attempt, clock.monotonic() - began, left))
        await clock.sleep(min(PAUSES[min(attempt, len(PAUSES)) - 1], left))
    return found


async def wait_until(
    what: str,
    look: Callable[[], Awaitable[T | None]],
    *,
    deadline: Deadline,
    progress: WaitingProgress,
) -> T:
    """The first result of `look` that is not None.

    Raises "graph_replication_slow" (retryable) when there was none until the deadline, and what `look`
    raises.
    """
    found = await look_until(what, look, deadline=deadline, progress=progress)
    if found is None:
        facts = {"what": what, "seconds": str(round(deadline.seconds))}
        raise NotYetVisibleError(Problem("graph_replication_slow", facts, retryable=True))
    return found


async def none_if_not_found(question: Awaitable[T]) -> T | None:
    """The answer, or None when Graph says 404: not there (yet)."""
    try:
        return await question
    except GraphError as error:
        if error.status == 404:
            return None
        raise


async def send_then_verify(
    what: str,
    send: Callable[[], Awaitable[object]],
    look: Callable[[], Awaitable[object | None]],
    waits: WaitPolicy,
) -> None:
    """Send a change that Entra shows; after a lost answer look for it before it is sent once more.

    `send` must not repeat by itself. Raises what `send` raises when its answer got lost twice.
    """
    for turn in range(_SENDINGS):
        try:
            await send()
        except GraphError as error:
            if not error.maybe_done:
                raise
            deadline = waits.deadline(waits.bounds.lost_write)
            shown = await look_until(what, look, deadline=deadline, progress=waits.progress)
            if shown is None:
                if turn + 1 == _SENDINGS:
                    raise
                continue
        return


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """It is there; `value` is what was read."""

    value: T


@dataclass(frozen=True, slots=True)
class NotYetVisible:
    """It was made and never seen: it may still show, until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """It was there and is no more, or it never came to be."""


Existence = Seen[T] | NotYetVisible | Gone


@dataclass(frozen=True, slots=True)
class Creation:
    """What is known of an object made from here: when, how long it may be missing, whether it was seen."""

    made: datetime
    bound: float
    seen: bool = False

    def may_be_missing(self, now: datetime) -> bool:
        """Whether some replica may not know it."""
        return now < self.made + timedelta(seconds=self.bound)


def existence(found: T | None, creation: Creation | None, now: datetime) -> Existence[T]:
    """What an answer (None: not found) says about an object; `creation` None: it was not made from here."""
    if found is not None:
        return Seen(found)
    if creation is None or creation.seen or not creation.may_be_missing(now):
        return Gone()
    bound = timedelta(seconds=creation.bound)
    return NotYetVisible(min(creation.made, now) + bound)


async def find_existence(
    look: Callable[[], Awaitable[T | None]], creation: Creation | None, clock: Clock
) -> Existence[T]:
    """Look whether an object exists.

    A new object that was seen is looked for again twice within two seconds before it is taken for gone,
    because another replica may not know it yet. For any other one look is enough.
    """
    found = await look()
    if creation is not None and creation.seen and creation.may_be_missing(clock.now()):
        for pause in _CONFIRMING:
            if found is not None:
                break
            await clock.sleep(pause)
            found = await look()
    return existence(found, creation, clock.now())


class CreatedObjects:
    """The objects made from here that one client knows of, by id."""

    def __init__(self, waits: WaitPolicy) -> None:
        self._waits = waits
        self._known: dict[str, Creation] = {}

    def add(self, object_id: str, made: datetime | None = None, *, seen: bool = False) -> None:
        """This application (or service principal) was made then; None: now."""
        if object_id:
            waits = self._waits
            self._known[object_id] = Creation(made or waits.clock.now(), waits.bounds.application, seen)

    def saw(self, object_id: str) -> None:
        """This object was seen: from now on, missing means gone."""
        if (known := self._known.get(object_id)) is not None:
            self._known[object_id] = Creation(known.made, known.bound, seen=True)

    def creation(self, object_id: str) -> Creation | None:
        """What is known of this object; None when it was not made from here."""
        return self._known.get(object_id)

    def in_path(self, path: str) -> Creation | None:
        """The object to which the path leads, while some replica may not know it; unseen ones first."""
        now = self._waits.clock.now()
        found = [each for name, each in self._known.items() if name in path and each.may_be_missing(now)]
        return min(found, key=lambda each: each.seen, default=None)
