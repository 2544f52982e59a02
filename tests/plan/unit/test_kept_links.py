"""What is known of a job's links: kept in a file, derived from the log, asked of Entra."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.services import TableGraph
from tests.plan.unit.tenant import Tenant, link
from wizard.entra.links import LinkEvidence
from wizard.notices import collecting
from wizard.plan import link_reading
from wizard.plan.computing import LINKS_FILE
from wizard.plan.link_derived import DerivedLink
from wizard.plan.link_reading import LinkReader, LinksFound
from wizard.plan.link_store import KnownLink, LinkStore, MappingsSeen
from wizard.problem import ProblemError

FULL = KnownLink(
    "p", "a", "inactive", "2026-10-01T00:00:00Z", True, False, True, name="Ana", user_name="ana@x"
)
EARLY, LATE = "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"


@pytest.fixture
def store(tmp_path: Path) -> LinkStore:
    return LinkStore(tmp_path / "folder" / "links.sqlite")


def load(store: LinkStore, job: str = "job") -> dict[str, KnownLink]:
    return {each.person: each for each in store.load(job)}


def test_a_link_is_read_as_it_was_kept(store: LinkStore) -> None:
    other = KnownLink("q", "b", "linked", LATE)
    store.save("job", [FULL, other], EARLY, LATE)
    assert load(store) == {"p": FULL, "q": other}
    assert store.covered("job") == (EARLY, LATE)
    assert load(store, "another") == {}
    assert store.covered("another") == ("", "")
    for assigned in (True, False, None):
        store.keep("job", [replace(FULL, assigned=assigned)])
        assert load(store)["p"].assigned is assigned


def test_older_news_changes_nothing(store: LinkStore) -> None:
    newest = replace(FULL, at=LATE)
    store.save("job", [newest], EARLY, LATE)
    store.keep("job", [replace(FULL, at=EARLY, state="none", account="other")])
    assert load(store)["p"] == newest
    newer = KnownLink("p", "c", "linked", LATE, name="Anna", user_name="anna@x")
    store.keep("job", [newer])
    assert load(store)["p"] == newer
    store.save("job", [], "", EARLY)
    assert store.covered("job") == ("", EARLY)


def test_people_can_be_forgotten(store: LinkStore) -> None:
    store.save("job", [FULL, replace(FULL, person="q")], EARLY, LATE)
    store.save("other", [FULL], EARLY, LATE)
    store.forget("job", ["p", "nobody"])
    assert set(load(store)) == {"q"}
    assert set(load(store, "other")) == {"p"}


@pytest.mark.parametrize("damage", ["another version", "no database"])
def test_a_file_that_cannot_be_used_is_made_anew(store: LinkStore, tmp_path: Path, damage: str) -> None:
    store.save("job", [FULL], EARLY, LATE)
    path = tmp_path / "folder" / "links.sqlite"
    if damage == "no database":
        path.write_bytes(b"no database at all, though long enough" * 40)
    else:
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
    assert load(store) == {}
    store.save("job", [FULL], EARLY, LATE)
    assert load(store) == {"p": FULL}


def evidence(action: str, status: str = "success", account: str = "a", **more: Any) -> LinkEvidence:
    values: dict[str, Any] = {
        "person": "p",
        "account": account,
        "action": action,
        "status": status,
        "code": "",
        "at": EARLY,
        "name": "Ana",
        "user_name": "ana@x",
        "active": None,
        "assigned": None,
        "role": None,
        "inside": None,
        "deleted": False,
        **more,
    }
    return LinkEvidence(**values)


def derived(*newest_first: LinkEvidence, before: KnownLink | None = None) -> KnownLink:
    first = newest_first[0]
    found = DerivedLink(first.at, first.status == "failure", first.name, first.user_name)
    for each in newest_first:
        found.note(each)
    return found.link("p", before)


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (evidence("create"), "linked"),
        (evidence("update"), "linked"),
        (evidence("create", account=""), "none"),
        (evidence("other", "skipped", code="redundantexport"), "linked"),
        (evidence("disable", "skipped", code="toomanydeletes"), "linked"),
        (evidence("other", "skipped", account=""), "none"),
        (evidence("delete"), "none"),
        (evidence("disable", active=False), "inactive"),
        (evidence("disable", assigned=True, role=True, inside=True), "inactive"),
        (evidence("disable", assigned=False), "none"),
        (evidence("disable", role=False), "none"),
        (evidence("disable", inside=False), "none"),
        (evidence("disable", assigned=False, deleted=True), "inactive"),
    ],
)
def test_what_one_entry_says_of_a_link(entry: LinkEvidence, state: str) -> None:
    assert derived(entry).state == state


@pytest.mark.parametrize(
    "entry", [evidence("update", "failure"), evidence("other", "skipped", code="notentitled")]
)
def test_an_entry_that_decides_nothing_leaves_what_was_known(entry: LinkEvidence) -> None:
    assert derived(entry).state == "linked"
    for state in ("linked", "inactive", "none"):
        before = KnownLink("p", "old", state, EARLY, deleted=True)
        found = derived(entry, before=before)
        assert (found.state, found.deleted) == (state, True)


def test_the_newest_entry_that_decides_is_the_one_that_counts() -> None:
    entries = [
        evidence("update", "failure", account="", at=LATE, name="", user_name="", assigned=True),
        evidence("disable", account="b", assigned=False, name="Ana", user_name="ana@x"),
        evidence("create", account="c", assigned=True, name="Old", user_name="old@x", deleted=True),
    ]
    assert derived(*entries) == KnownLink("p", "b", "none", LATE, True, True, False, "Ana", "ana@x")


def test_the_account_may_be_known_from_before_only() -> None:
    before = KnownLink("p", "old", "linked", EARLY)
    assert derived(evidence("update", "failure", account=""), before=before).account == "old"
    assert derived(evidence("update", account="new"), before=before).account == "new"


async def found_out(
    tenant: Tenant,
    folder: Path,
    *,
    people: tuple[str, ...] = (),
    accounts: tuple[str, ...] = (),
    watched: tuple[str, ...] = (),
    **changes: Any,
) -> LinksFound:
    async with TableGraph(tenant) as graph:
        reader = LinkReader(graph, LinkStore(folder / LINKS_FILE), tenant.request(**changes))
        await reader.refresh(anyway=False)
        return await reader.find_out(people, accounts, watched, lambda _found: False)


async def test_the_log_is_read_only_as_far_as_needed(tenant: Tenant, tmp_path: Path) -> None:
    tenant.ran()
    tenant.page = 2
    for name in ("ana", "bo", "cleo", "dan", "eve", "fay"):
        tenant.logged(name, "create")
    found = await found_out(tenant, tmp_path, people=("bo",))
    assert set(found.links) == {"ana", "bo"}
    assert (found.whole_log, found.not_asked, found.problem) == (False, 0, None)
    assert LinkStore(tmp_path / LINKS_FILE).covered("job") == ("", "")
    found = await found_out(tenant, tmp_path, accounts=("a-dan",))
    assert set(found.links) == {"ana", "bo", "cleo", "dan"}


async def test_what_the_log_does_not_tell_is_asked_and_the_log_is_kept(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.ran()
    tenant.logged("ana", "create", at="2026-10-28T00:00:00Z")
    tenant.logged("bo", "create", at="2026-10-20T00:00:00Z")
    tenant.linked("cleo", "a9")
    found = await found_out(tenant, tmp_path, people=("cleo", "dan"), accounts=("a8", "a9"))
    assert found.whole_log
    assert found.oldest == "2026-10-20T00:00:00Z"
    assert found.links["cleo"].account == "a9"
    assert found.links["cleo"].state == "linked"
    assert found.links["dan"] == replace(found.links["dan"], account="", state="none")
    assert found.unlinked == {"a8"}
    store = LinkStore(tmp_path / LINKS_FILE)
    assert store.covered("job") == ("2026-10-20T00:00:00Z", "2026-10-28T00:00:00Z")
    assert set(load(store)) == {"ana", "bo"}


async def test_later_plans_read_only_what_is_new_and_a_little_more(tenant: Tenant, tmp_path: Path) -> None:
    """Fifteen minutes: an entry may arrive after newer ones."""
    tenant.ran()
    tenant.logged("ana", "create", at="2026-11-03T11:30:00Z")
    tenant.logged("bo", "create", at="2026-11-03T10:46:00Z")
    tenant.logged("cleo", "create", at="2026-11-03T10:44:00Z")
    tenant.remembered(tmp_path, link("dan"), link("ana", state="none"))
    found = await found_out(tenant, tmp_path)
    assert set(found.links) == {"ana", "bo", "dan"}
    assert found.links["ana"].state == "linked"
    assert found.whole_log
    assert found.oldest == "2026-01-01T00:00:00Z"
    asked = next(each for each in tenant.requests if "auditLogs" in each)
    assert "2026-11-03T10:45:00Z" in asked.replace("%3A", ":")
    assert LinkStore(tmp_path / LINKS_FILE).covered("job")[1] == "2026-11-03T11:30:00Z"


async def test_values_that_were_written_last(tenant: Tenant, tmp_path: Path) -> None:
    tenant.ran()
    tenant.logged("ana", "update", "failure", written={"title": "never"})
    tenant.logged("ana", "update", written={"displayName": "new"})
    tenant.logged("ana", "create", written={"displayName": "old", "title": "Boss"})
    tenant.logged("bo", "create", written={"displayName": "Bo"})
    found = await found_out(tenant, tmp_path, watched=("ana",))
    assert found.written == {"ana": {"displayName": "new", "title": "Boss"}}


async def test_too_many_questions_are_not_asked_and_that_is_said(
    tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_reading, "_MOST_CONNECTIONS", 4)
    monkeypatch.setattr(link_reading, "_BATCH", 2)
    tenant.ran()
    found = await found_out(tenant, tmp_path, accounts=("a", "b"), people=("p", "q", "r"))
    assert found.not_asked == 1
    assert found.unlinked == {"a", "b"}
    assert len(found.links) == 2
    asked = [each for each in tenant.requests if "objectConnections" in each]
    assert len(asked) == 4


async def test_where_nothing_may_be_read_the_reason_is_the_first(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused["auditLogs"] = 403
    tenant.refused["objectConnections"] = 500
    tenant.ran()
    found = await found_out(tenant, tmp_path, people=("ana",))
    assert found.problem is not None
    assert found.problem.facts["status"] == "403"
    assert (found.links, found.not_asked) == ({}, 0)


async def test_provisioning_on_demand_is_known_where_nothing_else_is(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.ran()
    tenant.logged("bo", "disable", details={"Assigned": "False"})
    found = await found_out(tenant, tmp_path, people=("bo",), on_demand={"ana": "one", "bo": "two"})
    assert found.links["ana"].account == "one"
    assert found.links["ana"].state == "linked"
    assert datetime.fromisoformat(found.links["ana"].at).tzinfo is UTC


async def test_links_from_before_a_restart_that_cleared_them_are_gone(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.ran()
    tenant.logged("ana", "create", at="2026-10-28T00:00:00Z")
    tenant.logged("bo", "create", at="2026-10-20T00:00:00Z")
    tenant.logged("cleo", "disable", at="2026-10-19T00:00:00Z", details={"Assigned": "False"})
    found = await found_out(
        tenant, tmp_path, people=("nobody",), links_forgotten=datetime(2026, 10, 24, tzinfo=UTC)
    )
    assert {name: each.state for name, each in found.links.items() if each.account} == {
        "ana": "linked",
        "bo": "none",
        "cleo": "none",
    }


async def test_a_failure_that_is_newer_leaves_the_link_as_it_was(tenant: Tenant, tmp_path: Path) -> None:
    tenant.ran()
    tenant.logged("ana", "update", "failure", at="2026-11-03T11:30:00Z", error="Busy", account="")
    tenant.remembered(tmp_path, link("ana", state="inactive", deleted=True))
    found = (await found_out(tenant, tmp_path)).links["ana"]
    assert (found.state, found.account, found.failed, found.deleted) == ("inactive", "a-ana", True, True)


@pytest.mark.parametrize(
    ("entries", "remade"),
    [
        ([evidence("create", at=LATE, added=True), evidence("update")], (EARLY, LATE)),
        ([evidence("create", at=LATE), evidence("update")], None),
        ([evidence("create", at=LATE, added=True), evidence("disable", assigned=False)], None),
        ([evidence("create", at=LATE, added=True), evidence("update", "failure")], None),
    ],
)
def test_a_linked_person_who_was_found_new_proves_a_clearing(
    entries: list[LinkEvidence], remade: tuple[str, str] | None
) -> None:
    found = DerivedLink(LATE, failed=False, name="", user_name="")
    for each in entries:
        found.note(each)
    assert found.remade == remade


@pytest.mark.parametrize(("state", "remade"), [("linked", (EARLY, LATE)), ("none", None)])
def test_the_link_known_from_before_can_prove_a_clearing_too(
    state: str, remade: tuple[str, str] | None
) -> None:
    found = DerivedLink(LATE, failed=False, name="", user_name="")
    found.note(evidence("create", at=LATE, added=True))
    found.link("p", KnownLink("p", "a", state, EARLY))  # type: ignore[arg-type]
    assert found.remade == remade


def read_before(tenant: Tenant, folder: Path) -> None:
    """Earlier plans read the log until an hour ago."""
    tenant.ran()
    tenant.remembered(folder, link("ana"), link("bo"))


def asked_logs(tenant: Tenant) -> list[str]:
    return [each for each in tenant.requests if "auditLogs" in each]


async def test_written_values_of_a_log_that_was_read_before_come_from_its_newest_pages(
    tenant: Tenant, tmp_path: Path
) -> None:
    read_before(tenant, tmp_path)
    tenant.logged("ana", "update", at="2026-10-20T00:00:00Z", written={"title": "Lead"})
    tenant.logged("ana", "create", at="2026-10-10T00:00:00Z", written={"title": "Agent", "team": "One"})
    tenant.logged("cleo", "create", at="2026-10-09T00:00:00Z", written={"title": "No"})
    found = await found_out(tenant, tmp_path, watched=("ana",))
    assert found.written == {"ana": {"title": "Lead", "team": "One"}}
    assert found.problem is None


@pytest.mark.parametrize(("place", "pages"), [(1, 1), (2, 2), (3, 3), (5, 3)])
async def test_as_few_pages_as_hold_the_written_values(
    tenant: Tenant, tmp_path: Path, place: int, pages: int
) -> None:
    """Three at most: Graph allows five requests for logs in ten seconds."""
    read_before(tenant, tmp_path)
    tenant.page = 1
    for number in range(1, 7):
        name = "ana" if number == place else "cleo"
        tenant.logged(name, "update", at=f"2026-10-{20 - number}T00:00:00Z", written={"title": name})
    found = await found_out(tenant, tmp_path, watched=("ana",))
    assert found.written == ({"ana": {"title": "ana"}} if place <= 3 else {})
    assert len(asked_logs(tenant)) == 1 + pages, "what is new since the last time, and the pages"


async def test_the_pages_are_not_read_for_nobody(tenant: Tenant, tmp_path: Path) -> None:
    read_before(tenant, tmp_path)
    await found_out(tenant, tmp_path)
    assert len(asked_logs(tenant)) == 1


async def test_written_values_that_cannot_be_read_say_why(
    tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_before(tenant, tmp_path)
    async with TableGraph(tenant) as graph:
        reader = LinkReader(graph, LinkStore(tmp_path / LINKS_FILE), tenant.request())
        await reader.refresh(anyway=False)
        tenant.refused["auditLogs"] = 403
        found = await reader.find_out((), (), ("ana",), lambda _found: False)
    assert found.problem is not None
    assert found.problem.facts["status"] == "403"
    assert found.written == {}
    assert set(found.links) == {"ana", "bo"}, "what was known stays known"


async def test_a_link_that_was_just_read_is_not_confirmed_again(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused["auditLogs"] = 403
    tenant.ran()
    tenant.linked("ana")
    async with TableGraph(tenant) as graph:
        reader = LinkReader(graph, LinkStore(tmp_path / LINKS_FILE), tenant.request())
        await reader.refresh(anyway=False)
        await reader.find_out((), ("a-ana",), (), lambda _found: False)
        found = await reader.confirm(["ana", "nobody"])
    assert found.links["ana"].state == "linked"
    assert len([each for each in tenant.requests if "objectConnections" in each]) == 1


async def test_a_known_link_is_confirmed_with_one_question(tenant: Tenant, tmp_path: Path) -> None:
    read_before(tenant, tmp_path)
    del tenant.connections["a-bo"]
    async with TableGraph(tenant) as graph:
        store = LinkStore(tmp_path / LINKS_FILE)
        reader = LinkReader(graph, store, tenant.request())
        await reader.refresh(anyway=False)
        found = await reader.confirm(["ana", "bo"])
    assert {name: each.state for name, each in found.links.items()} == {"ana": "linked", "bo": "none"}
    assert {name: each.state for name, each in load(store).items()} == {"ana": "linked", "bo": "none"}
    asked = [each for each in tenant.requests if "objectConnections" in each]
    assert len(asked) == 2


def day(number: int) -> datetime:
    return datetime(2026, 10, number, tzinfo=UTC)


def test_since_when_a_job_has_its_mappings(store: LinkStore) -> None:
    def see(job: str, fingerprint: str, earliest: int | None, latest: int) -> MappingsSeen:
        return store.see_mappings(job, fingerprint, earliest and day(earliest), day(latest))

    assert see("job", "one", 1, 2) == MappingsSeen(day(2)), (
        "certainly since the latest time of that reading"
    )
    assert see("job", "one", 3, 4) == MappingsSeen(day(2))
    assert see("other", "two", 4, 5) == MappingsSeen(day(5))
    assert see("job", "two", 6, 7) == MappingsSeen(day(7), before=day(3)), "others at the earliest time"
    assert see("job", "two", 8, 9) == MappingsSeen(day(7), before=day(3))
    assert see("job", "two", None, 10) == MappingsSeen(day(7), before=day(3))
    assert see("job", "one", None, 11) == MappingsSeen(day(11), before=day(8)), "kept from the time before"
    assert see("job", "two", 12, 13) == MappingsSeen(day(13)), "when the others were seen is not known"


def test_links_files_of_earlier_versions_can_note_mappings(store: LinkStore, tmp_path: Path) -> None:
    store.save("job", [FULL], EARLY, LATE)
    with sqlite3.connect(tmp_path / "folder" / "links.sqlite") as database:
        database.execute("DROP TABLE mappings")
    database.close()
    assert store.see_mappings("job", "one", day(1), day(2)) == MappingsSeen(day(2))
    assert load(store) == {"p": FULL}


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("links", "state", "dancing"),
        ("links", "person", b"\xff"),
        ("links", "at", "yesterday"),
        ("links", "assigned", "x"),
        ("coverage", "oldest", "5"),
        ("coverage", "until", "[1]"),
        ("mappings", "since", 5),
        ("mappings", "before", "[" * 100_000),
    ],
)
def test_a_file_with_one_unreadable_value_gives_way(
    store: LinkStore, tmp_path: Path, table: str, column: str, value: object
) -> None:
    """Without one link a plan would create somebody twice, so no other is used either."""

    def read() -> None:
        load(store)
        store.covered("job")
        store.see_mappings("job", "f", None, datetime(2026, 1, 1, tzinfo=UTC))

    store.save("job", [FULL], EARLY, LATE)
    read()
    path = tmp_path / "folder" / "links.sqlite"
    with sqlite3.connect(path) as database:
        database.execute(f"UPDATE {table} SET {column} = ?", (value,))
    database.close()
    with collecting() as noticed, pytest.raises(ProblemError):
        read()
    [aside] = path.parent.glob("links.sqlite.damaged-*")
    assert [each.facts["aside"] for each in noticed] == [str(aside)]
    read()
    assert load(store) == {}


def test_a_file_with_other_tables_gives_way(store: LinkStore, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "links.sqlite"
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE links (other TEXT)")
    database.close()
    with pytest.raises(ProblemError):
        load(store)
    assert load(store) == {}
