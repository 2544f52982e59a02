"""`status`: what needs attention while provisioning is on; Entra's assignments are the judge."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cli.conftest import Run, Served
from wizard.cli.status import reasons
from wizard.steps.overview.view import CardState


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
    served.settle()
    after = run("status", *practice, "--json")
    assert (after.code, after.json["job"]["on"], after.json["problem"]) == (1, True, None), after.err
    assert [(each["code"], each["step"]) for each in after.json["reasons"]] == [
        ("nobody_assigned", "people")
    ]
    sentence = after.json["reasons"][0]["sentence"]
    shown = run("status", *practice)
    assert shown.code == 1
    assert f"Needs attention: {sentence}" in shown.out


def test_a_group_without_direct_members_is_nobody(run: Run, served: Served, config: Path) -> None:
    practice = ("--practice", served.file)
    config.write_text(config.read_text().replace("ana@contoso.example", "group:All Playvox Users"))
    done = run("apply", "--config", config, *practice, "--yes")
    assert done.code == 0, done.err
    found = run("status", *practice, "--json")
    assert (found.code, found.json["people_in_scope"]) == (1, 0), found.err
    assert [(each["code"], each["step"]) for each in found.json["reasons"]] == [
        ("nobody_in_scope", "people")
    ]


@pytest.mark.parametrize(
    ("known", "job", "said"),
    [
        (True, CardState.ATTENTION, ["provisioning_off"]),
        (True, CardState.UNREAD, []),
        (False, CardState.GOOD, []),
    ],
)
def test_a_job_that_was_not_read_is_not_called_off(known: bool, job: CardState, said: list[str]) -> None:
    people = SimpleNamespace(id="people", state=None)
    overview = SimpleNamespace(
        known=known,
        people=SimpleNamespace(in_scope=None),
        cards=(SimpleNamespace(id="job", sentence="", state=job),),
    )
    assistant: Any = SimpleNamespace(
        steps=(),
        people=people,
        overview=SimpleNamespace(view=overview),
        monitor=SimpleNamespace(id="monitor", view=SimpleNamespace(on=False)),
    )
    assert [each["code"] for each in reasons(assistant)] == said
