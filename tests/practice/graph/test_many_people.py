"""A hundred thousand people: the tenant starts, answers and stays small, compared with ten thousand."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from tests.practice.graph.outsider import EVENTUAL, Outsider, serve

MOST_MEMORY = 400  # MiB
CLOSE = 5  # pages compared at either end of the list


@dataclass(frozen=True)
class Measured:
    """One tenant: seconds until its line, MiB at most, seconds per page at either end of everybody."""

    people: int
    start: float
    memory: float
    first: float
    last: float


def _memory(pid: int) -> float:
    """The most a process ever held, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def _measure(people: int) -> Measured:
    before = time.perf_counter()
    with serve("--people", str(people)) as line:
        start = time.perf_counter() - before
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
    """Every page; the usual time of one at the beginning and at the end."""
    link, times, seen, last = "/users?$select=id&$top=999", [], 0, ""
    while link:
        before = time.perf_counter()
        body = stranger.get(link)
        times.append(time.perf_counter() - before)
        link = body.get("@odata.nextLink", "")
        ids = [user["id"] for user in body["value"]]
        assert ids == sorted(ids)
        assert ids[0] > last  # nobody twice
        last = ids[-1]
        seen += len(ids)
    assert seen >= people
    assert stranger.get(f"/users/{last}")["id"] == last
    assert [user["id"] for user in stranger.get(f"/users?$filter=id eq '{last}'")["value"]] == [last]
    return median(times[:CLOSE]), median(times[-CLOSE - 1 : -1])


def _ask(stranger: Outsider, people: int) -> None:
    assert int(stranger.get("/users/$count", **EVENTUAL)) >= people
    assert stranger.get("/users?$orderby=displayName desc&$top=5")["value"]
    latest = stranger.get("/users/delta?$deltatoken=latest")["@odata.deltaLink"]
    assert stranger.get(latest)["value"] == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_hundred_thousand_people_cost_ten_times_ten_thousand_at_most() -> None:
    few, many = _measure(10_000), _measure(100_000)
    assert many.memory < MOST_MEMORY
    assert many.memory < 4 * few.memory  # it grows far less than the number of people
    assert many.start < 20 * few.start + 5  # ten times the people, with room for a busy machine
    assert many.last < 5 * many.first + 0.1  # deep pages are not dearer than the first
    assert many.first < 5 * few.first + 0.1
