"""A bar chart that is its own table: each row has a label, a bar, and the number in words.

Made of Qt's progress bars, which screen readers know and every theme draws. Qt Charts is licensed under the
GPL only, which this program's MIT license does not allow to ship; pyqtgraph needs NumPy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar, QSizePolicy, QWidget

from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.text import TextLabel, caption

if TYPE_CHECKING:
    from wizard.steps.overview.view import Chart

_STEPS = 1000  # of a progress bar, which counts in whole numbers
_LABEL_WIDTH = 220


class BarChart(QWidget):
    """One chart: what it shows in a sentence, then one row for each bar."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP * 2)
        self._grid.setColumnStretch(1, 1)
        self._summary = TextLabel("")
        self._grid.addWidget(self._summary, 0, 0, 1, 3)
        self._shown: Chart | None = None

    def show_chart(self, chart: Chart) -> None:
        """Show this chart; the same one again changes nothing."""
        if chart == self._shown:
            return
        self._shown = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.summary)
        self._summary.setText(chart.summary)
        while self._grid.count() > 1:
            item = self._grid.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        longest = max((bar.value for bar in chart.bars), default=0.0)
        for row, bar in enumerate(chart.bars, 1):
            label = caption(bar.label)
            label.setMinimumWidth(_LABEL_WIDTH)
            label.setMaximumWidth(_LABEL_WIDTH * 2)
            drawn = QProgressBar()
            drawn.setRange(0, _STEPS)
            drawn.setValue(round(bar.value / longest * _STEPS) if longest else 0)
            drawn.setTextVisible(False)
            drawn.setFixedHeight(GAP + 2)
            drawn.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            drawn.setAccessibleName(f"{bar.label}: {bar.text}")
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(drawn, row, 1, Qt.AlignmentFlag.AlignVCenter)
            number = caption(bar.text)
            number.setMinimumWidth(_LABEL_WIDTH - GAP * 4)
            self._grid.addWidget(number, row, 2)
