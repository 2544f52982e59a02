"""How interrupted operations end in the journal, and what the journal proves about created objects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fixtures.lapse import Lapse
from wizard.entra.consistency import Bounds, Clock, CreatedObjects, WaitPolicy
from wizard.problem import Problem, ProblemError
from wizard.setup import Journal, Operation, OperationState, SetUpLock, recovery
from wizard.setup.recovery import Finding, Happened, NotShown, Unclear

KIND = "job.create"
APPLICATION = "8a7f0c1e-2f6b-4b8e-9a51-6f6c6f1d0001"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite", "one")


def begun(journal: Journal, kind: str = KIND, *, sent: bool = True, subject: str = "app") -> int:
    number = journal.begin(kind, subject, "ada", {}, {"name": "Playvox"})
    if sent:
        journal.sending(number, "ada", "POST", "/jobs", "", "r")
    return number


def row_of(journal: Journal, number: int) -> Operation:
    return next(row for row in journal.operations() if row.id == number)


def finding(found: Finding) -> Callable[[Operation], Awaitable[Finding]]:
    async def look(_row: Operation) -> Finding:
        return found

    return look


async def failing(_row: Operation) -> Finding:
    raise ProblemError(Problem("graph_unreachable"))


def later(seconds: float, bounds: Bounds | None = None) -> WaitPolicy:
    """Wait by a clock that is this far ahead of the journal's times."""
    clock = Clock(lambda: datetime.now(UTC) + timedelta(seconds=seconds))
    return WaitPolicy(lambda _waiting: None, clock, bounds or Bounds())


async def reconciled(journal: Journal, look: object, waits: WaitPolicy, kind: str = KIND) -> bool:
    return await recovery.reconcile(journal, journal.operations(), {kind: look}, waits)  # type: ignore[dict-item]


async def test_what_entra_shows_has_happened(journal: Journal) -> None:
    number = begun(journal)
    assert await reconciled(journal, finding(Happened({"job": "j"})), later(0))
    row = row_of(journal, number)
    assert (row.state, row.outcome) == (OperationState.DONE, {"job": "j", "found_afterwards": True})


async def test_what_does_not_show_may_still_show_for_a_while(journal: Journal) -> None:
    number = begun(journal)
    assert not await reconciled(journal, finding(NotShown()), later(Bounds().interrupted - 10))
    assert row_of(journal, number).state is OperationState.BEGUN
    assert await reconciled(journal, finding(NotShown()), later(Bounds().interrupted + 10))
    assert row_of(journal, number).state is OperationState.REFUSED


async def test_what_was_never_sent_did_not_happen(journal: Journal) -> None:
    number = begun(journal, sent=False)
    assert await reconciled(journal, finding(NotShown()), later(0))
    assert row_of(journal, number).state is OperationState.REFUSED


@pytest.mark.parametrize("look", [finding(Unclear()), failing])
async def test_what_entra_cannot_tell_stays_unknown(journal: Journal, look: object) -> None:
    number = begun(journal)
    assert not await reconciled(journal, look, later(3600))
    assert row_of(journal, number).state is OperationState.BEGUN


@pytest.mark.parametrize(("kind", "other"), [("job.start", "job.pause"), ("role.add", "role.remove")])
async def test_what_a_later_operation_hides_stays_unknown(journal: Journal, kind: str, other: str) -> None:
    hidden = begun(journal, kind)
    visible = begun(journal, other)
    journal.end(visible, OperationState.DONE, {})
    assert not await reconciled(journal, finding(NotShown()), later(3600), kind)
    assert row_of(journal, hidden).state is OperationState.BEGUN
    journal.end(visible, OperationState.REFUSED, {})
    assert await reconciled(journal, finding(NotShown()), later(3600), kind)


