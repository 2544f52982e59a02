"""The one assistant behind the window: its changes as Qt signals, its intents as background tasks."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from wizard.problem import ProblemError
from wizard.ui.session.background import (
    Background,
    BackgroundTask,
)

if TYPE_CHECKING:
    from wizard.steps import Assistant, Step
    from wizard.steps.base.step import StepView
    from wizard.steps.start.step import StartStep
    from wizard.steps.start.view import IdentityView
    from wizard.ui.session.watching import Watching

_REDRAW_EVERY_MS = 30  # a running test reports many results; the eye needs no more pictures than this

MaybeAwaitable = Callable[[], Any]


class Session(QObject):
    """Connects pages with the steps.

    The steps load after first paint: the first one alone (`begin`), then the assistant with all (`attach`).
    """

    begun = Signal()
    waited_for = Signal()
    """Something was chosen before the program could do it."""
    attached = Signal()
    changed = Signal(str)
    """Id of a step whose snapshot was replaced; several changes in a row are emitted as one."""
    unexpected = Signal(object)
    """An exception that no step expected."""
    _step_changed = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.background = background
        self.assistant: Assistant | None = None
        self._first: StartStep | None = None
        self.watching: Watching | None = None
        """What the program may do while its window is closed; None: nothing, as in a tour."""
        self.asked_early = False
        """Whether something was chosen before its step was there: it is done first."""
        self._waiting_ids: dict[str, None] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REDRAW_EVERY_MS)
        self._timer.timeout.connect(self._emit_changed)
        self._step_changed.connect(self._collect, Qt.ConnectionType.QueuedConnection)

    def begin(self, first: StartStep) -> None:
        """Use the first step, and follow its changes until there is an assistant."""
        self._first = first
        emit = self._step_changed.emit
        self.background.call_soon(first.attach, emit, emit)
        self.begun.emit()
        self._collect(first.id)

    @property
    def first(self) -> StartStep | None:
        """The first step, which needs no other; None while the program is still loading it."""
        return self.assistant.before if self.assistant is not None else self._first

    def ask_early(self) -> None:
        """Something was chosen that is done as soon as its step is there."""
        self.asked_early = True
        self.waited_for.emit()

    def attach(self, assistant: Assistant) -> None:
        """Use this assistant and follow its changes."""
        self.assistant = assistant
        self.background.call_soon(assistant.subscribe, self._step_changed.emit)
        self.attached.emit()
        for step in (assistant.overview, *assistant.steps):
            self._collect(step.id)

    def step(self, step_id: str) -> Step[StepView] | None:
        """The step with this id; None while the program is still loading it."""
        if self.assistant is not None:
            return self.assistant.step(step_id)
        return self._first if self._first is not None and step_id == self._first.id else None

    @property
    def identity(self) -> IdentityView | None:
        """Signed-in account and tenant; None before sign-in."""
        first = self.first
        return first.view.identity if first is not None else None

    def run(self, work: Coroutine[Any, Any, Any]) -> BackgroundTask:
        """Start an intent. Expected problems appear in the step's view; any other exception is a bug."""
        job = self.background.start(work)
        job.failed.connect(self._failed)
        return job

    def call(self, function: MaybeAwaitable) -> BackgroundTask:
        """Call a plain or coroutine function on the loop's thread; its result arrives as a signal."""
        return self.run(_call(function))

    def cancel(self, step_id: str) -> None:
        """Cancel what this step is doing."""
        step = self.step(step_id)
        if step is not None:
            self.run(step.cancel())

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, ProblemError):
            self.unexpected.emit(error)

    def _collect(self, step_id: str) -> None:
        self._waiting_ids[step_id] = None
        if not self._timer.isActive():
            self._timer.start()

    def _emit_changed(self) -> None:
        ids, self._waiting_ids = self._waiting_ids, {}
        for step_id in ids:
            self.changed.emit(step_id)


async def _call(function: MaybeAwaitable) -> Any:
    result: Any | Awaitable[Any] = function()
    return await result if inspect.isawaitable(result) else result
