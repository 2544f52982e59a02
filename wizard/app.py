"""Assembles the window and its background loop."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from wizard.asked_language import choose_language
from wizard.messages import _
from wizard.paths import data_folder
from wizard.problem import Problem
from wizard.security import output
from wizard.security.plain import plain
from wizard.slow_files import slow_files_said
from wizard.ui.appearance.theme import Theme
from wizard.ui.session.display import FAILS, display_needed
from wizard.ui.session.languages import speak
from wizard.ui.session.one_window import OneWindow
from wizard.ui.shell.crash import CrashHooks
from wizard.ui.shell.frame import Frame
from wizard.ui.shell.later import later
from wizard.ui.shell.window_place import WindowPlace, keep_place, read_place
from wizard.usage import WRONG_USE, WrongUseError, print_problem, print_wrong_use
from wizard.window_flags import window_parser as _parser

_PLACE_SOON_MS = 1000

if TYPE_CHECKING:
    from wizard.practice_thread import PracticeThread
    from wizard.steps import Assistant
    from wizard.steps.start.step import StartStep
    from wizard.ui.session.background import Background
    from wizard.ui.session.program_facts import ProgramFacts
    from wizard.ui.session.session import Session
    from wizard.ui.session.update_lookup import UpdateLookup
    from wizard.ui.shell.drafts import Drafts
    from wizard.ui.shell.tray import HealthTray
    from wizard.ui.shell.window import MainWindow
    from wizard.ui.tour.runner import TourRunner
    from wizard.updates.checking import Updates


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and return the program's exit code."""
    output.install()
    choose_language(sys.argv[1:] if argv is None else argv)
    try:
        options = _parser().parse_args(argv)
    except WrongUseError as error:
        print_wrong_use(error)
        return WRONG_USE
    if not _has_display():
        print_problem(Problem("no_display"))
        return FAILS
    with slow_files_said(_say):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    one = None
    if options.tour is None:
        data = options.data_folder or data_folder()
        one = OneWindow(data, practice=options.practice is not None)
        if not one.claim(show=not options.background):
            return 0
    with display_needed():
        app = QApplication.instance() or QApplication(["playvox-provisioning"])
    assert isinstance(app, QApplication)
    app.setApplicationName("playvox-provisioning")
    app.setDesktopFileName("playvox-provisioning")
    speak(app, options.language or QLocale.system().bcp47Name())
    import tempfile  # not at the top: imports before the window delay its first paint

    with tempfile.TemporaryDirectory(prefix="playvox-tour-", ignore_cleanup_errors=True) as scratch:
        folder = options.data_folder or (Path(scratch) if options.tour else data_folder())
        program = Program(app, options, folder)
        program.open()
        from wizard.ui.session.interrupts import Interrupts  # until now Ctrl+C ends the program at once

        if one is not None:
            one.wanted.connect(program.come_forward)
            one.listen()
        with Interrupts(app).asking_to_leave():
            code = app.exec()
        stopped = program.close()
        _delete_windows(app)
    if one is not None:
        one.leave()
    return code or (0 if stopped else 1)


def _delete_windows(app: QApplication) -> None:
    """Delete every window now. At the end of Python a screen reader would still ask for them."""
    from PySide6.QtCore import QEvent

    for window in app.topLevelWidgets():
        window.close()
        window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _say(sentence: str) -> None:
    """For somebody who started the window in a terminal, also while a file blocks the window itself."""
    with suppress(OSError, ValueError, AttributeError):  # no terminal
        sys.stderr.write(f"{plain(sentence)}\n")
        sys.stderr.flush()


