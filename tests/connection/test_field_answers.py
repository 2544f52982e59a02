"""Answers of many products over real sockets: the cause, the exit code and the words of each."""

from __future__ import annotations

import re

import pytest
from pydantic import SecretStr

from tests.connection.lab.fault import KEY
from tests.connection.lab.server import serving
from tests.connection.variants.answer import Odd
from tests.connection.variants.fronts import FRONTS
from tests.connection.variants.more import MORE
from tests.connection.variants.services import SERVICES
from wizard.connection import ConnectionReport, Target, Verdict, run
from wizard.network.clients import Network


def words_of(report: ConnectionReport) -> str:
    """The headline, the reason, the remedies and what the server said."""
    said = report.explanation
    deciding = report.deciding
    shown = dict(deciding.evidence) if deciding is not None else {}
    quoted = (str(shown.get(name, "")) for name in ("detail", "challenge"))
    return "\n".join((said.what, said.why, *said.do, *quoted))


@pytest.mark.parametrize("odd", [*FRONTS, *SERVICES, *MORE], ids=lambda odd: odd.name)
async def test_answer(odd: Odd) -> None:
    async with serving(odd.answering()) as running:
        target = Target(f"http://localhost:{running.port}/scim/v1", SecretStr(KEY))
        report = await run(target, Network(allow_loopback=True))
    words = words_of(report)
    assert report.cause in odd.want.split(), words
    assert report.verdict is Verdict.FAILS
    assert re.search(odd.say, words, re.IGNORECASE | re.DOTALL), words
    assert not odd.unsay or not re.search(odd.unsay, words, re.IGNORECASE), words
    assert KEY not in words
    assert report.requests <= 12


def test_every_row_has_a_name_of_its_own() -> None:
    names = [each.name for each in (*FRONTS, *SERVICES, *MORE)]
    assert len(set(names)) == len(names)
