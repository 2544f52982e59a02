"""The report and the charts of the page "Overview"."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.ui.pages.overview.page import OverviewPage
from wizard.ui.pages.overview.report import as_pdf
from wizard.ui.shell.window import MainWindow


def test_charts_are_folded_and_their_bars_say_their_numbers(window: MainWindow, qtbot: QtBot) -> None:
    page = cast("OverviewPage", opened(window, "overview"))
    chart: Any = page._charts["results"]
    assert not chart.isVisible()
    page._chart_fold.unfold()
    qtbot.waitUntil(chart.isVisible)
    assert chart.accessibleName() == "Results per cycle"
    assert chart.accessibleDescription().startswith("Newest 2 cycles in the log.")
    bars = chart.findChildren(QProgressBar)
    assert [bar.accessibleName() for bar in bars] == [
        "2026-11-03 10:30 UTC: 12 results, 2 of them failed",
        "2026-11-03 09:50 UTC: 34 results, 0 of them failed",
    ]
    assert [bar.value() for bar in bars] == [353, 1000]
    assert not page._charts["durations"].findChildren(QProgressBar)


def test_a_pdf_is_made_of_the_page(window: MainWindow) -> None:
    made = as_pdf("<h1>Playvox</h1><p>Works.</p>")
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
