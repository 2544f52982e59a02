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


def made(journal: Journal, subject: str = "app", **outcome: object) -> int:
    """A job that was made for an application."""
    return made_with(journal, outcome, subject)


def made_with(journal: Journal, outcome: dict[str, object], subject: str = "app") -> int:
    number = journal.begin(KIND, subject, "ada", {}, {})
    journal.end(number, OperationState.DONE, outcome)
    return number


async def test_the_last_job_made_for_an_application(journal: Journal) -> None:
    assert await recovery.job_made(journal, "app") is None
    made(journal, job="first")
    last = made(journal, job="second")
    made(journal, "another app", job="third")
    journal.end(journal.begin("job.start", "app", "ada", {}, {}), OperationState.DONE, {"job": "x"})
    found = await recovery.job_made(journal, "app")
    ended = row_of(journal, last).ended
    assert ended is not None
    assert found == recovery.MadeJob("second", ended)
    await recovery.mark_gone(journal, "second", datetime.now(UTC))
    assert await recovery.job_made(journal, "app") is None


@pytest.mark.parametrize("outcome", [{}, {"job": ""}, {"job": None}])
async def test_a_job_without_an_id_is_not_known(journal: Journal, outcome: dict[str, object]) -> None:
    made_with(journal, outcome)
    assert await recovery.job_made(journal, "app") is None


async def test_a_job_that_is_not_known_to_be_made_is_not_known(journal: Journal) -> None:
    made(journal, job="first")
    begun(journal)
    assert await recovery.job_made(journal, "app") is None


def test_when_an_object_was_made(journal: Journal) -> None:
    """At the latest when the answer came, or, where it was found afterwards, when it was asked for."""
    row = row_of(journal, made(journal, job="j"))
    assert recovery.made_at(row) == row.ended
    row = row_of(journal, made(journal, job="j", found_afterwards=True))
    assert recovery.made_at(row) == row.began
    row = row_of(journal, begun(journal))
    assert recovery.made_at(row) == row.began


@pytest.mark.parametrize(
    ("service_principal", "state", "seen"),
    [
        (APPLICATION, OperationState.DONE, True),
        (APPLICATION, OperationState.REFUSED, False),
        ("another", OperationState.DONE, False),
    ],
)
def test_only_what_was_done_to_the_object_itself_proves_that_it_was_seen(
    journal: Journal, service_principal: str, state: OperationState, seen: bool
) -> None:
    number = added(journal)
    other = journal.begin("role.add", service_principal, "ada", {}, {})
    journal.end(other, state, {})
    rows = journal.operations()
    assert recovery.was_seen(row_of(journal, number), rows) is seen
    assert not recovery.was_seen(row_of(journal, other), rows)


async def test_marks_are_set_once_and_only_on_what_was_made_here(journal: Journal) -> None:
    application, job = added(journal), made(journal, APPLICATION, job="j")
    other = made(journal, APPLICATION, job="k")
    started = journal.begin("job.start", "j", "ada", {}, {})
    journal.end(started, OperationState.DONE, {"job": "j"})
    first = datetime(2026, 10, 1, tzinfo=UTC)
    await recovery.mark_gone(journal, "j", first)
    await recovery.mark_gone(journal, "j", first + timedelta(days=1))
    await recovery.mark_seen(journal, APPLICATION)
    assert {number: row_of(journal, number).outcome for number in (application, job, other, started)} == {
        application: {"service_principal": APPLICATION, "seen": True},
        job: {"job": "j", "gone": first.isoformat()},
        other: {"job": "k"},
        started: {"job": "j"},
    }


async def test_the_name_under_which_an_application_was_added(journal: Journal) -> None:
    assert await recovery.name_of(journal, APPLICATION) == ""
    made(journal, APPLICATION, service_principal=APPLICATION)
    added(journal)
    assert await recovery.name_of(journal, APPLICATION) == "Playvox"
    assert await recovery.name_of(journal, "another") == ""
    nameless = journal.begin("application.add", "template", "ada", {}, {})
    journal.end(nameless, OperationState.DONE, {"service_principal": "n"})
    assert await recovery.name_of(journal, "n") == ""


@pytest.mark.parametrize("state", [OperationState.REFUSED, OperationState.BEGUN])
def test_what_was_not_added_is_not_expected(journal: Journal, state: OperationState) -> None:
    number = journal.begin("application.add", "template", "ada", {}, {})
    journal.end(number, state, {"service_principal": APPLICATION})
    assert known(journal).creation(APPLICATION) is None


def test_an_application_is_expected_from_when_it_was_made(journal: Journal) -> None:
    number = added(journal, application="registration")
    for object_id in (APPLICATION, "registration"):
        creation = known(journal).creation(object_id)
        assert creation is not None
        assert creation.made == row_of(journal, number).ended
    assert known(journal).creation("") is None


@pytest.mark.parametrize(
    ("kind", "other", "subject", "hidden"),
    [
        ("people.assign", "people.unassign", "app", True),
        ("people.assign", "people.unassign", "other app", False),
        ("people.assign", "role.add", "app", False),
        ("settings.save", "settings.save", "app", True),
        ("settings.save", "job.start", "app", False),
        ("job.pause", "job.start", "app", True),
    ],
)
async def test_what_hides_the_result_of_an_earlier_operation(
    journal: Journal, kind: str, other: str, subject: str, hidden: bool
) -> None:
    number = begun(journal, kind)
    begun(journal, other, subject=subject)
    looked: list[int] = []

    async def look(row: Operation) -> Finding:
        looked.append(row.id)
        return Unclear()

    rows = journal.operations()
    assert not await recovery.reconcile(journal, rows, {kind: look}, later(3600))
    assert (number in looked) is not hidden
