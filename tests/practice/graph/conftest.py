"""One `practice serve` for the entire folder, and a signed-in external client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.practice.graph.outsider import Outsider, serve


@pytest.fixture(scope="module")
def served() -> Iterator[dict[str, Any]]:
    """The line of a running tenant with 230 people."""
    with serve("--people", "230", "--replication-lag", "0.15") as line:
        yield line


@pytest.fixture(scope="module")
def stranger(served: dict[str, Any]) -> Iterator[Outsider]:
    """Signed in as the administrator, for all tests of a module."""
    outsider = Outsider(served)
    outsider.sign_in()
    yield outsider
    outsider.close()


@pytest.fixture
def graph(stranger: Outsider) -> Iterator[Outsider]:
    """The external client, with faults off before and after; checks the contract at the end."""
    stranger.broken.clear()
    yield stranger
    stranger.calm()
    assert not stranger.broken, "\n".join(dict.fromkeys(stranger.broken))
