"""Sorting, filtering and scrolling the rows of a plan of 20,000 people never holds the window up.

Measured on the real widget with a plan on disk: the longest time between two turns of the window's event
loop, as processor time of its thread, and as time that passed, which tells about the machine as well.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from tests.plan.writer import write_plan
from wizard.plan.plan import Plan
from wizard.steps.base.plan_words import plan_view
from wizard.ui.widgets.plan_rows import PlanRowsList

PEOPLE = 20_000
MOST = 0.05  # seconds

pytestmark = pytest.mark.bench


class Pauses(QObject):
    """The longest pauses of the window's thread since `forget`."""

    def __init__(self) -> None:
        super().__init__()
        self.forget()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        self._timer.start(0)

    def forget(self) -> None:
        self.computed = self.passed = 0.0
        self._used, self._now = time.thread_time(), time.monotonic()

    def _turn(self) -> None:
        used, now = time.thread_time(), time.monotonic()
        self.computed = max(self.computed, used - self._used)
        self.passed = max(self.passed, now - self._now)
        self._used, self._now = used, now


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    asyncio.run(write_plan(tmp_path, "large", PEOPLE))
    found = Plan.open(tmp_path / "plan-large.sqlite")
    yield found
    found.discard()


def test_the_table_of_a_plan(plan: Plan, qtbot: QtBot) -> None:
    table = PlanRowsList("plan", "People")
    qtbot.addWidget(table)
    table.resize(1100, 700)
    table.show()
    pauses = Pauses()

    def watched(what: str, act: object, ready: object) -> None:
        qtbot.wait(100)
        pauses.forget()
        act()  # type: ignore[operator]
        qtbot.waitUntil(ready, timeout=20_000)  # type: ignore[arg-type]
        qtbot.wait(200)
        print(f"{what}: {pauses.computed * 1000:.0f} ms computing, {pauses.passed * 1000:.0f} ms in all")
        worst.append((pauses.computed, what))

    worst: list[tuple[float, str]] = []
    print()
    watched("first rows", lambda: table.set_rows(plan_view(plan).rows), lambda: table.row_count == PEOPLE)
    header, model = table.table.horizontalHeader(), table.table.model()
    for column in range(model.columnCount()):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            resets: list[int] = []
            model.modelReset.connect(lambda resets=resets: resets.append(1))
            watched(
                f"sorted by column {column}, {order.name}",
                lambda column=column, order=order: header.setSortIndicator(column, order),
                lambda resets=resets: bool(resets),
            )
    for text, expected in (("person 1", 11_111), ("person 19999", 1), ("nobody", 0), ("", PEOPLE)):
        watched(
            f"filtered by “{text}”",
            lambda text=text: table.filter_line.setText(text),
            lambda expected=expected: table.row_count == expected,
        )
    bar = table.table.verticalScrollBar()
    for part in range(1, 11):
        watched(
            f"scrolled to {part} of 10",
            lambda part=part: bar.setValue(bar.maximum() * part // 10),
            lambda: True,
        )
    assert max(worst)[0] <= MOST, max(worst)
