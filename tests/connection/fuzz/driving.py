"""Runs the complete connection test against hostile answers and checks its report."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from tests.connection.fuzz.memory import MemoryRoute
from tests.connection.lab.fault import KEY
from tests.connection.lab.server import answer
from wizard.connection import (
    CAUSES,
    CHECKS,
    CheckStatus,
    ConnectionReport,
    ConnectionTest,
    Target,
    run,
)
from wizard.connection.report_html import as_html
from wizard.connection.report_text import as_text
from wizard.network.clients import Network
from wizard.playvox.key import CleanKey, clean_key

HERE = Network(allow_loopback=True)
LONGEST_RUN = 20.0
"""Seconds after which a run over memory counts as hanging: nothing in it ever waits."""
_ENDED = {
    CheckStatus.PASSED,
    CheckStatus.WARNING,
    CheckStatus.FAILED,
    CheckStatus.SKIPPED,
    CheckStatus.NOT_RUN,
}
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_MOST_EVIDENCE = 64 * 1024  # characters of JSON, whatever the server sent


class Driver:
    """Feeds answers to connection tests; `served` counts the hostile ones that were requested."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.served = 0
        self.causes: dict[str, int] = {}
        self._answerer: Callable[[bytes], bytes] = lambda _request: answer()
        self._piece = 65536
        self._loop = asyncio.Runner()
        known = clean_key(KEY)
        assert isinstance(known, CleanKey)
        module = sys.modules[ConnectionTest.__module__]  # the package has a function with the module's name
        # Network and key checks are tested elsewhere; here each would cost more than all the answers.
        monkeypatch.setattr(module, "Route", lambda *_: MemoryRoute(self._answer, self._piece))
        monkeypatch.setattr(module, "clean_key", lambda _text: known)

    def __enter__(self) -> Driver:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.close()

    def run(self, hostile: Callable[[], bytes], dice: random.Random) -> ConnectionReport:
        """Run one connection test whose answers come from `hostile`; sometimes the first one is healthy."""
        healthy_probe = dice.random() < 0.3
        self._piece = dice.choice((65536, 65536, 1460, 997, 61))
        asked = 0

        def respond(_request: bytes) -> bytes:
            nonlocal asked
            asked += 1
            if healthy_probe and asked == 1:
                return answer(headers="Connection: close\r\n")
            self.served += 1
            return hostile()

        self._answerer = respond
        target = Target("http://localhost:8080/scim/v1", SecretStr(KEY), group_mapping=dice.random() < 0.5)
        report = self._loop.run(asyncio.wait_for(run(target, HERE), LONGEST_RUN))
        self.keep(report)
        return report

    def keep(self, report: ConnectionReport) -> None:
        """Check a report and count its cause."""
        proven(report)
        cause = report.cause or "works"
        self.causes[cause] = self.causes.get(cause, 0) + 1

    def _answer(self, request: bytes) -> bytes:
        return self._answerer(request)


def proven(report: ConnectionReport) -> None:
    """Check what holds for every report, whatever a server did, and that every format can be rendered."""
    assert [each.id for each in report.checks] == list(CHECKS)
    for check in report.checks:
        assert check.status in _ENDED
        assert check.cause is None or (check.cause in CAUSES and check.cause != "unexpected"), check
        assert check.cause is not None or check.status is not CheckStatus.FAILED
    assert report.requests <= 12
    data = json.dumps(report.to_json(), allow_nan=False)
    assert len(data) < _MOST_EVIDENCE
    for text in _texts(report.to_json()):
        assert not any(unicodedata.category(letter) in _INVISIBLE for letter in text)
    assert as_text(report)
    assert as_html(report)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(name)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
