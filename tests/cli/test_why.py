"""`why` as a process: one person by every kind of name, exit codes, JSON, and nothing changed."""

from __future__ import annotations

import time
from pathlib import Path

from tests.cli.conftest import Run, Served


def test_why_explains_people_by_every_kind_of_name(served: Served, run: Run, config: Path) -> None:
    practice = ("--practice", served.file)
    before = run("why", "ana@contoso.example", *practice)
    assert before.code == 2, "no application was added yet"
    applied = run("apply", "--config", config, "--yes", *practice)
    assert applied.code == 0, applied.err

    deadline = time.monotonic() + 60
    while (found := run("why", "ana@contoso.example", "--json", *practice)).code:
        assert time.monotonic() < deadline, found.out + found.err
    answer = found.json
    assert answer["person"]["name"] == "Ana Souza"
    assert (answer["broken_at"], answer["do"]) == (None, [])
    assert answer["account"]["state"] == "active"

    before_asking = served.truth()
    for name in (answer["person"]["id"], "Ana Souza", "ANA@contoso.example"):
        assert run("why", name, *practice).code == 0, name

    unassigned = run("why", "kim.lee@contoso.example", *practice)
    assert unassigned.code == 1
    assert "Not assigned to the application" in unassigned.out
    assert "What to do:" in unassigned.out
    assert served.truth() == before_asking

    nobody = run("why", "nobody at all", "--json", *practice)
    assert (nobody.code, nobody.json["problem"]["code"]) == (2, "why.person_unknown")

    several = run("why", "a", "--json", *practice)
    assert (several.code, several.json["problem"]["code"]) == (2, "why.person_ambiguous")
    assert len(several.json["people"]) > 1
    assert run("why", *practice).code == 3
