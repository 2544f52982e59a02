"""`status`: what needs attention while provisioning is on; Entra's assignments are the judge."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, Served


def test_nobody_assigned_needs_attention(run: Run, served: Served, config: Path) -> None:
    practice = ("--practice", served.file)
    done = run("apply", "--config", config, *practice, "--yes")
    assert done.code == 0, done.err
    served.control("POST", "cycle", {})
    before = run("status", *practice, "--json")
    assert (before.code, before.json["reasons"]) == (0, []), before.err

    removed = run("people", "unassign", "ana@contoso.example", *practice, "--yes")
    assert removed.code == 0, removed.err
    assert served.truth()["assigned"] == []
    after = run("status", *practice, "--json")
    assert (after.code, after.json["job"]["on"], after.json["problem"]) == (1, True, None), after.err
    assert [(each["code"], each["step"]) for each in after.json["reasons"]] == [
        ("nobody_assigned", "people")
    ]
    sentence = after.json["reasons"][0]["sentence"]
    shown = run("status", *practice)
    assert shown.code == 1
    assert f"Needs attention: {sentence}" in shown.out
