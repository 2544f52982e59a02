"""`mappings` as an administrator runs it; what the next cycle writes into Playvox is the judge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, Served

ANA = "ana@contoso.example"


def account(served: Served, name: str = ANA) -> dict[str, Any]:
    """The account with this user name in Playvox."""
    (found,) = [user for user in served.truth()["playvox_users"] if user["userName"].casefold() == name]
    return dict(found)


@pytest.fixture
def running(run: Run, served: Served, config: Path) -> Served:
    """A tenant that provisions Ana, after its first cycle."""
    done = run("apply", "--config", config, "--practice", served.file, "--yes")
    assert done.code == 0, done.err
    served.control("POST", "cycle", {})
    return served


def listed(run: Run, served: Served) -> dict[str, dict[str, Any]]:
    """The mappings by target attribute."""
    told = run("mappings", "list", "--practice", served.file, "--json")
    assert told.code == 0, told.err
    return {row["target"]: row for row in told.json["mappings"]}


def test_a_mapping_is_previewed_set_undone_and_reset(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    default = listed(run, running)
    assert (default["userName"]["matching"], default["displayName"]["kind"]) == (1, "direct")
    change = ("mappings", "set", "displayName", "--value", 'Join(" ", [surname], [givenName])', *practice)

    shown = run(*change, "--json")
    assert (shown.code, shown.json["applied"]) == (1, False)
    assert {"person": "Ana Souza", "value": "Souza Ana", "note": ""} in shown.json["samples"]
    assert shown.json["people"]["counts"]["update"] == 1
    assert listed(run, running) == default
    words = run(*change)
    assert "Ana Souza: Souza Ana" in words.out
    assert "Add --yes" in words.err

    done = run(*change, "--yes", "--max-deactivations", "0")
    assert done.code == 0, done.err
    after = listed(run, running)
    assert after["displayName"]["kind"] == "expression"
    assert {name: row for name, row in after.items() if name != "displayName"} == {
        name: row for name, row in default.items() if name != "displayName"
    }
    preview = run("mappings", "preview", ANA, *practice, "--json")
    # The service may have run its next cycle by itself meanwhile.
    assert (preview.code, preview.json["certain"]) == (0, True)
    assert preview.json["account"]["displayName"] in ("Ana Souza", "Souza Ana")
    changes = {row["target"]: row["after"] for row in preview.json["differences"]}
    assert changes["displayName"] == "Souza Ana"
    assert changes["userName"] == ANA
    running.control("POST", "cycle", {})
    assert account(running)["displayName"] == "Souza Ana"
    assert run(*change, "--yes").out.strip() == "Nothing differs; nothing is changed."

    newest = run("history", "--json").json["changes"][0]
    assert (newest["kind"], newest["can_undo"]) == ("mappings.save", True)
    assert run("undo", newest["id"], *practice, "--yes").code == 0
    assert listed(run, running) == default

    assert run("mappings", "set", "externalId", "--remove", *practice, "--yes").code == 0
    assert "externalId" not in listed(run, running)
    reset = run("mappings", "reset", *practice, "--dry-run", "--json")
    assert (reset.code, reset.json["applied"]) == (1, False)
    assert "externalId" not in listed(run, running)
    assert run("mappings", "reset", *practice, "--yes").code == 0
    assert listed(run, running) == default
    assert run("mappings", "reset", *practice, "--yes").out.strip().startswith("Nothing differs")


def test_what_a_flag_does_not_name_stays(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    before = listed(run, running)["displayName"]
    done = run(
        "mappings",
        "set",
        "displayName",
        "--default",
        "Nobody",
        "--apply",
        "on_creation",
        *practice,
        "--yes",
    )
    assert done.code == 0, done.err
    assert listed(run, running)["displayName"] == {**before, "default": "Nobody", "apply": "on_creation"}
    constant = run("mappings", "set", "displayName", "--value", '"Agent"', *practice, "--yes")
    assert constant.code == 0, constant.err
    row = listed(run, running)["displayName"]
    assert (row["kind"], row["default"], row["apply"]) == ("constant", "Nobody", "on_creation")


def test_what_would_break_provisioning_is_refused(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    before = listed(run, running)
    for arguments, code in (
        (("displayNam", "--value", "mail"), "mapping_edit.target_unknown"),
        (("userName", "--remove"), "mapping_edit.last_matching"),
        (("displayName", "--matching", "2"), "mapping_edit.matching_not_searchable"),
    ):
        told = run("mappings", "set", *arguments, *practice, "--yes", "--json")
        assert (told.code, told.json["problem"]["code"]) == (2, code), told.err
    nobody = run("mappings", "preview", "nobody@contoso.example", *practice, "--json")
    assert (nobody.code, nobody.json["problem"]["code"]) == (2, "person_not_found")
    assert listed(run, running) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("displayName", "--value", "Jion([mail])"), "Did you mean Join?"),
        (("displayName",), "Without a flag it stays as it is."),
        (("displayName", "--value", "mail", "--remove"), "cannot be combined"),
        (("displayName", "--matching", "first"), "whole number"),
        (("displayName", "--apply", "never"), "on_creation"),
    ],
)
def test_wrong_use_needs_no_sign_in(run: Run, arguments: tuple[str, ...], told: str) -> None:
    answer = run("mappings", "set", *arguments)
    assert (answer.code, answer.out) == (3, "")
    assert told in answer.err
    assert "Sign in" not in answer.err


def test_before_there_is_a_job_nothing_can_be_reset(run: Run, served: Served) -> None:
    told = run("mappings", "reset", "--practice", served.file, "--yes", "--json")
    assert (told.code, told.json["problem"]["code"]) == (2, "command.no_application")