def _has_display() -> bool:
    """Whether there is something to open a window on; without it Qt aborts the process."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


class Program(QObject):
    """Owns everything with the window's lifetime.

    In four steps, so that something is on the screen at once: the frame, its content, the step of the first
    page, and the assistant with all the others.
    """

    background: Background
    session: Session
    window: MainWindow

    def __init__(self, app: QApplication, options: argparse.Namespace, folder: Path) -> None:
        super().__init__()
        self._app = app
        self._options = options
        self._folder = folder
        self.hooks = CrashHooks(self)
        self.hooks.install()
        self._tour: TourRunner | None = None
        if options.tour is not None:
            self.hooks.shown.connect(self._tour_broke)
        self.theme = Theme(app)
        self._place = None if options.tour is not None else read_place(folder)
        self._language = self._place.language if self._place is not None else ""
        if self._place is not None and self._place.theme:
            self.theme.choose(self._place.theme)
        if self._language and not options.language:
            speak(app, self._language)
        self.frame = Frame(self._place.geometry if self._place is not None else None)
        self.frame.closing.connect(self._keep_place)
        self._place_soon = QTimer(self)  # what was just moved is moved again at once
        self._place_soon.setSingleShot(True)
        self._place_soon.setInterval(_PLACE_SOON_MS)
        self._place_soon.timeout.connect(self._keep_place)
        self.frame.placed.connect(self._keep_place_soon)
        self.frame.closing.connect(self._go_on_in_tray)
        self._tray: HealthTray | None = None
        self._filled = self._closed = self._loading = False
        self._resumed = False  # whether it is clear if the kept sign-in is good
        self._practice: PracticeThread | None = None
        self._drafts: Drafts | None = None
        self._updates: UpdateLookup | None = None
        self._newer = ("", "")
        self.frame.painted.connect(lambda: QTimer.singleShot(0, self._fill))

    def open(self) -> None:
        """Show the window; with `--background`, only the icon, where it was switched on."""
        if self._options.background and self._options.tour is None:
            self._fill()
            self._prepare_tray()
            if self._tray is not None and self._tray.icon.isVisible():
                self._tray.watch(on=True)
                QTimer.singleShot(0, self._load)
                return
        self.frame.show()

    @Slot()
    def _fill(self) -> None:
        if self._filled:
            return
        from PySide6.QtCore import Qt  # not before the frame: its hundred enumerations delay it

        from wizard.ui.appearance.read_safely import read_scroll_areas_safely
        from wizard.ui.session.background import Background
        from wizard.ui.session.garbage import GuiGarbage
        from wizard.ui.session.session import Session
        from wizard.ui.shell.drafts import Drafts
        from wizard.ui.shell.window import MainWindow
        from wizard.ui.widgets.heading import tell_headings

        read_scroll_areas_safely()
        tell_headings()
        self.garbage = GuiGarbage(self)
        self.background = Background(self.hooks.on_loop_error)
        self.session = Session(self.background, self)
        self.theme.style_controls()
        if self._options.tour is None:
            self._drafts = Drafts(
                self.session, self._folder, self, practice_stays=self._options.practice is not None
            )
        self.window = MainWindow(self.session, go_on_at=self._place.page if self._place else "")
        if self._drafts is not None:
            # Queued: pages of the window still hear of the same change.
            self._drafts.setup_left.connect(self._make_window_again, Qt.ConnectionType.QueuedConnection)
        self._filled = True
        self.window.painted.connect(lambda: later(self, self._load))
        self._follow_window()
        self.window.begin(
            self._place.begins_at if self._place is not None and self._options.practice is None else ""
        )
        self.frame.fill(self.window)
        self._say_damage()
        self.window.focus_page()

    def _say_damage(self) -> None:
        """What was typed in an earlier window and cannot be read is not passed over."""
        if self._drafts is None:
            return
        file = self._drafts.file
        if file.aside is not None:
            self.window.say_once(
                _("What was typed or selected earlier and not saved could not be read."),
                _("The damaged file was set aside: {file}").format(file=file.aside),
            )
        elif file.unreadable:
            self.window.say_once(
                _("What is typed or selected and not saved is lost if the program ends unexpectedly."),
                _("{file} cannot be used: {why}").format(file=file.path, why=file.unreadable),
            )

    def _prepare_tray(self) -> None:
        from wizard.ui.session.watching import Watching
        from wizard.ui.shell.tray import HealthTray

        watching = Watching(self._folder, possible=HealthTray.is_possible(), parent=self)
        self.session.watching = watching
        self._tray = HealthTray(self.session, self.frame, self.come_forward, self._leave)
        watching.changed.connect(self._use_watching)
        self._use_watching()

    @Slot()
    def _use_watching(self) -> None:
        """Icon and notifications as they are switched on; without the icon, closing the window ends it."""
        watching, tray = self.session.watching, self._tray
        if watching is None or tray is None:
            return
        shown = watching.settings.tray and watching.possible
        tray.notify = watching.settings.notify
        tray.show(shown=shown)
        self._app.setQuitOnLastWindowClosed(not shown)

    @Slot()
    def _go_on_in_tray(self) -> None:
        if self._tray is not None and self._tray.icon.isVisible() and not self._closed:
            self._tray.watch(on=True)

    @Slot()
    def come_forward(self) -> None:
        """Show the window in front: from its icon, or because the program was started again."""
        from PySide6.QtCore import Qt  # not before the window: its hundred enumerations delay it

        if self._tray is not None:
            self._tray.watch(on=False)
        self.frame.setWindowState(
            self.frame.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive
        )
        self.frame.show()
        self.frame.raise_()
        self.frame.activateWindow()

    @Slot()
    def _leave(self) -> None:
        self._app.quit()

    @Slot()
    def _keep_place_soon(self) -> None:
        self._place_soon.start()

    @Slot()
    def _keep_place(self) -> None:
        """Remember size, position, screen and page for the next window; a tour leaves no trace."""
        if self._filled and self._options.tour is None:
            self._place_soon.stop()
            page = self.window.current_id
            if page == "before" and self.session.identity is None and self._place is not None:
                page = self._place.page  # nobody has signed in to go on there
            begins = self.window.goes_on_at
            if not begins and not self._resumed and self._place is not None:
                begins = self._place.begins_at  # nobody knows yet whether the sign-in is still good
            place = WindowPlace(self.frame.saveGeometry(), page, self._language, self.theme.chosen, begins)
            keep_place(self._folder, place)

    @Slot()
    def _ask_for_settings(self) -> None:
        """The proxy is read beside the window: on Windows and macOS that takes a moment."""
        from wizard.ui.session.program_facts import read_facts

        job = self.session.call(lambda: read_facts(self._folder, self.session.assistant))
        job.done.connect(self._show_settings)

    @Slot(object)
    def _show_settings(self, facts: ProgramFacts) -> None:
        from PySide6.QtCore import Qt

        from wizard.ui.shell.settings_dialog import SettingsDialog

        dialog = SettingsDialog(facts, self.theme.chosen, self.window)
        if self._updates is not None:
            dialog.updates.switched.connect(self._updates.switch)
            dialog.updates.wanted.connect(self._updates.look)
            self._updates.changed.connect(dialog.updates.show_updates)
            self._updates.failed.connect(dialog.updates.show_problem)
        dialog.theme_chosen.connect(self._use_theme)
        dialog.page_wanted.connect(self.window.go_to)
        dialog.language_chosen.connect(self._speak, Qt.ConnectionType.QueuedConnection)
        dialog.open()

    @Slot(str)
    def _use_theme(self, name: str) -> None:
        self.theme.choose(name)
        self._keep_place()

    @Slot(str)
    def _speak(self, language: str) -> None:
        """Everything in another language: the steps say all of it again, and the window is made again."""
        speak(self._app, language)
        self._language = language
        if self.session.assistant is not None:
            self.background.call_soon(self.session.assistant.relabel)
        if self._tray is not None:
            self._tray.relabel()
        self._make_window_again(same_setup=True)
        self.frame.setWindowTitle(_("Playvox Provisioning Setup"))
        self._keep_place()

    @Slot()
    def _make_window_again(self, *, same_setup: bool = False) -> None:
        """Another language, or another setup: no page shows anything of the earlier one.

        With `same_setup`, what is filtered, selected, open and scrolled to stays.
        """
        from wizard.ui.shell.page_looks import WindowLooks
        from wizard.ui.shell.window import MainWindow

        page, lasting = self.window.current_id, not self.window.lasting.isHidden()
        looks = WindowLooks(self.window) if same_setup else None
        self.window = MainWindow(self.session)
        self._follow_window()
        self.window.header.show_newer_version(*self._newer)
        if looks is not None:
            looks.take_over(self.window)
        self.window.go_to(page)
        self.frame.fill(self.window)
        if lasting:
            self._say_damage()

    def _follow_window(self) -> None:
        self.window.settings_wanted.connect(self._ask_for_settings)
        self.window.page_shown.connect(self._keep_place_soon)
        if self._drafts is not None:
            self.window.page_made.connect(self._drafts.watch)
            self.window.page_used.connect(self._drafts.used)

    @Slot()
    def _load(self) -> None:
        if self._loading:
            return
        if self.window.opening:  # what somebody clicked comes before what the program loads
            later(self, self._load)
            return
        self._loading = True
        job = self.session.call(self._make_first_step)
        job.done.connect(self._begun)
        if self._options.tour is not None:
            job.failed.connect(self._could_not_load)

    def _make_first_step(self) -> StartStep:
        """Runs on the loop's thread: these modules load pydantic."""
        from wizard.practice_thread import PracticeThread
        from wizard.steps.base.context import Context
        from wizard.steps.base.services import Services
        from wizard.steps.start.step import StartStep

        practice = self._options.practice
        self._practice = PracticeThread(Path(practice) if practice else None)
        first = StartStep(Context(Services(self._folder, self._practice.line)))
        first.renew()
        return first

    def _begun(self, first: StartStep) -> None:
        self.session.begin(first)
        if self._options.practice is not None:
            self.session.run(first.choose_practice())
        elif self._options.tour is None and not self.session.asked_early:
            resuming = self.session.run(first.open_latest())
            resuming.finished.connect(self._after_resuming)
        job = self.session.run(_make_assistant(first))
        job.done.connect(self._loaded)
        if self._options.tour is not None:
            job.failed.connect(self._could_not_load)

    @Slot()
    def _after_resuming(self) -> None:
        self._resumed = True
        if self.session.identity is None:
            self.window.ask_to_sign_in()

    def _could_not_load(self, error: Exception) -> None:
        traceback.print_exception(error)
        self._app.exit(1)

    @Slot(object)
    def _tour_broke(self, error: Exception) -> None:
        """A tour is unattended: an error before it starts ends the program instead of waiting."""
        if self._tour is None:
            self._could_not_load(error)

    def _loaded(self, assistant: Assistant) -> None:
        if self._options.tour is None and self._tray is None:
            self._prepare_tray()  # only now: it needs modules that would block the window while they load
        self.session.attach(assistant)
        self.session.run(assistant.follow_sign_ins())
        if self._options.tour is not None:
            from wizard.ui.tour.runner import TourRunner

            self._tour = TourRunner(self.window, self._options.tour)
            self._tour.finished.connect(self._app.exit)
            QTimer.singleShot(0, self._tour.start)
        else:
            self._look_for_updates()

    def _look_for_updates(self) -> None:
        from wizard.ui.session.update_lookup import UpdateLookup

        self._updates = UpdateLookup(self.session, self._folder, self)
        self._updates.changed.connect(self._show_updates)
        if self._options.practice is None:
            self._updates.start()

    @Slot(object)
    def _show_updates(self, found: Updates) -> None:
        from wizard.updates.words import sentence

        newest = found.newest if found.state == "newer" else None
        self._newer = (newest.version, sentence(found)) if newest is not None else ("", "")
        self.window.header.show_newer_version(*self._newer)

    def close(self) -> bool:
        """Cancel what runs, wait for its cleanup, stop the practice tenant. Safe to call twice."""
        if self._closed:
            return True
        self._closed = True
        self.frame.close()
        self._place_soon.stop()
        if self._drafts is not None:
            self._drafts.save()
        if self._tray is not None:
            self._tray.watch(on=False)
            self._tray.icon.hide()
            self._app.setQuitOnLastWindowClosed(True)
        if not self._filled:
            return True
        if self.session.assistant is not None:
            self.background.run(self.session.assistant.close(), patience=3.0)
        stopped = self.background.close()
        if self._practice is not None:
            self._practice.stop()
        self.frame.deleteLater()
        return stopped


async def _make_assistant(first: StartStep) -> Assistant:
    """All steps around the first one; their modules load in another thread, and the first one works on."""
    import asyncio
    from importlib import import_module

    await asyncio.to_thread(import_module, "wizard.steps.assistant")
    from wizard.steps.assistant import Assistant

    return Assistant(first.context.services, first)


if __name__ == "__main__":
    sys.exit(main())
