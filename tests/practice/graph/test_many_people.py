"""100,000 people: the tenant starts, answers and stays small, compared with 10,000."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.practice.graph.outsider import EVENTUAL, Outsider, serve

MOST_MEMORY = 400  # MiB
CLOSE = 5  # pages compared at both ends of the list


@dataclass(frozen=True)
class Measured:
    """One tenant: maximum MiB, and seconds of processor time until its line and for pages at both ends.

    Processor time is the server's own, so other work of the machine is not counted.
    """

    people: int
    start: float
    memory: float
    first: float
    last: float


def _memory(pid: int) -> float:
    """Maximum memory of a process, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def _processor_seconds(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _measure(people: int) -> Measured:
    with serve("--people", str(people)) as line:
        start = _processor_seconds(line["pid"])
        stranger = Outsider(line)
        try:
            stranger.sign_in()
            first, last = _walk(stranger, people)
            _ask(stranger, people)
            memory = _memory(line["pid"])
            assert stranger.broken == []
        finally:
            stranger.close()
    return Measured(people, start, memory, first, last)


def _walk(stranger: Outsider, people: int) -> tuple[float, float]:
    """Read every page; returns the cost of several at the start and as many at the end."""
    link, costs, seen, last = "/users?$select=id&$top=999", [], 0, ""
    while link:
        before = _processor_seconds(stranger.line["pid"])
        body = stranger.get(link)
        costs.append(_processor_seconds(stranger.line["pid"]) - before)
        link = body.get("@odata.nextLink", "")
        ids = [user["id"] for user in body["value"]]
        assert ids == sorted(ids)
        assert ids[0] > last  # nobody twice
        last = ids[-1]
        seen += len(ids)
    assert seen >= people
    assert stranger.get(f"/users/{last}")["id"] == last
    assert [user["id"] for user in stranger.get(f"/users?$filter=id eq '{last}'")["value"]] == [last]
    return sum(costs[:CLOSE]), sum(costs[-CLOSE - 1 : -1])


def _ask(stranger: Outsider, people: int) -> None:
    assert int(stranger.get("/users/$count", **EVENTUAL)) >= people
    assert stranger.get("/users?$orderby=displayName desc&$top=5")["value"]
    latest = stranger.get("/users/delta?$deltatoken=latest")["@odata.deltaLink"]
    assert stranger.get(latest)["value"] == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_hundred_thousand_people_cost_ten_times_ten_thousand_at_most() -> None:
    few, many = _measure(10_000), _measure(100_000)
    assert many.memory < MOST_MEMORY
    assert many.memory < 4 * few.memory  # grows far less than the number of people
    assert many.start < 20 * few.start  # ten times the people
    # Deep pages cost no more than the first; processor time is counted in steps of 10 ms.
    assert many.last < 5 * many.first + 0.1
    assert many.first < 5 * few.first + 0.1
