"""Progress notices: at most ten a second, never outdated, and the last one always appears."""

from __future__ import annotations

import asyncio

import pytest

from tests.fixtures.loop_clock import LoopClock
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
    """What a sink showed, and when (seconds of the event loop since it was made)."""

    def __init__(self, clock: LoopClock) -> None:
        self._clock = clock
        self.notices: list[Notice | None] = []
        self.times: list[float] = []
        self.sink = ProgressSink(self.show)

    def show(self, notice: Notice | None) -> None:
        self.notices.append(notice)
        self.times.append(self._clock.passed)

    @property
    def texts(self) -> list[str]:
        return [notice.text if notice is not None else "" for notice in self.notices]


@pytest.fixture
def shown(loop_clock: LoopClock) -> Shown:
    return Shown(loop_clock)


async def test_a_flood_is_at_most_ten_a_second_and_its_last_notice_is_shown(
    shown: Shown, loop_clock: LoopClock
) -> None:
    with shown_by(shown.sink), doing("Counting"):
        for number in range(1, 551):
            report("Counting", number, 10_000)
            await loop_clock.advance(0.001)
        assert shown.texts == ["Counting", *(f"Counting {n}00 of 10000" for n in range(1, 6))]
        await loop_clock.advance(INTERVAL / 2)
        assert shown.texts[-1] == "Counting 550 of 10000"
    assert shown.notices[-1] is None
    assert shown.times[:-1] == pytest.approx([n * INTERVAL for n in range(7)])


async def test_the_first_notice_and_the_end_are_shown_at_once(shown: Shown, loop_clock: LoopClock) -> None:
    with shown_by(shown.sink), doing("Saving"):
        assert shown.texts == ["Saving"]
    assert shown.texts == ["Saving", ""]
    await loop_clock.advance(2 * INTERVAL)
    assert shown.texts == ["Saving", ""]


async def test_what_had_no_time_to_be_shown_is_not_shown_after_the_end(
    shown: Shown, loop_clock: LoopClock
) -> None:
    with shown_by(shown.sink), doing("Saving"):
        report("Waiting")
    await loop_clock.advance(2 * INTERVAL)
    assert shown.texts == ["Saving", ""]


async def test_the_same_notice_is_shown_once(shown: Shown, loop_clock: LoopClock) -> None:
    with shown_by(shown.sink), doing("Waiting"):
        for _attempt in range(3):
            report("Waiting")
            await loop_clock.advance(1.2 * INTERVAL)
    assert shown.texts == ["Waiting", ""]


async def test_an_inner_activity_that_ends_gives_the_line_back(shown: Shown, loop_clock: LoopClock) -> None:
    with shown_by(shown.sink), doing("Undoing"):
        await loop_clock.advance(1.2 * INTERVAL)
        with doing("Removing assignments"):
            await loop_clock.advance(1.2 * INTERVAL)
        await loop_clock.advance(1.2 * INTERVAL)
    assert shown.texts == ["Undoing", "Removing assignments", "Undoing", ""]


async def test_of_two_at_once_the_one_that_goes_on_stays(shown: Shown, loop_clock: LoopClock) -> None:
    saved, assigned = asyncio.Event(), asyncio.Event()

    async def work(sentence: str, until: asyncio.Event) -> None:
        with doing(sentence):
            await until.wait()

    with shown_by(shown.sink):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(work("Assigning", assigned))
            tasks.create_task(work("Saving", saved))
            await loop_clock.advance(2 * INTERVAL)
            saved.set()
            await loop_clock.advance(2 * INTERVAL)
            assigned.set()
    assert shown.texts == ["Assigning", "Saving", "Assigning", ""]


async def test_a_part_is_shown_by_its_own_sink_and_by_the_outer_one(
    shown: Shown, loop_clock: LoopClock
) -> None:
    inner = Shown(loop_clock)
    with shown_by(shown.sink), doing("Starting", inner.sink):
        assert (shown.texts, inner.texts) == (["Starting"], ["Starting"])
    assert (shown.texts[-1], inner.texts[-1]) == ("", "")


async def test_a_failure_clears_the_line(shown: Shown) -> None:
    with pytest.raises(ValueError), shown_by(shown.sink), doing("Saving"):
        raise ValueError
    assert shown.notices == [Notice("Saving"), None]


async def test_reports_without_a_sink_do_nothing() -> None:
    report("Waiting")
    report_waiting(Waiting("job", 1, 0.5, 299.5))


async def test_waiting_for_entra_is_shown_as_a_sentence(shown: Shown) -> None:
    with shown_by(shown.sink):
        report_waiting(Waiting("job", 1, 0.5, 299.5))
        assert shown.texts == ["Waiting until Entra knows the provisioning job …"]


async def test_a_longer_wait_shows_its_end_and_keeps_its_progress(
    shown: Shown, loop_clock: LoopClock
) -> None:
    with doing("Adding …", shown.sink):
        report("Adding …", 2, 4)
        report_waiting(Waiting("application", 9, 35.0, 565.0))
        await loop_clock.advance(2 * INTERVAL)
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
def test_numbers_are_shown_where_they_are_known(notice: Notice, text: str) -> None:
    assert notice.text == text
