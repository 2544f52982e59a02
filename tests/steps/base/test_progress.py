"""Progress notices: at most ten a second, never outdated, and the last one always appears."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest

from wizard.entra.consistency import Waiting
from wizard.steps.base.progress import (
    INTERVAL,
    Notice,
    ProgressSink,
    doing,
    report,
    report_waiting,
    shown_by,
)


class Shown:
    """What a sink showed, and when."""

    def __init__(self) -> None:
        self.notices: list[Notice | None] = []
        self.times: list[float] = []
        self.sink = ProgressSink(self.show)

    def show(self, notice: Notice | None) -> None:
        self.notices.append(notice)
        self.times.append(time.monotonic())

    @property
    def texts(self) -> list[str]:
        return [notice.text if notice is not None else "" for notice in self.notices]


@pytest.fixture
def shown() -> Shown:
    return Shown()


async def test_a_flood_is_at_most_ten_a_second_and_its_last_notice_is_shown(shown: Shown) -> None:
    began = time.monotonic()
    with shown_by(shown.sink), doing("Counting"):
        number = 0
        while time.monotonic() < began + 0.55:
            number += 1
            report("Counting", number, 10_000)
            await asyncio.sleep(0)
        await asyncio.sleep(2 * INTERVAL)
        assert shown.texts[-1] == f"Counting {number} of 10000"
    assert number > 100
    told = [when for when, notice in zip(shown.times, shown.notices, strict=True) if notice is not None]
    assert 2 <= len(told) <= 8
    pauses = [after - before for before, after in itertools.pairwise(told)]
    assert min(pauses) >= INTERVAL * 0.9
    assert shown.notices[-1] is None


async def test_the_first_notice_and_the_end_are_shown_at_once(shown: Shown) -> None:
    with shown_by(shown.sink), doing("Saving"):
        assert shown.texts == ["Saving"]
    assert shown.texts == ["Saving", ""]
    await asyncio.sleep(2 * INTERVAL)
    assert shown.texts == ["Saving", ""]


async def test_what_had_no_time_to_be_shown_is_not_shown_after_the_end(shown: Shown) -> None:
    with shown_by(shown.sink), doing("Saving"):
        report("Waiting")
    await asyncio.sleep(2 * INTERVAL)
    assert shown.texts == ["Saving", ""]


async def test_the_same_notice_is_shown_once(shown: Shown) -> None:
    with shown_by(shown.sink), doing("Waiting"):
        for _attempt in range(3):
            report("Waiting")
            await asyncio.sleep(1.2 * INTERVAL)
    assert shown.texts == ["Waiting", ""]


async def test_an_inner_activity_that_ends_gives_the_line_back(shown: Shown) -> None:
    with shown_by(shown.sink), doing("Undoing"):
        await asyncio.sleep(1.2 * INTERVAL)
        with doing("Removing assignments"):
            await asyncio.sleep(1.2 * INTERVAL)
        await asyncio.sleep(1.2 * INTERVAL)
    assert shown.texts == ["Undoing", "Removing assignments", "Undoing", ""]


async def test_of_two_at_once_the_one_that_goes_on_stays(shown: Shown) -> None:
    async def work(sentence: str, seconds: float) -> None:
        with doing(sentence):
            await asyncio.sleep(seconds)

    with shown_by(shown.sink):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(work("Assigning", 5 * INTERVAL))
            tasks.create_task(work("Saving", 2 * INTERVAL))
    assert shown.texts == ["Assigning", "Saving", "Assigning", ""]


async def test_a_part_is_shown_by_its_own_sink_and_by_the_outer_one(shown: Shown) -> None:
    inner = Shown()
    with shown_by(shown.sink), doing("Starting", inner.sink):
        assert (shown.texts, inner.texts) == (["Starting"], ["Starting"])
    assert (shown.texts[-1], inner.texts[-1]) == ("", "")


async def test_a_failure_clears_the_line(shown: Shown) -> None:
    with pytest.raises(ValueError), shown_by(shown.sink), doing("Saving"):
        raise ValueError
    assert shown.notices == [Notice("Saving"), None]


async def test_nobody_needs_to_listen() -> None:
    report("Waiting")
    report_waiting(Waiting("job", 1, 0.5, 299.5))


async def test_waiting_for_entra_is_told_in_a_sentence(shown: Shown) -> None:
    with shown_by(shown.sink):
        report_waiting(Waiting("job", 1, 0.5, 299.5))
        assert shown.texts == ["Waiting until Entra knows the provisioning job …"]


async def test_a_longer_wait_tells_its_end_and_keeps_how_far_it_is(shown: Shown) -> None:
    with doing("Adding …", shown.sink):
        report("Adding …", 2, 4)
        report_waiting(Waiting("application", 9, 35.0, 565.0))
        await asyncio.sleep(2 * INTERVAL)
        sentence = "Waiting until Entra knows the application everywhere … (at most 10 minutes)"
        assert shown.notices[-1] == Notice(sentence, 2, 4)


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        (Notice("Counting people …"), "Counting people …"),
        (Notice("Counting people …", 50), "Counting people … 50"),
        (Notice("Counting people …", 0, 200), "Counting people … 0 of 200"),
    ],
)
def test_numbers_are_told_where_they_are_known(notice: Notice, text: str) -> None:
    assert notice.text == text
