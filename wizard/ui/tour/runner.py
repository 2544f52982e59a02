"""Drives the window from the first page to accounts in Playvox, with a picture of each page."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from wizard.steps.base.practice_control import PracticeControl
from wizard.ui.tour.compare import mismatches
from wizard.ui.tour.input_driver import (
    InputDriver,
    TourError,
)
from wizard.ui.tour.screenshots import Screenshots
from wizard.ui.tour.watchdog import Watchdog
from wizard.ui.widgets.details_list import Table

if TYPE_CHECKING:
    from wizard.steps import Assistant, PracticeLine, Step
    from wizard.steps.base.step import StepView
    from wizard.steps.mappings.view import PreviewView
    from wizard.ui.session.background import BackgroundTask
    from wizard.ui.shell.window import MainWindow

V = TypeVar("V", bound="StepView")
_SUBDOMAIN = "acme"
_EMAIL = "it@contoso.example"
_PEOPLE = 2  # assignments to start with


class TourRunner(QObject):
    """Runs the tour and writes the report; `finished` carries the exit code."""

    finished = Signal(int)

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._input = InputDriver(window)
        self._screenshots = Screenshots(folder)
        self._watchdog = Watchdog(self)
        self._previews: dict[str, str] = {}
        self._unexpected = ""
        window.session.unexpected.connect(self._on_unexpected)

    def _picture(self, widget: QWidget, name: str) -> None:
        with self._watchdog.paused():  # a person takes no pictures
            self._screenshots.take(widget, name)

    def start(self) -> None:
        """Visit all pages; in any case the report is written and `finished` emitted."""
        self._window.window().raise_()
        self._window.activateWindow()
        started = time.monotonic()
        failure = ""
        truth: dict[str, Any] = {}
        self._watchdog.start()
        try:
            for stop in self._stops():
                self._watchdog.doing = stop.__name__.strip("_")
                stop()
            truth = self._truth()
        except TourError as error:
            failure = f"{self._watchdog.doing}: {error}"
            self._picture(self._window, "stopped-here")
        except Exception:
            failure = traceback.format_exc()
        self._watchdog.stop()
        missing = self._screenshots.finish()
        report = self._report(truth, failure, missing)
        report["seconds"] = round(time.monotonic() - started, 1)
        text = json.dumps(report, indent=2, ensure_ascii=False)
        (self._folder / "tour.json").write_text(text + "\n", encoding="utf-8")
        if failure:
            print(failure, file=sys.stderr)  # noqa: T201 - the tour is watched from a terminal
        self.finished.emit(0 if self._is_right(report) else 1)

    def _stops(self) -> tuple[Callable[[], None], ...]:
        return (
            self._begin, self._key, self._application, self._people, self._connection,
            self._mappings, self._turn_on, self._monitor,
        )  # fmt: skip

    # Pages of the tour.

    def _begin(self) -> None:
        user = self._input
        user.wait("the first page is there", lambda: self._window.current_id == "before")
        user.rest()
        self._picture(self._window, "start")
        user.click_mark("choose-practice", QAbstractButton)
        user.wait("somebody is signed in", lambda: bool(self._view(self._assistant.before).findings), 120)
        self._wait_until_idle("before")
        self._window.scroll_area("before").verticalScrollBar().setValue(0)
        self._picture(self._window, "before-you-begin")

    def _key(self) -> None:
        user = self._input
        self._next("key")
        user.click("key", QLineEdit)
        line = self._practice()
        user.write(line.key.get_secret_value())
        user.wait("the key is recognized", lambda: self._view(self._assistant.key).pending)
        user.click("save-key", QAbstractButton)
        user.wait("the key is saved", lambda: not self._view(self._assistant.key).pending)
        self._led_on("key", "application")
        self._picture(self._window, "playvox-key")

    def _application(self) -> None:
        user = self._input
        self._next("application")
        user.wait("the applications are read", lambda: self._view(self._assistant.application).looked)
        self._wait_until_idle("application")
        user.click("add-application", QAbstractButton)
        user.wait(
            "the application is chosen",
            lambda: self._view(self._assistant.application).chosen is not None,
            120,
        )
        self._led_on("application", "people")
        self._picture(self._window, "application")

    def _people(self) -> None:
        user = self._input
        self._next("people")
        self._wait_until_idle("people")
        user.click("people-search", QLineEdit)
        user.write("a")
        user.press(Qt.Key.Key_Return)
        user.wait("people are found", lambda: bool(self._view(self._assistant.people).found))
        self._wait_until_idle("people")
        table = user.find("found", Table)
        chosen = 0
        for number, row in enumerate(self._view(self._assistant.people).found):
            if str(row.kind) == "user" and not row.warnings and chosen < _PEOPLE:
                user.click_row(table, number, tick=True)
                chosen += 1
        if chosen < _PEOPLE:
            raise TourError("there are not enough people to start with")
        self._commit("assign", picture="commit")
        user.wait("they are assigned", lambda: len(self._view(self._assistant.people).assigned) >= _PEOPLE)
        self._led_on("people", "connection")
        self._picture(self._window, "who")

    def _connection(self) -> None:
        user = self._input
        self._next("connection")
        self._wait_until_idle("connection")
        user.click("tenant-url", QLineEdit)
        user.write(_SUBDOMAIN)
        user.wait(
            "the Tenant URL is known", lambda: bool(self._view(self._assistant.connection).tenant_url)
        )
        user.click("notification-email", QLineEdit)
        user.write(_EMAIL)
        user.press(Qt.Key.Key_Tab)
        user.click("test-connection", QAbstractButton)
        user.wait(
            "the connection is tested",
            lambda: self._view(self._assistant.connection).report is not None,
            120,
        )
        self._wait_until_idle("connection")
        self._window.scroll_area("connection").verticalScrollBar().setValue(0)
        user.rest()
        self._picture(self._window, "connection-test")
        user.click("save-connection", QAbstractButton)
        user.wait("the connection is saved", lambda: not self._view(self._assistant.connection).unsaved, 60)
        self._led_on("connection", "mappings")
        self._picture(self._window, "connection")

    def _mappings(self) -> None:
        user = self._input
        self._next("mappings")
        user.wait("the mappings are read", lambda: bool(self._view(self._assistant.mappings).rows))
        self._wait_until_idle("mappings")
        self._picture(self._window, "mappings")
        for number, person in enumerate(self._view(self._assistant.mappings).people):
            user.click_row(user.find("preview-people", Table), number)
            user.click("preview", QAbstractButton)
            user.wait("the preview is worked out", lambda wanted=person.id: self._previewed(wanted))  # type: ignore[misc]
            self._wait_until_idle("mappings")
            preview = self._view(self._assistant.mappings).preview
            assert preview is not None  # the wait before has found it
            name = str(_user_name(preview) or person.detail)
            self._previews[name.casefold()] = preview.body or "{}"
        user.rest()
        bar = self._window.scroll_area("mappings").verticalScrollBar()
        bar.setValue(bar.maximum())
        user.rest()
        self._picture(self._window, "preview")

    def _turn_on(self) -> None:
        user = self._input
        self._next("turn_on")
        user.wait(
            "the plan is worked out", lambda: self._view(self._assistant.turn_on).plan is not None, 120
        )
        self._wait_until_idle("turn_on")
        user.wait("the people are listed", lambda: user.find("plan", Table).model().rowCount() > 0)
        user.rest()
        self._picture(self._window, "turn-on")
        user.click("provision-one", QAbstractButton)
        self._confirm()
        user.wait(
            "one person is provisioned", lambda: self._view(self._assistant.turn_on).trial is not None, 120
        )
        self._wait_until_idle("turn_on")
        self._picture(self._window, "provision-on-demand")
        self._commit("start-provisioning")
        user.wait("provisioning is on", lambda: self._view(self._assistant.turn_on).job_state == "on", 120)
        self._wait_until_idle("turn_on")

    def _monitor(self) -> None:
        user = self._input
        self._next("monitor")
        user.click("practice-toggle", QAbstractButton)
        user.find("practice-speed", QComboBox)
        user.click("practice-cycle", QAbstractButton)
        user.wait("everybody is in Playvox", self._everybody_is_there, 180)
        user.click("refresh-monitor", QAbstractButton)
        user.wait("results are shown", lambda: bool(self._view(self._assistant.monitor).events), 60)
        user.rest(600)
        self._picture(self._window, "practice-panel")
        user.click("practice-toggle", QAbstractButton)
        self._window.scroll_area("monitor").verticalScrollBar().setValue(0)
        user.rest()
        self._picture(self._window, "monitor")

    # Helpers of the pages.

    def _on_unexpected(self, error: BaseException) -> None:
        self._unexpected = "".join(traceback.format_exception(error))

    @property
    def _assistant(self) -> Assistant:
        assistant = self._window.session.assistant
        if assistant is None:
            raise TourError("the program has not loaded")
        return assistant

    def _view(self, step: Step[V]) -> V:
        """Return the step's view; a problem in it ends the tour."""
        if self._unexpected:
            raise TourError(self._unexpected)
        view = step.view
        if view.problem is not None and not step.running:
            problem = view.problem
            raise TourError(f"{problem.code} {dict(problem.facts)} {problem.raw}")
        return view

    def _practice(self) -> PracticeLine:
        line = self._view(self._assistant.before).practice
        if line is None:
            raise TourError("the practice tenant does not run")
        return line

    def _previewed(self, person: str) -> bool:
        preview = self._view(self._assistant.mappings).preview
        return preview is not None and preview.person.id == person

    def _wait_until_idle(self, step_id: str) -> None:
        step = self._assistant.step(step_id)
        self._input.wait(f"{step_id} is at rest", lambda: not step.running, 120)
        self._input.rest()

    def _next(self, step_id: str) -> None:
        self._input.click("next", QAbstractButton)
        self._input.wait(f"{step_id} is shown", lambda: self._window.current_id == step_id)

    def _led_on(self, step_id: str, next_id: str) -> None:
        """A completed step leads to the next page; go back for a picture of what was done."""
        self._input.wait(f"{next_id} comes next", lambda: self._window.current_id == next_id, 60)
        self._wait_until_idle(next_id)
        self._input.click(f"rail-{step_id}", QAbstractButton)
        self._wait_until_idle(step_id)

    def _commit(self, name: str, picture: str = "") -> None:
        self._input.click(name, QAbstractButton)
        self._confirm(picture)

    def _confirm(self, picture: str = "") -> None:
        user = self._input
        user.wait("the effect is shown", lambda: user._ready("effect-commit", QAbstractButton), 60)
        user.rest()
        if picture:
            self._picture(user.find("effect-commit", QAbstractButton).window(), picture)
        user.click("effect-commit", QAbstractButton)

    # Report.

    def _truth(self) -> dict[str, Any]:
        line = self._practice()
        control = PracticeControl(self._assistant.context.session.network, line.control)
        answers: list[dict[str, Any]] = []
        job = self._window.session.run(control.truth())
        job.done.connect(answers.append)
        self._input.wait("the practice tenant tells the truth", lambda: not job_is_running(job), 60)
        if not answers:
            raise TourError("the practice tenant did not tell how things stand")
        return answers[0]

    def _everybody_is_there(self) -> bool:
        truth = self._truth()
        there = {str(user.get("userName", "")).casefold() for user in truth["playvox_users"]}
        return bool(truth["in_scope"]) and all(str(name).casefold() in there for name in truth["in_scope"])

    def _report(self, truth: dict[str, Any], failure: str, missing: list[str]) -> dict[str, Any]:
        made = [app for app in truth.get("applications", []) if app["created_by_wizard"]]
        jobs = truth.get("jobs", [])
        job = jobs[-1] if jobs else {}
        there = {str(user.get("userName", "")).casefold() for user in truth.get("playvox_users", [])}
        scope = truth.get("in_scope", [])
        report: dict[str, Any] = {
            "applications": len(made),
            "job": {"state": job.get("state"), "code": job.get("code")},
            "assigned": [each["displayName"] for each in truth.get("assigned", [])],
            "in_scope": scope,
            "in_playvox": [name for name in scope if str(name).casefold() in there],
            "mismatches": mismatches(self._previews, truth) if truth else [],
            "secret_masked": truth.get("secret_masked", False),
            "pictures": [picture for picture in self._screenshots.pictures if picture not in missing],
            "faint_texts": dict(sorted(self._screenshots.faint.items())),
            "untranslated": self._screenshots.untranslated,
            "texts": self._screenshots.texts,
            "longest_stall_ms": round(self._watchdog.longest_stall_ms, 1),
            "longest_gap_ms": round(self._watchdog.longest_gap_ms, 1),
            "longest_stall_at": self._watchdog.where,
            "stalls_ms": self._watchdog.stalls,
        }
        if failure:
            report["failure"] = failure
        return report

    def _is_right(self, report: dict[str, Any]) -> bool:
        return (
            "failure" not in report
            and report["applications"] == 1
            and report["job"]["state"] == "Active"
            and len(report["in_playvox"]) == len(report["in_scope"]) >= _PEOPLE
            and not report["mismatches"]
            and report["secret_masked"] is True
            and len(report["pictures"]) >= 9
            and not report["faint_texts"]
            and not report["untranslated"]
        )


def job_is_running(job: BackgroundTask) -> bool:
    """Whether a task has not ended; a deleted one has."""
    try:
        return bool(job.is_running)
    except RuntimeError:
        return False


def _user_name(preview: PreviewView) -> str:
    return next((row.value for row in preview.trace if row.target == "userName"), "")
