"""Content of the main window: header, step rail, page, messages, command bar."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wizard.messages import _
from wizard.messages.pages import pages_named
from wizard.problem import Problem, ProblemError
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.page import Page, shows_locked
from wizard.ui.session.session import Session
from wizard.ui.shell.command_bar import CommandBar
from wizard.ui.shell.header import Header
from wizard.ui.shell.later import later
from wizard.ui.shell.outside import open_outside
from wizard.ui.shell.page_preloader import PagePreloader
from wizard.ui.shell.page_registry import (
    PageEntry,
    overview_page,
    side_pages,
    step_pages,
)
from wizard.ui.shell.rail import Rail, shown_state
from wizard.ui.shell.regions import Regions, focus_first
from wizard.ui.shell.slow_files import SlowFiles
from wizard.ui.shell.support_command import SupportCommand
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.scroll import WidthFollowingScrollArea

if TYPE_CHECKING:
    from wizard.ui.shell.commit_run import CommitRun
    from wizard.ui.shell.guide import GuideDialog
    from wizard.ui.shell.practice_panel import PracticePanel

_OVERVIEW = "overview"
_GOES_ON = ("ready", "attention", "done")  # states in which a page can be worked on


class MainWindow(QWidget):
    """Shows one step at a time and leads from one to the next."""

    painted = Signal()
    """The content was painted for the first time."""
    page_shown = Signal(str)
    settings_wanted = Signal()
    page_made = Signal(object)
    """A page was created."""
    page_used = Signal(object)
    """A commit of this page was made."""

    def __init__(self, session: Session, go_on_at: str = "") -> None:
        """`go_on_at`: the page of an earlier window, shown after sign-in where a setup was only begun."""
        super().__init__()
        self.setObjectName("main-window")
        self.session = session
        self._painted = False
        self._new_pages: dict[str, Page[Any]] = {}
        self._pages: dict[str, Page[Any]] = {}
        self._scrolls: dict[str, WidthFollowingScrollArea] = {}
        self._entries: dict[str, PageEntry] = {entry.step_id: entry for entry in step_pages()}
        self._side_entries: dict[str, PageEntry] = {entry.step_id: entry for entry in side_pages()}
        self._current_id = ""
        self._began_at = ""  # the page of an earlier window, shown before anything was read
        self._came_from = ""
        self._go_on_at = go_on_at
        self._opening = ""  # a page that is shown in a later event
        self._led = False  # to the overview, once for each sign-in
        self._commit_run: CommitRun | None = None
        self._busy = self._announced = ""
        self._preloader = PagePreloader(lambda: session.background.running, self)
        self._busy_soon = QTimer(self)  # in a separate event: drawing the page was enough work for one
        self._busy_soon.setSingleShot(True)
        self._busy_soon.timeout.connect(self._show_busy)
        self._slow_files = SlowFiles(self)
        self._slow_files.changed.connect(self._show_busy)
        self._lay_out()
        self._regions = Regions(
            self,
            (
                self._rail_now,
                self._page_now,
                lambda: self.command_bar,
                lambda: self.header,
            ),
        )
        session.changed.connect(self._on_changed)
        session.begun.connect(self._show_busy)
        session.waited_for.connect(self._show_busy)
        session.attached.connect(self._on_attached)
        session.unexpected.connect(self._on_unexpected)
        for sequence, slot in (
            ("Alt+Left", self.go_back),
            ("Alt+Right", self.go_next),
            ("Escape", self._on_escape),
            ("F1", self._on_help),
        ):
            QShortcut(QKeySequence(sequence), self, slot)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = Header()
        column.addWidget(self.header)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        column.addLayout(middle, 1)
        first = overview_page()
        self.rail = Rail(
            [(e.step_id, e.title, e.icon) for e in step_pages()], (first.step_id, first.title, first.icon)
        )
        self.rail.chosen.connect(self.open_page)
        middle.addWidget(self.rail)
        center = QVBoxLayout()
        center.setSpacing(0)
        middle.addLayout(center, 1)
        self.message_area = QWidget()
        messages = QVBoxLayout(self.message_area)
        messages.setContentsMargins(GAP * 4, GAP * 2, GAP * 4, 0)
        self.message = MessageBar("window-message")
        self.message.dismissed.connect(self._clear_message)
        self.message.page_wanted.connect(self.open_page)
        messages.addWidget(self.message)
        self.lasting = MessageBar("window-lasting")
        self.lasting.dismissed.connect(self._lasting_read)
        messages.addWidget(self.lasting)
        self.message_area.hide()
        center.addWidget(self.message_area)
        self.stack = QStackedWidget()
        center.addWidget(self.stack, 1)
        self._middle = middle
        self._practice_panel: PracticePanel | None = None
        self.header.practice_toggled.connect(self._on_practice_toggled)
        self.header.history_button.clicked.connect(lambda: self.open_page("history"))
        self.header.person_asked.connect(self._on_person_asked)
        self._support = SupportCommand(self.session, self)
        self._support.said.connect(self.show_message)
        self._support.failed.connect(self.show_problem)
        self.header.support_button.clicked.connect(self._support.begin)
        self.header.help_button.clicked.connect(self._on_help)
        self.header.settings_button.clicked.connect(self.settings_wanted)
        self.command_bar = CommandBar()
        self.command_bar.back_wanted.connect(self.go_back)
        self.command_bar.next_wanted.connect(self.go_next)
        self.command_bar.cancel_wanted.connect(self._on_cancel)
        self.command_bar.commit_wanted.connect(self._on_commit)
        column.addWidget(self.command_bar)

    # Navigation.

    def _rail_now(self) -> QWidget:
        known = self._current_id in self._entries or self._current_id == _OVERVIEW
        return self.rail.item(self._current_id) if known else self.rail

    def _page_now(self) -> QWidget:
        return self.page(self._current_id)

    @property
    def made_pages(self) -> dict[str, Page[Any]]:
        """The pages that there are, by their steps' ids."""
        return self._pages

    @property
    def practice_panel(self) -> PracticePanel | None:
        """The practice panel, if it was ever opened."""
        return self._practice_panel

    @property
    def current_id(self) -> str:
        """Id of the step on screen."""
        return self._current_id

    def page(self, step_id: str) -> Page[Any]:
        """The page of a step, created when first requested."""
        if step_id not in self._pages:
            self._make(step_id).redraw()
        return self._pages[step_id]

    def _create(self, step_id: str) -> None:
        """Create a page that has no place in the window yet."""
        if step_id not in self._pages and step_id not in self._new_pages:
            entry = self._entries.get(step_id) or self._side_entries[step_id]
            self._new_pages[step_id] = entry.page()(self.session, self)

    def _build_some(self, step_id: str) -> bool:
        return step_id in self._new_pages and self._new_pages[step_id].build_some()

    def _make(self, step_id: str) -> Page[Any]:
        """The page of a step, as yet with nothing drawn when it is new."""
        if step_id not in self._pages:
            self._create(step_id)
            while self._build_some(step_id):
                pass
            page = self._new_pages.pop(step_id)
            entry = self._entries.get(step_id) or self._side_entries[step_id]
            scroll = WidthFollowingScrollArea()
            scroll.setObjectName(f"scroll-{step_id}")
            scroll.setAccessibleName(entry.title)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setWidget(page)
            page.commits_changed.connect(self._on_commits_changed)
            page.commit_wanted.connect(self._on_commit)
            page.link_opened.connect(self._open_link)
            page.help_wanted.connect(self._on_cause)
            page.page_wanted.connect(self.open_page)
            self._pages[step_id] = page
            self._scrolls[step_id] = scroll
            self.stack.addWidget(scroll)
            self.page_made.emit(page)
        return self._pages[step_id]

    def scroll_area(self, step_id: str) -> WidthFollowingScrollArea:
        """The scroll area around a step's page."""
        self.page(step_id)
        return self._scrolls[step_id]

    def begin(self, at: str = "") -> None:
        """Show the first page: the one a kept sign-in goes on at, of which nothing was read yet."""
        first = next(iter(self._entries))
        known = at in self._entries or at == _OVERVIEW
        if known and at != first:
            for step_id in (_OVERVIEW, *self._entries):
                self.rail.item(step_id).set_state("unread", _("Not read yet."))
            self._began_at = at
        else:
            self.rail.item(first).set_state("ready", "")
        self.go_to(self._began_at or first)

    def ask_to_sign_in(self) -> None:
        """The kept sign-in could not be continued: show where to sign in, unless they went elsewhere."""
        if self._began_at and self._current_id == self._began_at:
            self.go_to(next(iter(self._entries)))
            self.show_message(
                Tone.INFO,
                _("Sign in again"),
                _("The earlier sign-in could not be continued. What was set up is kept."),
            )
        self._began_at = ""

    @property
    def goes_on_at(self) -> str:
        """The page that the next start can begin with: somebody is signed in, and stays so; else empty."""
        assistant, identity = self.session.assistant, self.session.identity
        if assistant is None or identity is None or identity.practice or assistant.before.view.session_only:
            return ""
        if assistant.overview.view.existing:
            return _OVERVIEW
        return self._current_id if self._current_id in self._entries else ""

    def focus_page(self) -> None:
        """Give the keyboard focus to the page, as far as it has a control already."""
        focus_first(self.page(self._current_id).starts_at())

    def open_page(self, step_id: str) -> None:
        """Show a step's page. A new one comes in a later event: each of its parts needs one."""
        self._opening = step_id
        self._open()

    def _open(self) -> None:
        step_id = self._opening
        if step_id in self._pages:
            self.go_to(step_id)
        elif step_id:
            if step_id not in self._new_pages:
                self._create(step_id)
            elif not self._new_pages[step_id].complete:
                self._build_some(step_id)
            else:
                self._make(step_id)
            later(self, self._open)

    def go_to(self, step_id: str) -> None:
        """Show a step's page. Navigation never changes anything."""
        self._opening = ""
        page = self._make(step_id)
        if self._current_id and self._current_id != step_id:
            self._pages[self._current_id].leave()
            self._came_from = self._current_id if self._current_id in self._entries else self._came_from
        came = self._current_id != step_id
        self._current_id = step_id
        self.message.here = step_id
        self.rail.set_current(step_id)
        self.stack.setCurrentWidget(self._scrolls[step_id])
        ids = list(self._entries)
        self.command_bar.set_ends(first=step_id == ids[0], last=step_id not in ids[:-1])
        if came:
            self._clear_message()
            page.redraw()
            focused = QApplication.focusWidget()  # none yet when the program starts: the frame gives it
            if focused is not None and not self.rail.isAncestorOf(focused):
                focus_first(page.starts_at())
            page.enter()
            self._scrolls[step_id].verticalScrollBar().setValue(0)
            announce(self, _("{title}. {lead}").format(title=page.title(), lead=page.lead()))
        self._show_commits()
        self._show_busy()
        self._preloader.prefer(ids[min(ids.index(step_id) + 1, len(ids) - 1)] if step_id in ids else "")
        self.page_shown.emit(step_id)

    def go_next(self) -> None:
        """Show the page after this one, or say what comes before it."""
        waits = self._waits_next()
        if waits:
            step = self.session.step(self._here)
            if step is not None and self._here in pages_named(waits):  # this page: what is to be done here
                waits = step.evidence
            self.show_message(Tone.INFO, _("First finish this page"), waits)
        else:
            self._go_by(1)

    def _waits_next(self) -> str:
        """Why the next page cannot be worked on yet; empty when it can."""
        ids, here = list(self._entries), self._here
        if here not in self._entries or here == ids[-1]:
            return ""
        step = self.session.step(ids[ids.index(here) + 1])
        return step.evidence if step is not None and step.state == "locked" else ""

    def go_back(self) -> None:
        """Show the page before this one."""
        self._go_by(-1)

    @property
    def opening(self) -> bool:
        """Whether a page was asked for that is not shown yet."""
        return bool(self._opening)

    @property
    def _here(self) -> str:
        """The page on screen, or the one that comes in a moment: a second Next goes on from there."""
        return self._opening or self._current_id

    def _go_by(self, offset: int) -> None:
        here = self._here
        if here in self._side_entries:
            if offset < 0:
                self.open_page(self._came_from or next(iter(self._entries)))
            return
        ids = list(self._entries)
        there = ids.index(here) + offset
        if 0 <= there < len(ids):
            self.open_page(ids[there])

    # Signals of the session.

    def _on_attached(self) -> None:
        for step_id in (_OVERVIEW, *self._entries):
            self._on_changed(step_id)
        for entry in (*step_pages(), *side_pages()):  # each of these is enough for one event
            each = [
                partial(do, entry.step_id)
                for do in (self._create, self._build_some, self._make, self._draw)
            ]
            self._preloader.begin(entry.step_id, (entry.page, *each))
        self._preloader.begin("", (_load_commits,))

    def _draw(self, step_id: str) -> None:
        if step_id != self._current_id:
            self._make(step_id).redraw()

    def _on_changed(self, step_id: str) -> None:
        step = self.session.step(step_id)
        if step is None:
            return
        if step_id in self._entries or step_id == _OVERVIEW:
            self.rail.item(step_id).set_state(shown_state(step.status), step.evidence)
        identity = self.session.identity
        self.header.show_identity(identity)
        practising = identity is not None and identity.practice
        self.header.practice_button.setVisible(practising)
        if not practising:
            self.header.practice_button.setChecked(False)
        if step_id == self._current_id:
            self._pages[step_id].redraw()
            self._busy_soon.start()
        elif identity is None:  # signing in is shown on every page
            self._busy_soon.start()
        self._lead_to_overview()

    def _lead_to_overview(self) -> None:
        """The first page of an existing setup is the overview, once after each sign-in."""
        assistant, identity = self.session.assistant, self.session.identity
        if assistant is None or identity is None:
            self._led = False
            return
        if self._led:
            return
        if assistant.overview.view.existing:
            self._led = True  # a setup that is made only now leads nowhere
            if self._current_id == next(iter(self._entries)):
                self.open_page(_OVERVIEW)
        elif self._go_on_at in self._entries and assistant.step(self._go_on_at).state in _GOES_ON:
            self._led = True
            if self._current_id == next(iter(self._entries)):
                self.open_page(self._go_on_at)

    def _on_person_asked(self, text: str) -> None:
        from wizard.ui.pages.why.page import WhyPage

        self.go_to("why")
        page = self.page("why")
        assert isinstance(page, WhyPage)
        page.ask(text)

    def _on_practice_toggled(self, shown: bool) -> None:
        if shown:
            self._panel().open()
        elif self._practice_panel is not None:
            self._practice_panel.hide()

    def _panel(self) -> PracticePanel:
        """The practice panel, made when it is first opened."""
        if self._practice_panel is None:
            from wizard.ui.shell.practice_panel import PracticePanel

            self._practice_panel = PracticePanel(self.session)
            self._middle.addWidget(self._practice_panel)
        return self._practice_panel

    def _on_commits_changed(self) -> None:
        if self._current_id and self.sender() is self._pages.get(self._current_id):
            self._show_commits()

    def _show_commits(self) -> None:
        step = self.session.step(self._current_id)
        ready = step is not None and not shows_locked(step)
        self.command_bar.set_commits(self._pages[self._current_id].commits() if ready else ())
        self.command_bar.set_busy(self._busy)

    def _show_busy(self) -> None:
        if not self._current_id:
            return  # the window shows its first page in a moment
        step = self.session.first if self._signs_in() else self.session.step(self._current_id)
        if step is None:
            complete = not self._pages[self._current_id].needs_step and not self.session.asked_early
            busy = "" if complete else _("Starting …")
        else:
            busy = step.evidence if step.state == "working" else ""
        self._busy = busy = self._slow_files.sentence or busy
        # Counters are only shown; the sentence without them is announced.
        notice = step.notice if step is not None else None
        spoken = notice.sentence if busy and notice and not self._slow_files.sentence else busy
        if spoken != self._announced:
            self._announced = spoken
            announce(self.command_bar, spoken)
        self.command_bar.set_busy(busy)

    def _signs_in(self) -> bool:
        """Whether a sign-in is under way that this page waits for."""
        first = self.session.first
        return self.session.identity is None and first is not None and first.state == "working"

    def _on_cancel(self) -> None:
        self.session.cancel(next(iter(self._entries)) if self._signs_in() else self._current_id)

    def _on_escape(self) -> None:
        if self._busy:
            self._on_cancel()

    # Commits.

    def _on_commit(self, commit: Commit) -> None:
        from wizard.ui.shell.commit_run import CommitRun  # not before the first paint

        self._clear_message()
        earlier = self._commit_run
        if earlier is not None and earlier.planning:
            if earlier.commit.name == commit.name:
                return  # clicked twice
            earlier.cancel()
        run = self._commit_run = CommitRun(self.session, self._pages[self._current_id], commit, self)
        run.said.connect(self.show_message)
        run.made.connect(self._on_made)
        if commit.leads_on and not self._completed():
            run.made.connect(self._lead_on)
        run.failed.connect(self._on_act_failed)
        run.ended.connect(self._on_run_ended)
        run.start()

    def _completed(self) -> bool:
        step = self.session.step(self._current_id)
        return step is not None and (step.state == "done" or step.status.unverified)

    def _lead_on(self) -> None:
        """The step was completed just now: go on with the next one, if that is possible."""
        if self.sender() is self._commit_run and self._completed() and not self._waits_next():
            # In a separate event: drawing this page was enough work for one.
            later(self, partial(self._go_on_from, self._current_id))

    def _go_on_from(self, step_id: str) -> None:
        if self._current_id == step_id:
            self.go_next()

    def _on_made(self) -> None:
        run = self.sender()
        from wizard.ui.shell.commit_run import CommitRun

        if isinstance(run, CommitRun):
            self.page_used.emit(run.page)

    def _on_run_ended(self) -> None:
        if self.sender() is self._commit_run:
            self._commit_run = None

    def _on_act_failed(self, error: Exception) -> None:
        step = self.session.step(self._current_id)
        known = step.problem if step is not None else None
        if isinstance(error, ProblemError) and error.problem is not known:
            self.show_problem(error.problem)

    # Messages of the window itself.

    def show_message(self, status: Tone, what: str, rest: str = "") -> None:
        """Show a message above the page."""
        self.message.show_message(status, what, rest)
        self.message_area.show()

    def show_problem(self, problem: Problem) -> None:
        """Show a problem above the page."""
        self.message.show_problem(problem)
        self.message_area.show()

    def say_once(self, what: str, rest: str) -> None:
        """Show a message that stays on every page until it is dismissed."""
        self.lasting.show_message(Tone.WARNING, what, rest)
        self.message_area.show()

    def _clear_message(self) -> None:
        self.message.clear()
        self.message_area.setVisible(not self.lasting.isHidden())

    def _lasting_read(self) -> None:
        self.message_area.setVisible(not self.message.isHidden())

    def _on_unexpected(self, error: BaseException) -> None:
        from wizard.ui.shell.crash_dialog import show_crash

        show_crash(error, self)

    def _guide(self) -> GuideDialog:
        from wizard.ui.shell.guide import GuideDialog

        guide = self.findChild(GuideDialog)
        if guide is None:
            guide = GuideDialog(self)
            guide.link_opened.connect(self._open_link)
        return guide

    def show_guide(self, row: int) -> None:
        """Open the guide at one of its sections."""
        self._guide().show_section(row)

    def _on_help(self) -> None:
        self._guide().show_page(self._current_id)

    def _on_cause(self, cause: str) -> None:
        self._guide().show_cause(cause)

    def _open_link(self, address: str) -> None:
        if address.startswith("https://"):
            open_outside(QUrl(address))

    # Qt events.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.make_room(self.width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.rail.make_room(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()


def _load_commits() -> None:
    import_module("wizard.ui.shell.commit_run")
