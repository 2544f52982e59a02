"""Generated pages are up to date with the source."""

from __future__ import annotations

from build.generated_docs import outdated
from build.symptoms_page import SYMPTOMS
from tests.connection.lab.faults import ALL
from wizard.connection import CAUSES

# Causes without a row in the laboratory, and the tests that cover them.
ELSEWHERE = {
    "host_unusual": "test_key_hosts.py has hosts that are not Playvox's",
    "address_partly_dead": "test_addresses.py has one of two addresses refuse",
    "tcp_timeout": "test_stopping.py fills a listener's backlog",
    "here_unreachable_only": "test_difference.py has Microsoft's side succeed where this one fails",
    "cancelled": "is the person's doing; test_stopping.py cancels at every check",
}


def test_every_cause_has_a_symptom() -> None:
    listed = [code for codes in SYMPTOMS.values() for code in codes]
    assert set(CAUSES) - {"cancelled", "unexpected"} - set(listed) == set()
    assert len(set(listed)) == len(listed)


def test_pages_are_up_to_date() -> None:
    assert outdated() == [], "run: python -m build.generated_docs --write"


def test_the_laboratory_produces_every_cause_that_a_machine_can() -> None:
    produced = {fault.cause for fault in ALL}
    assert set(CAUSES) - produced - set(ELSEWHERE) == set()
    assert produced.isdisjoint(ELSEWHERE), "this can be produced after all"
