"""The test and its results: run, cancel, run again, verdict, results as a tree, copies and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _, pgettext
from wizard.messages.connection_labels import check_title
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.connection_test.paths import PathFinder
from wizard.ui.widgets.button import PRIMARY, STANDARD, SUBTLE, Button
from wizard.ui.widgets.copy_field import CopyButton
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.results_tree import (
    ResultGroup,
    ResultRow,
    ResultsTree,
)
from wizard.ui.widgets.save_dialog import ask_where_to_save

if TYPE_CHECKING:
    from wizard.connection import CheckResult, ConnectionReport
    from wizard.steps.base.connection_test.history import PastRun


class TestResults(QWidget):
    """Draws a test and its result; runs nothing itself.

    `both_sides` False leaves out what only Microsoft's service can report.
    """

    __test__ = False  # the name refers to Playvox's test, not to this program's tests

    wanted = Signal()
    stop_wanted = Signal()
    file_chosen = Signal(str)
    folded_changed = Signal()
    help_wanted = Signal(str)
    """The cause of the last test: what to do about it is asked for."""

    def __init__(self, prefix: str = "", parent: QWidget | None = None, *, both_sides: bool = True) -> None:
        super().__init__(parent)
        self._report: ConnectionReport | None = None
        self._checks: tuple[CheckResult, ...] | None = None
        self._history: tuple[PastRun, ...] = ()
        self._testing = False
        self._well = False
        self._both_sides = both_sides
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP + 4)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        look = STANDARD if both_sides else PRIMARY  # where settings are saved, saving is the main thing
        self.test_button = Button(f"{prefix}test-connection", _("Test Connection"), "connection", look)
        self.cancel_button = Button(f"{prefix}cancel-test", _("Cancel the test"), "dismiss")
        self.copy_report = CopyButton(
            f"{prefix}copy-report", _("Copy the test's result"), text=_("Copy result")
        )
        self.copy_curl = CopyButton(
            f"{prefix}copy-curl",
            _("Copy one request as cURL; the key stays a variable"),
            text=_("Copy as cURL"),
        )
        self.save_button = Button(f"{prefix}save-report", _("Save report …"), "save", SUBTLE)
        self.open_button = Button(f"{prefix}all-evidence", _("Show all checks"), "chevron-right", SUBTLE)
        self.open_button.setCheckable(True)
        self.help_button = Button(f"{prefix}symptoms", _("All causes by symptom"), "help", SUBTLE)
        self.help_button.clicked.connect(self._ask_for_help)
        for button in (
            self.test_button,
            self.cancel_button,
            self.copy_report,
            self.copy_curl,
            self.save_button,
            self.open_button,
            self.help_button,
        ):
            flow.addWidget(button)
        column.addWidget(row)
        self.verdict = MessageBar(f"{prefix}test-verdict", dismissable=False)
        column.addWidget(self.verdict)
        self.paths = PathFinder(prefix)
        column.addWidget(self.paths)
        self.tree = ResultsTree(f"{prefix}checks", _("Checks"))
        column.addWidget(self.tree)
        self.cancel_button.hide()
        self.tree.hide()
        self.test_button.clicked.connect(self.wanted)
        self.cancel_button.clicked.connect(self.stop_wanted)
        self.save_button.clicked.connect(self._ask_for_file)
        self.open_button.toggled.connect(self._open_all)

    def show_test(
        self,
        checks: tuple[CheckResult, ...],
        report: ConnectionReport | None,
        *,
        testing: bool,
        stale: bool,
        history: tuple[PastRun, ...],
    ) -> None:
        """Show the progress of the test or its results; `history` has earlier tests, newest first."""
        # Only news is announced: results that were there when the page opened are read on the way through
        # it.
        say = testing or self._testing
        self._show_running(testing, again=report is not None or testing)
        if checks is not self._checks:
            self._checks = checks
            shown = [each for each in checks if self._both_sides or each.id not in ("entra", "difference")]
            said = report.explanation.what if report is not None else ""
            self.tree.set_results([_result(check, said) for check in shown], say=say)
        for button in (self.copy_report, self.save_button):
            button.setVisible(report is not None)
        self.copy_curl.setVisible(report is not None and bool(report.curl))
        self.open_button.setVisible(bool(checks))
        self.help_button.setVisible(report is not None and bool(report.cause))
        self._well = not testing and report is not None and str(report.verdict) == "works"
        self._fold()
        if report is None:
            self.verdict.clear()
            self._report = None
            return
        if report is not self._report or history != self._history:
            self._report, self._history = report, history
            self.copy_curl.set_value(report.curl)
            self.copy_report.set_value(_as_text(report, history))
        self._show_verdict(report, stale)

    def _ask_for_help(self) -> None:
        if self._report is not None and self._report.cause:
            self.help_wanted.emit(self._report.cause)

    @property
    def folded(self) -> bool:
        """Whether all single results are hidden, because all is well and nobody opened them."""
        return self._well and not self.opened

    @property
    def opened(self) -> bool:
        """Whether somebody wants to see every check."""
        return self.open_button.isChecked()

    def _fold(self) -> None:
        if self.folded and self.tree.hasFocus():
            self.open_button.setFocus()  # the focused tree disappears
        asking = [each for each in self.tree.results if not each.quiet]
        self.tree.show_quiet(self.opened or self._testing or not asking)
        self.tree.setVisible(not self.folded and bool(self.tree.results))
        self.folded_changed.emit()

    def _show_verdict(self, report: ConnectionReport, stale: bool) -> None:
        words = report.explanation
        status = {
            "works": Tone.SUCCESS,
            "warnings": Tone.WARNING,
            "fails": Tone.ERROR,
        }.get(str(report.verdict), Tone.INFO)
        from wizard.connection.report_text import special_permissions  # as in `_as_text`

        parts = (words.why, *(f"• {line}" for line in words.do), *special_permissions(report))
        rest = "\n".join(part for part in parts if part)
        if stale:
            status = Tone.INFO
            rest = _("Address or key changed since this test. Test again.") + "\n" + rest
        self.verdict.show_message(status, words.what, rest.strip())

    def _show_running(self, testing: bool, *, again: bool) -> None:
        if testing and not self._testing:
            self.tree.set_results([], say=False)
            self._checks = None
        self.test_button.set_label(_("Run again") if again else _("Test Connection"))
        if self._testing and not testing and self.cancel_button.hasFocus():
            self.test_button.setFocus()  # the focused button disappears
        self._testing = testing
        self.cancel_button.setVisible(testing)

    def _open_all(self, opened: bool) -> None:
        self.open_button.set_label(_("Show fewer") if opened else _("Show all checks"))
        self.open_button.set_icon("chevron-down" if opened else "chevron-right")
        self._fold()
        self.tree.open_all(opened)

    def _ask_for_file(self) -> None:
        ask_where_to_save(
            self,
            "save-report-dialog",
            _("Save the report"),
            _("Web page (*.html);;Data (*.json)"),
            "playvox-connection.html",
            self.file_chosen.emit,
        )


def _as_text(report: ConnectionReport, history: tuple[PastRun, ...]) -> str:
    # Imports httpx and cryptography, which the window's first paint does not need.
    from wizard.connection.report_text import as_text

    newest = history[0] if history else None
    same = newest is not None and newest.when == report.started
    return as_text(report, newest.changes if newest is not None and same else ())


def _result(check: CheckResult, said: str) -> ResultRow:
    """`said`: what the verdict above says in full, with the remedy; a result does not repeat it."""
    sign, status, word = {
        "passed": ("done", Tone.SUCCESS, pgettext("connection check", "Passed")),
        "warning": ("warning", Tone.WARNING, pgettext("connection check", "Warning")),
        "failed": ("error", Tone.ERROR, pgettext("connection check", "Failed")),
        "skipped": ("skipped", Tone.NEUTRAL, pgettext("connection check", "Skipped")),
        "not_run": ("ready", Tone.NEUTRAL, pgettext("connection check", "Not run")),
        "running": ("working", Tone.INFO, pgettext("connection check", "Running")),
    }[str(check.status)]
    # Imports httpx and cryptography, which the window's first paint does not need.
    from wizard.connection.evidence_text import evidence_rows

    words = check.explanation
    groups = []
    if words is not None:
        means = tuple(part for part in (words.what, words.why) if part)
        groups += [ResultGroup(_("What this means"), means), ResultGroup(_("What to do"), tuple(words.do))]
    evidence = tuple(f"{label}: {text}" for label, text in evidence_rows(check.evidence))
    groups.append(ResultGroup(_("What was seen"), evidence))
    took = ""
    if check.elapsed_ms >= 1 and str(check.status) in ("passed", "warning", "failed"):
        took = _("{ms} ms").format(ms=round(check.elapsed_ms))
    return ResultRow(
        check.id,
        check_title(check.id),
        sign,
        status,
        word,
        took,
        words.what if words is not None else "",
        tuple(group for group in groups if group.lines),
        open=str(check.status) in ("warning", "failed")
        and check.id != "difference"  # whose meaning begins the comparison
        and (words is None or words.what != said),
        finished=str(check.status) not in ("running", "not_run"),
    )
