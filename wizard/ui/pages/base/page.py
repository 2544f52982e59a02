"""Base of every page: its step, title, lead, message bar, and its commits for the command bar."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from wizard.messages import _
from wizard.messages.language import text_for
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.draft import UnsavedInput
from wizard.ui.pages.base.learn import ADDRESSES, LEARN, TITLES
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.session.background import BackgroundTask
from wizard.ui.session.session import Session
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.heading import page_title
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.restored_bar import RestoredBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, caption
from wizard.ui.widgets.tip import tip

if TYPE_CHECKING:
    from wizard.problem import Problem
    from wizard.steps import Assistant, Step
    from wizard.steps.base.step import StepView

StepT = TypeVar("StepT", bound="Step[StepView]")
_LONGEST_LINE = 165  # average letters


def shows_locked(step: Step[Any]) -> bool:
    """Whether nothing on this step's page can be used: an earlier step comes first, or must be read."""
    return step.state == "locked" or (step.state == "unread" and step.waits)


class Page(QWidget, Generic[StepT]):
    """One step on screen. It draws the step's view and sends intents; it knows no other page."""

    step_id: ClassVar[str] = ""
    needs_step: ClassVar[bool] = True
    """Whether it can show nothing before its step is there."""
    commits_changed = Signal()
    commit_wanted = Signal(object)
    link_opened = Signal(str)
    help_wanted = Signal(str)
    """A cause of a failed connection test: what to do about it."""
    page_wanted = Signal(str)
    """Id of another page to show."""
    drafts_changed = Signal()
    """Something that `drafts` tells of was typed or chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName(f"page-{self.step_id}")
        self._shown_problem: object = None
        self._shown_unread: tuple[Problem, ...] = ()
        self._answers: set[BackgroundTask] = set()
        self._early: list[Callable[[], object]] = []  # intents from before the program has loaded
        session.begun.connect(self._send_early)
        session.attached.connect(self._send_early)
        self._after_flush: Callable[[], None] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP * 4, GAP * 3, GAP * 4, GAP * 4)
        self._column.setSpacing(GAP * 2)
        self.heading = page_title(self.title())
        self.heading.setObjectName(f"{self.step_id}-heading")
        self.admin_center_button = Button(
            f"{self.step_id}-admin-center", _("Open in Microsoft Entra admin center"), "open", SUBTLE
        )
        self.admin_center_button.clicked.connect(self._open_admin_center)
        self.admin_center_button.hide()
        top = QWidget()
        flow = FlowLayout(top, gap=GAP * 2)  # wraps, so that the page never scrolls sideways
        flow.addWidget(self.heading)
        flow.addWidget(self.admin_center_button)
        self._column.addWidget(top)
        self.lead_text = caption(self.lead())
        self._column.addWidget(self.lead_text)
        self.lock_bar = MessageBar(f"{self.step_id}-locked", dismissable=False)
        self.bar = MessageBar(f"{self.step_id}-message")
        self.unread_bar = MessageBar(f"{self.step_id}-unread")
        self.restored = RestoredBar(self.step_id)
        self._column.addWidget(self.restored)
        self._column.addWidget(self.lock_bar)
        self._column.addWidget(self.unread_bar)
        self._column.addWidget(self.bar)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GAP * 2)
        self._column.addWidget(self.content)
        self._add_learn()
        self._column.addStretch(1)
        self._limit_width()
        self._led_to = ""  # code of the problem whose message was scrolled into view
        self._leading = QTimer(self)
        self._leading.setSingleShot(True)
        self._leading.setInterval(0)  # after the layout has placed the message
        self._leading.timeout.connect(self._lead_to_message)
        self._parts: Iterator[None] | None = self.build()
        if self._parts is None:
            self._finish()

    @property
    def complete(self) -> bool:
        """Whether all widgets were created."""
        return self._parts is None

    def build_some(self) -> bool:
        """Create the next widgets of a page that comes in parts; False once it is complete."""
        if self._parts is None:
            return False
        for _part in self._parts:
            return True
        self._parts = None
        self._finish()
        return False

    def _finish(self) -> None:
        for bar in self.findChildren(MessageBar):
            bar.here = self.step_id
            bar.page_wanted.connect(self.page_wanted)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._limit_width()

    def _add_learn(self) -> None:
        """One button for each page of Microsoft Learn that belongs here, at the end of the page."""
        links = LEARN.get(self.step_id, ())
        if not links:
            return
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        flow.addWidget(TextLabel(_("At Microsoft Learn, in the browser:"), secondary=True, wrap=False))
        for name in links:
            button = Button(f"{self.step_id}-learn-{name}", text_for(TITLES, name), "open", SUBTLE)
            button.setToolTip(ADDRESSES[name])
            button.clicked.connect(self._open_learn)
            flow.addWidget(button)
        self._column.addWidget(row)

    def _open_learn(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.link_opened.emit(button.toolTip())

    def _limit_width(self) -> None:
        """On a wide screen lines would get too long to read."""
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LONGEST_LINE)

    # To override in a page.

    def step_of(self, assistant: Assistant) -> StepT:
        """The step behind this page."""
        raise NotImplementedError

    def title(self) -> str:
        """Heading of the page: the step's name."""
        raise NotImplementedError

    def lead(self) -> str:
        """One or two sentences under the heading."""
        return ""

    def build(self) -> Iterator[None] | None:
        """Create the widgets in `body`. A large page does it in parts and yields after each.

        Between two parts the window answers, so each must be small enough for one event.
        """
        raise NotImplementedError

    def draw(self, step: StepT) -> None:
        """Show the step's view."""
        raise NotImplementedError

    def commits(self) -> tuple[Commit, ...]:
        """Changes this page offers, main one last."""
        return ()

    def drafts(self) -> tuple[UnsavedInput, ...]:
        """What is drafted on this page and kept until it is saved; each may follow from those before."""
        return ()

    def starts_at(self) -> QWidget:
        """Where the keyboard focus begins when the page comes: its first control, or a better one."""
        return self.content if self.content.isEnabled() else self

    def enter(self) -> None:
        """The page is shown: start what runs while it is open."""

    def leave(self) -> None:
        """The page is hidden: stop what runs only while it is open."""

    # Provided by the base.

    def read_again(self) -> None:
        """Read what the page shows, unless the step waits for another one or works already."""
        step = self.step
        if step is not None and step.state != "locked" and not step.running:
            self.intend(lambda each: each.refresh())

    @property
    def step(self) -> StepT | None:
        """The step behind this page; None while the program is still loading."""
        assistant = self.session.assistant
        return None if assistant is None else self.step_of(assistant)

    @property
    def assistant(self) -> Assistant:
        """The assistant; use it only after the program has loaded."""
        assert self.session.assistant is not None
        return self.session.assistant

    def absent(self, sentence: str) -> str:
        """What stands where nothing is: the sentence, or that it was not read yet.

        Unread is not absent, so every empty list and every "not yet" of a page goes through this.
        """
        step = self.step
        return sentence if step is not None and step.status.known else _("Not read yet.")

    def redraw(self) -> None:
        """Draw the newest snapshot."""
        while self.build_some():
            pass
        step = self.step
        if step is None:
            if self.needs_step:
                self.lock_bar.show_message(
                    Tone.INFO, _("Not read yet"), _("Nothing is known about it yet.")
                )
                allow(self.content, _("Nothing is known about it yet."))
            return
        link = step.context.portal_link
        self.admin_center_button.setVisible(bool(link))
        self.admin_center_button.setToolTip(tip(link))
        unread = step.state == "unread"
        locked = shows_locked(step)
        if unread:
            self.lock_bar.show_message(Tone.INFO, _("Not read yet"), _("Nothing is known about it yet."))
        elif locked:
            self.lock_bar.show_message(Tone.INFO, _("Not available yet"), step.evidence)
        else:
            self.lock_bar.clear()
        allow(self.content, self.lock_bar.text if locked else "")
        problem = step.view.problem
        if problem is not self._shown_problem:
            self._shown_problem = problem
            if problem is not None and problem.field is None:
                self.bar.show_problem(problem)
                if problem.code != self._led_to:  # the same problem again is no reason to scroll
                    self._led_to = problem.code
                    self._leading.start()
            else:
                self.bar.clear()
        self._show_unread(step.unread)
        if problem is None and not step.running:
            self._led_to = ""
        self.draw(step)
        self.commits_changed.emit()

    def _show_unread(self, unread: tuple[Problem, ...]) -> None:
        """Say what is missing on the page because it could not be read."""
        if unread == self._shown_unread:
            return
        self._shown_unread = unread
        if unread:
            self.unread_bar.show_notices(unread)
        else:
            self.unread_bar.clear()

    def _open_admin_center(self) -> None:
        step = self.step
        link = step.context.portal_link if step is not None else ""
        if link:
            self.link_opened.emit(link)

    def _lead_to_message(self) -> None:
        """Scroll to the message: the button that failed may be far below it."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and self.isVisible():
            area.ensureWidgetVisible(self.bar)

    def intend(
        self,
        make: Callable[[StepT], Coroutine[Any, Any, object]],
        failed: Callable[[Exception], object] | None = None,
    ) -> BackgroundTask | None:
        """Send an intent to the step: `make` gets the step and returns the coroutine.

        `failed` gets the exception that ended it. While the program is still loading the intent is kept,
        and sent as soon as there is a step; None is returned then.

        Buttons stay enabled while the step works, because disabling the focused one would move the keyboard
        focus away; the step itself decides which intent may replace which.
        """
        step = self.step
        if step is None:
            self._early.append(lambda: self.intend(make, failed))
            self.session.ask_early()
            return None
        job = self.session.run(make(step))
        if failed is not None:
            job.failed.connect(failed)
        return job

    def _send_early(self) -> None:
        if self.step is None:
            return
        early, self._early = self._early, []
        for send in early:
            send()

    def answer(self, make: Callable[[StepT], Coroutine[Any, Any, object]]) -> BackgroundTask | None:
        """Send what was typed or chosen to the step; `flush` waits until the step has it."""
        job = self.intend(make)
        if job is not None:
            self._answers.add(job)
            job.finished.connect(self._on_answer_taken)
        return job

    def flush(self, then: Callable[[], None]) -> None:
        """Send all typed input to the step, and call `then` once the page shows the resulting view.

        When called again before that, only the last `then` is called.
        """
        self._after_flush = then
        for pending in self._inputs(lookups=False):
            pending.flush()
        self._finish_flush()

    def hold_lookups(self) -> None:
        """Hold lookups for typed text until `resume_lookups`: their requests would end a planning."""
        for pending in self._inputs(lookups=True):
            pending.hold()

    def resume_lookups(self) -> None:
        """Send lookups for typed text again."""
        for pending in self._inputs(lookups=True):
            pending.resume()

    def _inputs(self, *, lookups: bool) -> list[PendingInput]:
        return [each for each in self.findChildren(PendingInput) if each.lookup is lookups]

    def _on_answer_taken(self) -> None:
        self._answers = {job for job in self._answers if job.is_running}
        self._finish_flush()

    def _finish_flush(self) -> None:
        then = self._after_flush
        if then is not None and not self._answers:
            self._after_flush = None
            self.redraw()  # the step may be ahead of the last drawing
            then()

    def card(self, title: str = "", lead: str = "") -> Card:
        """Add a card at the end of the page."""
        card = Card(title, lead)
        self.body.addWidget(card)
        return card
