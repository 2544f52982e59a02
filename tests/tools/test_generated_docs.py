"""Pages made from the source are as the source makes them."""

from __future__ import annotations

from build.generated_docs import outdated
from tests.connection.lab.faults import ALL
from wizard.connection import CAUSES

# Causes that are no row of the laboratory, and where they are proved instead.
ELSEWHERE = {
    "tcp_timeout": "test_stopping.py fills a listener's backlog",
    "here_unreachable_only": "test_difference.py has Microsoft's side succeed where this one fails",
    "cancelled": "is the person's doing; test_stopping.py cancels at every check",
}


def test_pages_are_up_to_date() -> None:
    assert outdated() == [], "run: python -m build.generated_docs --write"


def test_the_laboratory_produces_every_cause_that_a_machine_can() -> None:
    produced = {fault.cause for fault in ALL}
    assert set(CAUSES) - produced - set(ELSEWHERE) == set()
    assert produced.isdisjoint(ELSEWHERE), "this can be produced after all"
