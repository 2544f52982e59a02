"""Data quality of everyone in scope: findings, the people behind each, advice, and a file of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.details_list import DetailsList, ListRow
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.save_dialog import ask_where_to_save
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel
from wizard.ui.widgets.windowed_list import SortedColumn, WindowedList

if TYPE_CHECKING:
    from wizard.steps.base.quality_view import FindingView, QualityRows, QualityView


class QualityCard(Card):
    """Shows the people of the selected finding; runs nothing itself."""

    recalculate = Signal()
    file_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            _("Data quality"),
            _("Everyone in scope and all Playvox accounts, checked together with the plan above."),
        )
        self._view: QualityView | None = None
        self.summary = TextLabel("")
        self.summary.setObjectName("quality-summary")
        self.body.addWidget(self.summary)
        self.findings = DetailsList(
            "quality-findings", _("Findings"), (_("Finding"), _("Concerns")), filterable=False, most_rows=12
        )
        self.findings.selected.connect(self._open_finding)
        self.body.addWidget(self.findings)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self.details = Fold("quality-details", "", inside)
        self.body.addWidget(self.details)
        self.advice = TextLabel("")
        self.advice.setObjectName("quality-advice")
        column.addWidget(self.advice)
        self.rows = QualityRowsList()
        column.addWidget(self.rows)
        self.by_mail = TextLabel("")
        self.by_mail.setObjectName("quality-by-mail")
        self.by_mail_fold = Fold("quality-mail", _("Match by mail instead"), self.by_mail)
        self.body.addWidget(self.by_mail_fold)
        self.body.addWidget(self._buttons())
        self.show_quality(None)

    def _buttons(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.export_button = Button("quality-export", _("Export findings"), "save", SUBTLE)
        self.export_button.clicked.connect(self._ask_for_file)
        flow.addWidget(self.export_button)
        again = Button(
            "quality-recalculate",
            _("Recalculate"),
            "refresh",
            SUBTLE,
            accessible_name=_("Recalculate the data quality"),
        )
        again.clicked.connect(self.recalculate)
        flow.addWidget(again)
        return row

    def show_quality(self, view: QualityView | None) -> None:
        """Show these findings; None: they are unknown yet."""
        self._view = view
        self.summary.setText(view.summary if view else _("Not checked yet."))
        found = view.findings if view else ()
        self.findings.setVisible(view is not None)
        self.findings.set_rows([_list_row(each) for each in found], _("Nothing was found."))
        current = self.findings.current
        if found and current not in {each.key for each in found}:
            current = found[0].key
            self.findings.select(current)
        self._show_finding(current)
        self.by_mail.setText("\n".join(view.by_mail) if view else "")
        self.by_mail_fold.setVisible(view is not None)
        nothing = _("Nothing was found.") if view else _("Not checked yet.")
        allow(self.export_button, "" if found else nothing)

    def _open_finding(self, key: str) -> None:
        self._show_finding(key)
        self.details.suggest(opened=True)

    def _show_finding(self, key: str) -> None:
        found = self._view.findings if self._view else ()
        finding = next((each for each in found if each.key == key), None)
        self.details.setVisible(finding is not None)
        if finding is not None:
            spoken = _("Reason and people: {finding}").format(finding=finding.title)
            self.details.set_title(_("Reason and people"), spoken)  # the finding is the row above
            self.advice.setText(f"{finding.why}\n{finding.advice}")
        rows = finding.rows if finding is not None else None
        self.rows.setVisible(rows is not None)
        self.rows.set_rows(rows)

    def _ask_for_file(self) -> None:
        ask_where_to_save(
            self,
            "quality-export-dialog",
            _("Export findings"),
            _("Excel workbook (*.xlsx);;CSV (*.csv);;JSON Lines (*.jsonl)"),
            "playvox-data-quality.xlsx",
            self.file_chosen.emit,
        )


class QualityRowsList(WindowedList):
    """Name, what was found, and sign-in name of everyone behind one finding."""

    def __init__(self) -> None:
        columns = (
            SortedColumn(_("Name"), "name"),
            SortedColumn(_("Found"), "detail"),
            SortedColumn(_("Sign-in name"), "user_name"),
        )
        super().__init__("quality-rows", _("People and accounts of the finding"), columns, sort="found")
        self._rows: QualityRows | None = None

    def set_rows(self, rows: QualityRows | None) -> None:
        """Show these rows; None shows nothing."""
        if rows is not self._rows:
            self._rows = rows
            self.set_source(_RowSource(rows) if rows is not None else None)


class _RowSource:
    """Adapts the rows of a finding to the table."""

    def __init__(self, rows: QualityRows) -> None:
        self._rows = rows

    def count(self, text: str) -> int:
        return self._rows.count(text)

    def window(self, offset: int, limit: int, text: str, sort: str, descending: bool) -> list[ListRow]:
        found = self._rows.window(offset, limit, text, sort, descending)
        return [ListRow(row.id, (row.name, row.found, row.user_name), "person", row.found) for row in found]


def _list_row(finding: FindingView) -> ListRow:
    sign = "warning" if finding.attention else "info" if finding.known else "skipped"
    return ListRow(finding.key, (finding.title, finding.count), sign, finding.why)