async def test_what_is_to_be_done_again_is_waited_for(journal: Journal) -> None:
    number, lapse, looks = begun(journal), Lapse(), 0
    waits = WaitPolicy(lapse.tell, Clock(lambda: datetime.now(UTC), lambda: lapse.passed, lapse.sleep))

    async def look(_row: Operation) -> Finding:
        nonlocal looks
        looks += 1
        return Happened({"job": "j"}) if looks == 4 else NotShown()

    found = await recovery.resolve(journal, row_of(journal, number), look, "job", waits)
    assert found == Happened({"job": "j"})
    assert (len(lapse.told), lapse.longest_silence <= 10.0) == (3, True)
    assert row_of(journal, number).state is OperationState.DONE


async def test_it_is_waited_for_no_longer_than_it_may_take(journal: Journal) -> None:
    number, lapse = begun(journal), Lapse()
    waits = WaitPolicy(lapse.tell, Clock(lambda: datetime.now(UTC), lambda: lapse.passed, lapse.sleep))
    look = finding(NotShown())
    assert await recovery.resolve(journal, row_of(journal, number), look, "job", waits) is None
    assert lapse.passed == pytest.approx(Bounds().interrupted, abs=5.0)
    assert lapse.longest_silence <= 10.0
    row = row_of(journal, number)
    assert (row.state, row.outcome["found_afterwards"]) == (OperationState.REFUSED, False)


async def test_what_was_never_sent_is_not_waited_for(journal: Journal) -> None:
    number, lapse = begun(journal, sent=False), Lapse()
    look = finding(NotShown())
    found = await recovery.resolve(journal, row_of(journal, number), look, "job", lapse.policy())
    assert (found, lapse.passed) == (None, 0.0)


def added(journal: Journal, **outcome: object) -> int:
    number = journal.begin("application.add", "template", "ada", {}, {"name": "Playvox"})
    journal.end(number, OperationState.DONE, {"service_principal": APPLICATION, **outcome})
    return number


def known(journal: Journal) -> CreatedObjects:
    created = CreatedObjects(WaitPolicy(lambda _waiting: None))
    recovery.remember_created(journal.operations(), created)
    return created


async def test_the_journal_proves_the_intent_until_the_object_was_seen(journal: Journal) -> None:
    added(journal, application="registration")
    for object_id in (APPLICATION, "registration"):
        creation = known(journal).creation(object_id)
        assert creation is not None
        assert not creation.seen
    await recovery.mark_seen(journal, APPLICATION)
    assert (creation := known(journal).creation(APPLICATION)) is not None
    assert creation.seen


def test_in_an_older_journal_what_was_done_to_the_object_proves_it(journal: Journal) -> None:
    added(journal)
    other = journal.begin(KIND, APPLICATION, "ada", {}, {})
    assert not known(journal).creation(APPLICATION).seen  # type: ignore[union-attr]
    journal.end(other, OperationState.DONE, {"job": "j"})
    assert known(journal).creation(APPLICATION).seen  # type: ignore[union-attr]


async def test_a_deleted_object_is_no_longer_expected(journal: Journal) -> None:
    number = added(journal, seen=True)
    await recovery.mark_gone(journal, APPLICATION, datetime.now(UTC))
    assert known(journal).creation(APPLICATION) is None
    row = row_of(journal, number)
    assert row.state is OperationState.DONE, "it was done; what became of it is another matter"
    assert set(row.outcome) == {"service_principal", "seen", "gone"}
    assert await recovery.name_of(journal, APPLICATION) == "Playvox"


async def test_only_a_free_lock_is_taken_without_waiting(tmp_path: Path) -> None:
    ours, other = SetUpLock(tmp_path, "one"), SetUpLock(tmp_path, "one")
    assert ours.acquire_if_free()
    assert ours.acquire_if_free(), "tasks of one copy share it"
    assert not other.acquire_if_free()
    ours.release()
    assert not other.acquire_if_free()
    ours.release()
    assert other.acquire_if_free()
    other.release()
