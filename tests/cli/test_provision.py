"""`provision` as an administrator runs it; Playvox's accounts are the judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, Served

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
