"""`people` as an administrator runs it; Entra's assignments and Playvox's accounts are the judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, Served

ANA = "ana@contoso.example"
GROUP = "group:Support"


def assigned(served: Served) -> dict[str, str]:
    """Names of all who are assigned in Entra, with their roles."""
    return {row["displayName"]: row["role"] for row in served.truth()["assigned"]}


def active(served: Served) -> set[str]:
    """User names of the active accounts in Playvox, as Playvox compares them."""
    return {user["userName"].casefold() for user in served.truth()["playvox_users"] if user["active"]}


def accounts(served: Served) -> int:
    """Number of accounts in Playvox."""
    return len(served.truth()["playvox_users"])


@pytest.fixture
def running(run: Run, served: Served, config: Path) -> Served:
    """A tenant that provisions Ana, after its first cycle."""
    done = run("apply", "--config", config, "--practice", served.file, "--yes")
    assert done.code == 0, done.err
    served.control("POST", "cycle", {})
    return served


def test_a_group_is_assigned_listed_and_removed_again(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    before, there = active(running), accounts(running)

    preview = run("people", "assign", GROUP, *practice, "--dry-run", "--json")
    assert (preview.code, preview.json["applied"], preview.json["results"]) == (1, False, [])
    assert assigned(running) == {"Ana Souza": "User"}
    counts = preview.json["people"]["counts"]

    done = run("people", "assign", GROUP, *practice, "--yes", "--json")
    assert (done.code, done.json["applied"]) == (0, True), done.err
    assert done.json["people"]["counts"] == counts
    assert [row["problem"] for row in done.json["results"]] == [None]
    assert assigned(running) == {"Ana Souza": "User", "Support": "User"}
    running.control("POST", "cycle", {})
    gained = active(running) - before
    assert gained
    assert accounts(running) - there == counts["create"]

    listed = run("people", "list", *practice, "--json")
    assert listed.code == 0, listed.err
    people = {one["user_name"].casefold(): one for one in listed.json["people"]}
    at_home = {name for name in gained if name.endswith("@contoso.example")}
    assert at_home
    assert at_home <= people.keys()
    assert people[ANA]["direct"] is True
    assert {way["group"] for way in people[ANA]["assigned"]} == {None, "Support"}
    others = [one for name, one in people.items() if name != ANA]
    assert {way["group"] for one in others for way in one["assigned"]} == {"Support"}
    assert listed.json["scope"] == "assigned"
    text = run("people", "list", *practice).out
    assert all(one["user_name"] in text for one in listed.json["people"])
    assert "1 of the assignments is a group." in text

    removing = ("people", "unassign", GROUP, *practice)
    refused = run(*removing, "--yes", "--json", "--max-deactivations", "1")
    assert (refused.code, refused.json["problem"]["code"]) == (2, "too_many_deactivations")
    silent = run(*removing)
    assert silent.code == 1
    assert "would be deactivated in Playvox" in silent.out
    assert "Provisioning is on" in silent.out
    assert "Add --yes" in silent.err
    assert "Support" in assigned(running)
    # The number of people who lose access is typed, `yes` is not enough.
    key = running.line["key"]
    losing = run(*removing, "--dry-run", "--json").json["people"]["counts"]["deactivate"]
    said_yes = run(*removing, "--key-stdin", stdin=f"{key}\nyes\n")
    assert said_yes.code == 1
    assert f"the number {losing} was not typed" in said_yes.err
    typed = run(*removing, "--key-stdin", stdin=f"{key}\n{losing}\n")
    assert typed.code == 0, typed.err
    running.control("POST", "cycle", {})
    assert active(running) & gained == set()

    # Undoing brings the assignment back.
    newest = run("history", "--json").json["changes"][0]
    assert (newest["kind"], newest["can_undo"]) == ("people.unassign", True)
    assert run("undo", newest["id"], *practice, "--yes").code == 0
    assert "Support" in assigned(running)


def test_nothing_is_done_twice_and_what_is_missing_is_said(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    before = running.truth()
    again = run("people", "assign", ANA, *practice, "--yes")
    assert (again.code, again.out.strip()) == (0, "Nothing differs; nothing is changed.")
    for arguments, code in (
        (("assign", "nobody@contoso.example"), "person_not_found"),
        (("assign", "group:Nonsense"), "group_not_found"),
        (("assign", "kim.lee@contoso.example", "--role", "Nonsense"), "role_unknown"),
        (("unassign", "kim.lee@contoso.example"), "command.not_assigned"),
        (("unassign", "nobody@contoso.example"), "person_not_found"),
    ):
        told = run("people", *arguments, *practice, "--yes", "--json")
        assert (told.code, told.json["problem"]["code"]) == (2, code), told.err
        assert told.json["applied"] is False
    assert running.truth() == before


def test_whoever_is_assigned_by_a_group_only_cannot_be_removed_alone(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    assert run("people", "assign", GROUP, *practice, "--yes").code == 0
    told = run("people", "unassign", "kim.lee@contoso.example", *practice, "--yes")
    assert told.code == 2
    assert "assigned through a group: Support" in told.err


@pytest.mark.parametrize("arguments", [("people",), ("people", "assign"), ("people", "remove", ANA)])
def test_wrong_use_says_what_is_missing(run: Run, arguments: tuple[str, ...]) -> None:
    told = run(*arguments)
    assert (told.code, told.out) == (3, "")
    assert "usage: playvox-provisioning people" in told.err
