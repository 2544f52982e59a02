"""The base of every guided step: its state, its evidence, its one running task."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from wizard.messages import (
    _,
    explain,
    translate,
)
from wizard.notices import add_notice, collecting
from wizard.problem import EarlierStepError, Problem, ProblemError, ScopeMissingError
from wizard.steps.base.gone import noticing
from wizard.steps.base.progress import Notice, ProgressSink, doing

if TYPE_CHECKING:
    from wizard.steps.base.context import Context

V_co = TypeVar("V_co", bound="StepView", covariant=True)
P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="Step[StepView]")


class StepState(enum.StrEnum):
    """The state of a step; the window shows it as an icon and a word."""

    LOCKED = "locked"
    UNREAD = "unread"
    """Nothing was read about it yet, so nothing is known: neither empty nor good nor bad."""
    READY = "ready"
    WORKING = "working"
    ATTENTION = "attention"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StepStatus:
    """A step's state and the one sentence that proves it."""

    state: StepState
    evidence: str
    known: bool = True
    """Whether what the step shows was read: only then is something that it does not show absent."""
    unverified: bool = False
    """With `READY`: something was entered or saved, and nothing has shown yet that it works."""


class StepView(Protocol):
    """What every step's view has."""

    @property
    def busy(self) -> str:
        """What is being done right now; empty when nothing is."""

    @property
    def problem(self) -> Problem | None:
        """The last thing that went wrong; None when nothing did."""


