"""`provision` as an administrator runs it; Playvox's accounts are the judge."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, Served

ANA = "ana@contoso.example"
DISABLED = "dan.dimissed@contoso.example"


def account(served: Served, name: str) -> bool | None:
    """Whether this account is active in Playvox; None without one."""
    found = [user for user in served.truth()["playvox_users"] if user["userName"].casefold() == name]
    return found[0]["active"] if found else None


@pytest.fixture
def off(run: Run, served: Served, config: Path) -> Served:
    """A tenant with Ana and the group Support assigned, and provisioning off."""
    text = config.read_text().replace("enabled = true", "enabled = false")
    config.write_text(text.replace('"ana@contoso.example"', '"ana@contoso.example", "group:Support"'))
    done = run("apply", "--config", config, "--practice", served.file, "--yes")
    assert done.code == 0, done.err
    return served


def test_people_are_provisioned_while_provisioning_is_off(run: Run, off: Served) -> None:
    practice = ("--practice", off.file)
    names = sorted(
        one["user_name"].casefold()
        for one in run("people", "list", *practice, "--json").json["people"]
        if one["enabled"] and not one["guest"]
    )
    new = [name for name in names if account(off, name) is None][:6]
    assert len(new) == 6, "the sixth has to wait for Entra's rate"
    before = off.truth()
    preview = run("provision", *new, *practice, "--dry-run", "--json")
    assert (preview.code, preview.json["applied"], preview.json["results"]) == (1, False, [])
    assert {one["action"] for one in preview.json["planned"]} == {"create"}
    assert all(one["certain"] for one in preview.json["planned"])
    assert off.truth() == before

    done = run("provision", *new, *practice, "--yes", "--json")
    assert (done.code, done.json["applied"]) == (0, True), done.err
    assert [one["user_name"].casefold() for one in done.json["results"]] == new
    assert {(one["status"], one["action"]) for one in done.json["results"]} == {("success", "create")}
    there = {user["id"]: user["userName"].casefold() for user in off.truth()["playvox_users"]}
    assert [there[one["account"]] for one in done.json["results"]] == new
    assert off.truth()["jobs"][0]["state"] == "Disabled"
    kinds = [row["kind"] for row in run("history", "--json").json["changes"]]
    assert kinds[:6] == ["person.provision"] * 6


def test_who_is_skipped_is_shown_and_needs_attention(run: Run, off: Served) -> None:
    told = run("provision", DISABLED, ANA, "--practice", off.file, "--yes")
    assert told.code == 1
    assert "does not create accounts for disabled people" in told.out
    assert "Dan Dimissed was skipped." in told.out
    assert account(off, ANA) is True
    assert account(off, DISABLED) is None


def test_losing_access_counts_and_nobody_is_touched_without_consent(run: Run, off: Served) -> None:
    practice = ("--practice", off.file)
    assert run("provision", ANA, *practice, "--yes").code == 0
    assert run("people", "unassign", ANA, "group:Support", *practice, "--yes").code == 0
    off.settle()
    limited = run("provision", ANA, *practice, "--yes", "--max-deactivations", "0", "--json")
    assert (limited.code, limited.json["problem"]["code"]) == (2, "too_many_deactivations")
    assert [one["action"] for one in limited.json["planned"]] == ["disable"]
    silent = run("provision", ANA, *practice)
    assert (silent.code, "Add --yes" in silent.err) == (1, True)
    assert account(off, ANA) is True


def test_names_that_are_nobody_and_groups_are_refused(run: Run, off: Served) -> None:
    nobody = run("provision", ANA, "nobody@contoso.example", "--practice", off.file, "--yes", "--json")
    assert (nobody.code, nobody.json["problem"]["code"]) == (2, "person_not_found")
    assert account(off, ANA) is None
    group = run("provision", "group:Support", "--yes")
    assert (group.code, group.out) == (3, "")
    assert "It is a group." in group.err


def test_a_list_from_a_file_survives_a_kill(run: Run, off: Served, tmp_path: Path) -> None:
    """Killed in the middle as a process, it goes on with those who are left."""
    practice = ("--practice", off.file)
    listed = run("people", "list", *practice, "--json").json["people"]
    names = [one["user_name"] for one in listed if one["enabled"] and not one["guest"]][:8]
    file = tmp_path / "people.txt"
    file.write_text("\n".join((*names, "nobody@contoso.example")))
    command = [sys.executable, "-m", "wizard", "provision", "--file", str(file), "--yes", "--json"]
    command += ["--practice", str(off.file), "--data-folder", str(tmp_path / "data")]
    journal = tmp_path / "data" / "journal.sqlite"

    def done() -> int:
        with closing(sqlite3.connect(journal)) as database:
            query = "SELECT count(*) FROM operations WHERE kind = 'person.provision' AND state = 'done'"
            return int(database.execute(query).fetchone()[0])

    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while done() < 3:  # the sixth has to wait for Entra's rate, so it is killed before the end
            assert process.poll() is None
            time.sleep(0.05)
        process.kill()
    before = done()
    assert 3 <= before < len(names)
    resumed = run("provision", "--resume", *practice, "--yes", "--json")
    assert (resumed.code, len(resumed.json["results"])) == (0, len(names)), resumed.err
    assert sum(row["sentence"].startswith("Answered before") for row in resumed.json["results"]) >= before
    assert all(account(off, name.casefold()) for name in names)
    again = run("provision", "--resume", *practice, "--yes", "--json")
    assert (again.code, again.json["problem"]["code"]) == (2, "on_demand_nothing_left")
    told = run("provision", "--file", file, *practice, "--dry-run")
    assert "Not found in this tenant: nobody@contoso.example" in told.out
    for wrong in ((), (ANA, "--resume"), (ANA, "--file", file)):
        assert run("provision", *wrong, *practice).code == 3
