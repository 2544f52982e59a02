"""Progress of the current work, for the window's busy line or the command line.

An intent opens an activity (`doing`); progress inside it is reported with `report`, at any call depth. The
activity is found through a context variable, so that functions need not hand a callback down. Belongs to
the event loop: `report` is called there, never from another thread.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wizard.messages import _, ngettext
from wizard.messages.labels import waiting_sentence

if TYPE_CHECKING:
    from wizard.entra.consistency import Waiting

INTERVAL = 0.1
"""Seconds between two notices of one sink: at most 10 per second."""
_LONG = 4.0  # seconds of waiting after which the maximum is shown


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about the current work, with its progress: `done` of `total`, where that is known."""

    sentence: str
    done: int | None = None
    total: int | None = None

    @property
    def text(self) -> str:
        """The sentence, with the numbers where there are any."""
        if self.done is None:
            return self.sentence
        if self.total is None:
            return _("{sentence} {done}").format(sentence=self.sentence, done=self.done)
        return _("{sentence} {done} of {total}").format(
            sentence=self.sentence, done=self.done, total=self.total
        )


class ProgressSink:
    """Shows the latest notice of the current work, at most one per `INTERVAL`.

    `show` gets the notice, or None when nothing is under way any more. A notice that comes too early is
    shown when its time has come, unless a later one took its place: the latest is never lost.
    """

    def __init__(self, show: Callable[[Notice | None], None]) -> None:
        self._show = show
        self._notices: dict[Activity, Notice] = {}  # the latest notice comes last
        self._shown: Notice | None = None
        self._last = -math.inf  # time of the event loop
        self._timer: asyncio.TimerHandle | None = None

    def put(self, activity: Activity, notice: Notice | None) -> None:
        """Take an activity's new notice; None when it has ended."""
        self._notices.pop(activity, None)
        if notice is not None:
            self._notices[activity] = notice
        if not self._notices:
            self._stop_timer()
            self._show_now()
        elif self._timer is None:
            loop = asyncio.get_running_loop()
            due = self._last + INTERVAL
            if due <= loop.time():
                self._show_now()
            else:
                self._timer = loop.call_at(due, self._show_now)

    def _show_now(self) -> None:
        self._timer = None
        latest = next(reversed(self._notices.values()), None)
        if latest == self._shown:
            return
        self._shown = latest
        if latest is not None:
            self._last = asyncio.get_running_loop().time()
        self._show(latest)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Activity:
    """One thing under way, and the sinks that show it."""

    def __init__(self, sinks: tuple[ProgressSink, ...]) -> None:
        self.sinks = sinks
        self.notice: Notice | None = None
        self._ended = False

    def report(self, notice: Notice) -> None:
        """Show this notice; nothing happens after the end."""
        if not self._ended:
            self.notice = notice
            for sink in self.sinks:
                sink.put(self, notice)

    def end(self) -> None:
        """End this activity."""
        self._ended = True
        for sink in self.sinks:
            sink.put(self, None)


_activity: ContextVar[Activity | None] = ContextVar("activity", default=None)


def report(sentence: str, done: int | None = None, total: int | None = None) -> None:
    """Report the current work in the current activity; without one it is dropped."""
    activity = _activity.get()
    if activity is not None:
        activity.report(Notice(sentence, done, total))


def is_shown() -> bool:
    """Whether a sink shows what is reported here."""
    activity = _activity.get()
    return activity is not None and bool(activity.sinks)


def report_waiting(waiting: Waiting) -> None:
    """Report waiting for Entra and its maximum; the activity's progress stays shown."""
    activity = _activity.get()
    if activity is not None:
        sentence, before = waiting_sentence(waiting.what), activity.notice
        if waiting.seconds >= _LONG and waiting.left is not None:
            minutes = math.ceil(waiting.left / 60)
            sentence = ngettext(
                "{sentence} (at most {n} minute)", "{sentence} (at most {n} minutes)", minutes
            ).format(sentence=sentence, n=minutes)
        activity.report(replace(before, sentence=sentence) if before is not None else Notice(sentence))


@contextmanager
def doing(sentence: str, *sinks: ProgressSink) -> Iterator[None]:
    """An activity around a block: shown by these sinks and by those of the activity it is part of."""
    outer = _activity.get()
    activity = Activity((*(outer.sinks if outer is not None else ()), *sinks))
    token = _activity.set(activity)
    try:
        if sentence:
            activity.report(Notice(sentence))
        yield
    finally:
        _activity.reset(token)
        activity.end()


@contextmanager
def shown_by(sink: ProgressSink) -> Iterator[None]:
    """Show the work inside the block in this sink."""
    with doing("", sink):
        yield
