"""`practice people`, `change` and `cycle` on a running tenant: sync and removal, from Entra's side."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, Served

ANA = "ana@contoso.example"


def account(served: Served, name: str) -> dict[str, object] | None:
    rows = served.truth()["playvox_users"]
    return next((row for row in rows if row["userName"].casefold() == name), None)


def test_a_change_in_entra_reaches_playvox_with_the_next_cycle(
    run: Run, served: Served, config: Path
) -> None:
    practice = ("--practice", served.file)
    off = run("practice", "cycle", *practice)
    assert (off.code, off.out.strip()) == (1, "No cycle was run: provisioning is off.")
    done = run("apply", "--config", config, *practice, "--yes")
    assert done.code == 0, done.err
    assert run("practice", "cycle", *practice, "--json").json["ran"]

    listed = run("practice", "people", "ana souza", *practice, "--json")
    assert [each["user_name"] for each in listed.json["people"]] == [ANA], listed.err
    renamed = run("practice", "change", ANA, "--surname", "Lima", *practice, "--json")
    assert (renamed.code, renamed.json["person"]["name"]) == (0, "Ana Lima"), renamed.err
    assert run("practice", "cycle", *practice).out.strip() == "A cycle was run."
    assert (account(served, ANA) or {})["displayName"] == "Ana Lima"

    shown = run("practice", "change", ANA, "--delete", *practice)
    assert (shown.code, "deleted" in shown.out) == (0, True), shown.err
    run("practice", "cycle", *practice)
    assert (account(served, ANA) or {})["active"] is False
    assert run("practice", "change", ANA, "--purge", *practice).code == 0
    run("practice", "cycle", *practice)
    assert account(served, ANA) is None


def test_refusals_have_words(run: Run, served: Served) -> None:
    practice = ("--practice", served.file)
    refused = run("practice", "change", ANA, "--restore", *practice, "--json")
    assert (refused.code, refused.json["problem"]["code"]) == (2, "practice_change_refused")
    nobody = run("practice", "change", "nobody@contoso.example", "--disable", *practice, "--json")
    assert (nobody.code, nobody.json["problem"]["code"]) == (2, "practice_person_unknown")
    wrong = run("practice", "change", ANA, "--user-name", "no address", *practice, "--json")
    assert (wrong.code, wrong.json["problem"]["code"]) == (2, "practice_change_wrong")


@pytest.mark.parametrize(
    "flags", [(), ("--disable", "--surname", "L"), ("--surname", "L", "--department", "D")]
)
def test_one_kind_of_change_at_a_time(run: Run, served: Served, flags: tuple[str, ...]) -> None:
    wrong = run("practice", "change", ANA, *flags, "--practice", served.file, "--json")
    assert (wrong.code, wrong.json["problem"]["code"]) == (3, "usage.one_change")
