"""`scope` as an administrator runs it; people in scope and active accounts after a cycle are the judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, Served

ANA = "ana@contoso.example"


@pytest.fixture
def running(run: Run, served: Served, config: Path) -> Served:
    """A tenant that provisions Ana and the group Support, after its first cycle."""
    text = config.read_text().replace(f'"{ANA}"', f'"{ANA}", "group:Support"')
    config.write_text(text)
    done = run("apply", "--config", config, "--practice", served.file, "--yes")
    assert done.code == 0, done.err
    served.control("POST", "cycle", {})
    return served


def in_scope(served: Served) -> set[str]:
    """User names of everyone in scope, as the provisioning service sees it."""
    return {name.casefold() for name in served.truth()["in_scope"]}


def active(served: Served) -> set[str]:
    """User names of the active accounts."""
    return {user["userName"].casefold() for user in served.truth()["playvox_users"] if user["active"]}


def test_a_filter_is_counted_set_and_removed(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    shown = run("scope", "show", *practice, "--json")
    assert (shown.code, shown.json["scope"], shown.json["filter"]) == (0, "assigned", [])
    before = in_scope(running)
    condition = (
        "--where",
        "userPrincipalName EQUALS ana@contoso.example",
        "--or",
        "--where",
        "surname EQUALS Lee",
    )

    counted = run("scope", "count", *condition, *practice, "--json")
    assert counted.code == 0, counted.err
    assert counted.json["inside"] + counted.json["falls_out"] == counted.json["total"]
    losing = counted.json["falls_out"]
    assert set(counted.json["names_inside"]) == {"Ana Souza", "Kim Lee"}
    assert in_scope(running) == before

    setting = ("scope", "filter", *condition, *practice)
    preview = run(*setting, "--json")
    assert (preview.code, preview.json["applied"]) == (1, False)
    deactivated = preview.json["people"]["counts"]["deactivate"]
    assert 0 < deactivated <= losing
    refused = run(*setting, "--yes", "--max-deactivations", deactivated - 1, "--json")
    assert (refused.code, refused.json["problem"]["code"]) == (2, "too_many_deactivations")
    silent = run(*setting)
    assert (silent.code, "Add --yes" in silent.err) == (1, True)
    assert in_scope(running) == before
    was_active = active(running)

    done = run(*setting, "--yes", "--max-deactivations", deactivated)
    assert done.code == 0, done.err
    running.control("POST", "cycle", {})
    assert in_scope(running) == {ANA, "kim.lee@contoso.example"}
    assert len(was_active - active(running)) == deactivated
    filtered = run("scope", "show", *practice)
    assert "surname EQUALS Lee" in filtered.out
    assert run("scope", "show", *practice, "--json").json["filter"][0] == [
        {"attribute": "userPrincipalName", "operator": "EQUALS", "value": ANA}
    ]
    assert run("scope", "count", *practice, "--json").json["inside"] == 2
    back = run("scope", "count", "--where", "userPrincipalName IS NOT NULL", *practice)
    assert f"{losing} people would come in" in back.out

    assert run("scope", "filter", "--remove", *practice, "--yes").code == 0
    assert in_scope(running) == before
    again = run("scope", "filter", "--remove", *practice, "--yes")
    assert (again.code, again.out.strip()) == (0, "Nothing differs; nothing is changed.")
    kinds = [(row["kind"], row["can_undo"]) for row in run("history", "--json").json["changes"][:2]]
    assert kinds[0] == ("mappings.save", True)


def test_a_misspelled_attribute_is_unknown_never_empty(run: Run, running: Served) -> None:
    practice = ("--practice", running.file, "--json")
    misspelled = ("--where", "departmnt EQUALS Support")
    told = run("scope", "count", *misspelled, *practice)
    assert told.code == 1
    assert told.json["uncertain"] == told.json["total"] > 0
    assert "Did you mean department?" in told.err
    setting = run("scope", "filter", *misspelled, *practice, "--yes", "--max-deactivations", "0")
    assert (setting.code, setting.json["problem"]["code"]) == (2, "too_many_deactivations")
    unusable = run("scope", "filter", "--where", "userType EQUALS Guest", *practice)
    assert (unusable.code, unusable.json["problem"]["code"]) == (2, "scoping_edit.unusable")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("filter",), "--where"),
        (("filter", "--where", "department EQALS Support"), "Did you mean the operator EQUALS?"),
        (("filter", "--where", "department"), "“department” is not a condition"),
        (("filter", "--where", "department EQUALS"), "“department EQUALS” is not a condition"),
        (("filter", "--where", "mail IS NULL now"), "“mail IS NULL now” is not a condition"),
        (("filter", "--where", "mail IS NULL", "--or"), "A condition is missing after --or."),
        (("filter", "--or", "--where", "mail IS NULL"), "there is none before it"),
        (("filter", "--where", "mail IS NULL", "--remove"), "cannot be combined"),
        (("count", "--where", "mail"), "“mail” is not a condition"),
    ],
)
def test_wrong_conditions_are_wrong_use(run: Run, arguments: tuple[str, ...], told: str) -> None:
    answer = run("scope", *arguments)
    assert (answer.code, answer.out) == (3, "")
    assert told in answer.err
