"""Waiting until Entra shows a change: all waits and all their limits.

Graph is eventually consistent: what was just made or changed may be missing from an answer for a while,
and one replica may know it before another (Graph docs: `applicationTemplate: instantiate`, "Best practices
for working with Microsoft Graph"). Two rules follow. A journal proves that something was requested, never
that it exists. And what was seen once and is missing now is gone, so there is nothing to wait for.
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
    """How long assigning is retried while Entra does not know the application or person yet."""
    reading: float = 15.0
    """How long reading a new object waits for it, at most."""
    lost_answer: float = 45.0
    """How long to look for the result of a change whose response was lost before it is repeated."""
    lost_write: float = 2.0
    """The same for a change that may be repeated without harm."""
    interrupted: float = 180.0
    """When the result of an interrupted change must be visible: the duration of the longest request."""
    other_copy: float = 900.0
    """How long another copy of this program may be changing the same setup."""


PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between two attempts, the last one repeated; each is reported: no silence of ten seconds."""
_CONFIRMING = (0.5, 1.0)  # pauses before a new object that was seen counts as gone
_SENDINGS = 2
_WORTH_TELLING = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and sleeping. Tests use their own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a wait: `seconds` after a change, `ends` in monotonic seconds."""

    clock: Clock
    seconds: float
    ends: float

    @classmethod
    def after(cls, clock: Clock, seconds: float) -> Deadline:
        """A deadline this many seconds from now."""
        return cls(clock, seconds, clock.monotonic() + seconds)

    @classmethod
    def since(cls, clock: Clock, created: datetime, seconds: float) -> Deadline:
        """A deadline this many seconds after the object was created, at most this many from now."""
        left = (created - clock.now()).total_seconds() + seconds
        return cls(clock, seconds, clock.monotonic() + min(left, seconds))

    @property
    def left(self) -> float:
        """Remaining seconds, at least 0."""
        return max(0.0, self.ends - self.clock.monotonic())


@dataclass(frozen=True, slots=True)
class Waiting:
    """Progress of a wait: `what` is a code ("application", "job", "job_state", "settings", "answer" …).

    `seconds` have passed; at most `left` more follow, None: unknown.
    """

    what: str
    attempt: int
    seconds: float
    left: float | None


WaitingProgress = Callable[[Waiting], None]


@dataclass(frozen=True, slots=True)
class WaitPolicy:
    """How one client waits: clock, limits and progress sink."""

    progress: WaitingProgress
    clock: Clock = field(default_factory=Clock)
    bounds: Bounds = field(default_factory=Bounds)

    def deadline(self, seconds: float) -> Deadline:
        """A deadline this many seconds from now."""
        return Deadline.after(self.clock, seconds)

    async def pause(self, what: str, seconds: float) -> None:
        """Sleep this many seconds; all but short pauses are reported, long ones repeatedly."""
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
    """The first result of `look` that is not None; None when the deadline passes first.

    Calls `look` at least once, reports to `progress` before each pause, and raises what `look` raises.
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

    Raises "graph_replication_slow" (retryable) when there is none by the deadline, and what `look`
    raises.
    """
    found = await look_until(what, look, deadline=deadline, progress=progress)
    if found is None:
        facts = {"what": what, "seconds": str(round(deadline.seconds))}
        raise NotYetVisibleError(Problem("graph_replication_slow", facts, retryable=True))
    return found


async def none_if_not_found(question: Awaitable[T]) -> T | None:
    """The result, or None when Graph answers 404: missing, or not visible yet."""
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
    """Send a change whose result can be read; after a lost response, verify before sending it again.

    `send` must not retry by itself. Raises what `send` raises when its response is lost twice.
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
    """The object exists; `value` is what was read."""

    value: T


@dataclass(frozen=True, slots=True)
class NotYetVisible:
    """The object was created and never seen: it may still appear, until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """The object no longer exists, or was never created."""


Existence = Seen[T] | NotYetVisible | Gone


@dataclass(frozen=True, slots=True)
class Creation:
    """An object this program created: when, how long it may be missing, whether it was seen."""

    made: datetime
    bound: float
    seen: bool = False

    def may_be_missing(self, now: datetime) -> bool:
        """Whether a replica may not know it yet."""
        return now < self.made + timedelta(seconds=self.bound)


def existence(found: T | None, creation: Creation | None, now: datetime) -> Existence[T]:
    """The existence of an object after a read (None: not found); `creation` None: not created here."""
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

    A new object that was seen is read twice more within two seconds before it counts as gone,
    because another replica may not know it yet. For any other object one read is enough.
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
    """The objects created by this program that one client knows, by id."""

    def __init__(self, waits: WaitPolicy) -> None:
        self._waits = waits
        self._known: dict[str, Creation] = {}

    def add(self, object_id: str, made: datetime | None = None, *, seen: bool = False) -> None:
        """Record when this application (or service principal) was created; None: now."""
        if object_id:
            waits = self._waits
            self._known[object_id] = Creation(made or waits.clock.now(), waits.bounds.application, seen)

    def saw(self, object_id: str) -> None:
        """Record that this object was seen: from now on, missing means gone."""
        if (known := self._known.get(object_id)) is not None:
            self._known[object_id] = Creation(known.made, known.bound, seen=True)

    def creation(self, object_id: str) -> Creation | None:
        """What is known of this object; None when this program did not create it."""
        return self._known.get(object_id)

    def in_path(self, path: str) -> Creation | None:
        """The new object in the path, while a replica may not know it yet; unseen ones first."""
        now = self._waits.clock.now()
        found = [each for name, each in self._known.items() if name in path and each.may_be_missing(now)]
        return min(found, key=lambda each: each.seen, default=None)