class Step(ABC, Generic[V_co]):
    """One guided step: what it needs, knows and offers.

    `view` and `status` are immutable snapshots: any thread may read them; everything else belongs to the
    event loop. Subscribers of the assistant get the step's id whenever a snapshot is replaced.
    """

    id: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    """Ids of the steps that must be done (or at least in attention) before this one can work."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._notice: Notice | None = None
        self._sink = ProgressSink(self._show)
        self._problem: Problem | None = None
        self._left_out: dict[str, tuple[Problem, ...]] = {}  # by what was being done
        self._unpermitted = False  # whether an application lacks the permission to read it
        self._waits_for_earlier = False  # whether the problem is that something else comes first
        self._task: asyncio.Task[Any] | None = None
        self._task_commits = False
        self._changed: Callable[[str], None] | None = None
        self._noticed: Callable[[str], None] | None = None
        self._locked = ""
        self._locked_unread = False
        self._view: V_co = self._build()
        self._status = StepStatus(StepState.LOCKED, "", known=False)

    @property
    @abstractmethod
    def title(self) -> str:
        """The step's name, in the reader's language."""

    @property
    def view(self) -> V_co:
        """All that a page needs to draw this step."""
        return self._view

    @property
    def status(self) -> StepStatus:
        """State and evidence."""
        return self._status

    @property
    def state(self) -> StepState:
        """Where the step stands."""
        return self._status.state

    @property
    def evidence(self) -> str:
        """One sentence that proves the state."""
        return self._status.evidence

    @property
    def problem(self) -> Problem | None:
        """The last thing that went wrong in this step, until the next intent starts."""
        return self._problem

    @property
    def unread(self) -> tuple[Problem, ...]:
        """What could not be read although the rest was, until the same is read again."""
        found: list[Problem] = []
        for some in self._left_out.values():
            for each in some:
                add_notice(found, each)
        return tuple(found)

    @property
    def waits(self) -> bool:
        """Whether an earlier step comes first, or must be read first."""
        return bool(self._locked)

    @property
    def running(self) -> bool:
        """Whether an intent of this step is under way."""
        return self._task is not None and not self._task.done()

    async def refresh(self) -> None:
        """Read the current state; failures become the step's state instead of an exception."""
        if self._locked:
            return
        mine = asyncio.current_task()
        try:
            with contextlib.suppress(ProblemError):  # recorded in `problem` and shown by `status`
                await self.run(self._read(), sentence=_("Reading the current state …"), commits=False)
        except asyncio.CancelledError:
            if mine is None or mine.cancelling():
                raise
            # Only this reading was canceled: another intent of the step took its place.

    async def cancel(self) -> None:
        """Stop the running intent, if any, and return when it has cleaned up."""
        task = self._task
        if task is not None and not task.done():
            task.cancel()
            await asyncio.wait({task})

    async def close(self) -> None:
        """Stop, and close the files that the step holds open: Windows does not delete an open one."""
        await self.cancel()

    # Implemented by each step.

    @abstractmethod
    def _build(self) -> V_co:
        """A fresh snapshot from what the step knows."""

    @abstractmethod
    def _judge(self) -> StepStatus:
        """State and evidence from what the step knows, when it neither works nor is locked."""

    @abstractmethod
    async def _read(self) -> None:
        """Read the current state from Entra and Playvox."""

    @abstractmethod
    def provides(self) -> bool:
        """Whether later steps can build on this one."""

    # Implemented here.

    def known(self) -> bool:
        """Whether what `provides` and the evidence follow from was read; a step that reads overrides it."""
        return True

    def _why_unread(self) -> str:
        """The evidence while `known` is False."""
        return _("Not read yet.")

    def attach(self, changed: Callable[[str], None], noticed: Callable[[str], None]) -> None:
        """Called once by the assistant: the callbacks for changes and for progress."""
        self._changed, self._noticed = changed, noticed

    def lock(self, reason: str, *, unread: bool = False) -> None:
        """Say what is missing before this step; empty when nothing is.

        `unread`: it may be there, and was only not read yet.
        """
        self._locked, self._locked_unread = reason, unread

    def publish(self) -> None:
        """Replace the snapshots and notify the assistant; call it on the event loop."""
        self.renew()
        if self._changed is not None:
            self._changed(self.id)

    def renew(self) -> bool:
        """Replace the snapshots without notifying; returns whether anything changed."""
        before = (self._view, self._status)
        self._view = self._build()
        self._status = replace(self._status_now(), known=self.known() and not self._locked)
        return before != (self._view, self._status)

    @property
    def notice(self) -> Notice | None:
        """What is being done right now, and how far it is; None when nothing is."""
        return self._notice

    @property
    def busy(self) -> str:
        """What is being done right now, as text; empty when nothing is."""
        return self._notice.text if self._notice is not None else ""

    def _show(self, notice: Notice | None) -> None:
        self._notice = notice
        if self.running and self.renew() and self._noticed is not None:
            self._noticed(self.id)  # no other step follows from it; `run` publishes beginning and end

    def _status_now(self) -> StepStatus:
        if self.running:
            return StepStatus(StepState.WORKING, self.busy or _("Working …"))
        if self._locked:
            state = StepState.UNREAD if self._locked_unread else StepState.LOCKED
            return StepStatus(state, self._locked)
        if self._problem is not None and self._unpermitted:
            text = _("Unknown, because it may not be read: {why}").format(why=explain(self._problem).what)
            return StepStatus(StepState.UNREAD, text)
        # What is wrong in a field stands beside the field, and leaves the step as it is.
        if self._problem is not None and self._problem.field is None:
            state = StepState.ATTENTION if self._waits_for_earlier else StepState.FAILED
            return StepStatus(state, explain(self._problem).what)
        if not self.known():
            return StepStatus(StepState.UNREAD, self._why_unread())
        return self._judge()

    async def run(self, work: Coroutine[Any, Any, R], *, sentence: str, commits: bool) -> R:
        """Run one intent as this step's only task.

        A new intent cancels a running read; a running commit is never interrupted by one, the new
        intent is refused with `step_busy` instead. Where Entra does not find what the intent is about, what
        is gone is forgotten first: see `wizard.steps.base.gone`.
        """
        if self._task is asyncio.current_task() and self._task is not None:
            return await work  # an intent that uses another one of its own step
        if self.running:
            if self._task_commits:
                work.close()
                raise ProblemError(Problem("step_busy", {"doing": self.busy}, retryable=True))
            try:
                await self.cancel()
            except BaseException:
                work.close()
                raise
        self._problem, self._unpermitted, self._waits_for_earlier = None, False, False
        with doing(sentence, self._sink), collecting() as unread:
            task: asyncio.Task[R] = asyncio.create_task(
                noticing(self.context, work), name=f"step {self.id}"
            )
            task.add_done_callback(lambda _task: work.close())  # canceled before it began, it never runs
            self._task, self._task_commits, self._notice = task, commits, Notice(sentence)
            self.publish()
            try:
                return await _await_child(task)
            except ProblemError as error:
                if self._task is task:
                    self._problem = error.problem
                    self._waits_for_earlier = isinstance(error, EarlierStepError)
                    account = self.context.session.account
                    self._unpermitted = (
                        isinstance(error, ScopeMissingError) and account is not None and account.app_only
                    )
                raise
            finally:
                self._left_out[sentence] = tuple(unread)
                if self._task is task:
                    self._task, self._notice = None, None
                    self.publish()


async def _await_child(task: asyncio.Task[R]) -> R:
    """Wait for a child; when the waiting is canceled, cancel the child and wait for its cleanup."""
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
        raise


Intent = Callable[Concatenate[S, P], Coroutine[Any, Any, R]]


def reads(sentence: str) -> Callable[[Intent[S, P, R]], Intent[S, P, R]]:
    """Make a coroutine method an intent that only reads: a later intent of the step replaces it.

    `sentence`, marked with `N_`, says what is being done while it runs.
    """
    return _intent(sentence, commits=False)


def commits(sentence: str) -> Callable[[Intent[S, P, R]], Intent[S, P, R]]:
    """Make a coroutine method an intent that changes something: only its own canceling stops it.

    `sentence`, marked with `N_`, says what is being done while it runs.
    """
    return _intent(sentence, commits=True)


def _intent(sentence: str, *, commits: bool) -> Callable[[Intent[S, P, R]], Intent[S, P, R]]:
    def decorate(method: Intent[S, P, R]) -> Intent[S, P, R]:
        @functools.wraps(method)
        async def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return await self.run(
                method(self, *args, **kwargs), sentence=translate(sentence), commits=commits
            )

        return run

    return decorate
