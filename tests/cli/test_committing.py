"""Changes whose affected people are unknown: nothing is applied unasked while provisioning is on."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, Served

NEW = "cher@contoso.example"


def names(served: Served) -> set[str]:
    """Names of all who are assigned."""
    return {row["displayName"] for row in served.truth()["assigned"]}


def test_unknown_affected_people_are_never_taken_for_nobody(run: Run, served: Served, config: Path) -> None:
    practice = ("--practice", served.file)
    assert run("apply", "--config", config, *practice, "--yes").code == 0
    served.control("POST", "cycle", {})
    served.control("PUT", "faults/playvox-key-rejected", {"on": True})

    refused = run("people", "assign", NEW, *practice, "--yes", "--json")
    assert (refused.code, refused.json["applied"], refused.json["people"]) == (2, False, None)
    assert refused.json["problem"]["code"] == "command.affected_unknown"
    shown = run("people", "assign", NEW, *practice)
    assert shown.code == 1
    assert "Who is affected is unknown." in shown.out
    limited = run("people", "assign", NEW, *practice, "--max-deactivations", "500", "--dry-run", "--json")
    assert (limited.code, limited.json["problem"]["code"]) == (2, "command.affected_unknown")
    assert names(served) == {"Ana Souza"}

    # A person at the terminal may decide to go on.
    agreed = run("people", "assign", NEW, *practice, "--key-stdin", stdin=f"{served.line['key']}\nyes\n")
    assert agreed.code == 0, agreed.err
    assert len(names(served)) == 2


def test_while_provisioning_is_off_changes_are_applied(run: Run, served: Served, config: Path) -> None:
    practice = ("--practice", served.file)
    config.write_text(config.read_text().replace("enabled = true", "enabled = false"))
    assert run("apply", "--config", config, *practice, "--yes").code == 0
    served.control("PUT", "faults/playvox-key-rejected", {"on": True})
    done = run("people", "assign", NEW, *practice, "--yes")
    assert done.code == 0, done.err
    assert "Who is affected is unknown." in done.out
    assert len(names(served)) == 2
