"""Orders of rows from several threads: what is known never waits, and closing ends what is computed."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from wizard.plan.orders import RowOrders, Wanted

BY_NAME: Wanted = (None, "", "name", False)
BY_REASON: Wanted = (None, "", "reason", False)
SOON = 20.0  # seconds; only a failing test waits that long


class Late(sqlite3.Connection):
    """A connection whose statement begins just after `interrupt`, which therefore ends nothing."""

    def interrupt(self) -> None:
        pass


@pytest.fixture
def database() -> Iterator[Late]:
    made = sqlite3.connect(":memory:", check_same_thread=False, factory=Late)
    yield made
    made.close()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as made:
        yield made


def test_a_known_order_does_not_wait_for_another(database: Late, threads: ThreadPoolExecutor) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        go_on.wait(SOON)
        return ""

    database.create_function("slow", 0, slow)
    database.execute("CREATE TABLE few AS SELECT 1 AS number, 'b' AS search UNION ALL SELECT 2, 'a'")
    database.execute("CREATE VIEW rows AS SELECT number, search, slow() AS reason FROM few")
    orders = RowOrders(database, "rows", {"name": "search", "reason": "reason, search"})
    known = orders.of(BY_NAME)
    assert list(known) == [2, 1]
    other = threads.submit(orders.of, BY_REASON)
    try:
        assert begun.wait(SOON)
        assert threads.submit(orders.of, BY_NAME).result(SOON / 2) is known
        assert not other.done()
    finally:
        go_on.set()
    assert list(other.result()) == [2, 1]
    orders.close()


def test_closing_ends_an_order_that_is_being_computed(database: Late, threads: ThreadPoolExecutor) -> None:
    begun = threading.Event()
    database.create_function("begun", 0, begun.set)
    database.execute(
        "CREATE VIEW rows AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i AS number, begun() AS search FROM n"
    )
    orders = RowOrders(database, "rows", {"name": "search", "reason": "reason, search"})
    endless = threads.submit(orders.of, BY_NAME)
    try:
        assert begun.wait(SOON)
        threads.submit(orders.close).result(SOON)
        assert endless.result(SOON) == array("q")
    finally:
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed, as it should be
            sqlite3.Connection.interrupt(database)
    assert orders.of(BY_NAME) == array("q")
