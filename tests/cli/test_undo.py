"""`history` and `undo` as an administrator runs them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, Served
from wizard.setup import Journal, OperationState


def test_a_change_is_shown_and_undone(run: Run, served: Served, config: object) -> None:
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    told = run("history", "--json")
    assert told.code == 0, told.err
    rows = {row["kind"]: row for row in told.json["changes"]}
    assert rows["job.start"]["can_undo"] is True
    assert rows["application.add"]["can_undo"] is False
    assert rows["application.add"]["why_not"]
    text = run("history").out
    assert "Ana Souza" in text
    assert "it@contoso.example" in text
    assert served.line["key"] not in text + told.out

    number = rows["job.start"]["id"]
    shown = run("undo", number, "--practice", served.file, "--json")
    assert (shown.code, shown.json["applied"]) == (1, False), shown.err
    assert served.truth()["jobs"][0]["state"] == "Active"
    done = run("undo", number, "--practice", served.file, "--yes", "--json")
    assert (done.code, done.json["applied"]) == (0, True), done.err
    assert done.json["changes"] == shown.json["changes"]
    assert served.truth()["jobs"][0]["state"] == "Disabled"

    again = run("undo", number, "--practice", served.file, "--yes", "--json")
    assert again.code == 2
    assert again.json["problem"]["code"] == "undo.not_possible"
    never = run("undo", rows["application.add"]["id"], "--practice", served.file, "--yes")
    assert never.code == 2
    assert "cannot be undone" in never.err


def test_undoing_shows_who_loses_access_and_wants_their_number_typed(
    run: Run, served: Served, config: object
) -> None:
    common = ("--practice", served.file, "--key-stdin")
    key = served.line["key"] + "\n"
    assert run("apply", "--config", config, *common, "--yes", stdin=key).code == 0
    served.control("POST", "cycle", {})
    rows = {row["kind"]: row for row in run("history", "--json").json["changes"]}
    number = rows["people.assign"]["id"]
    shown = run("undo", number, *common, "--dry-run", "--json", stdin=key)
    assert shown.code == 1, shown.err
    losing = shown.json["people"]["counts"]["deactivate"]
    assert losing > 0
    before = served.truth()
    wrong = run("undo", number, *common, stdin=f"{key}yes\n")
    assert wrong.code == 1
    assert "deactivated in Playvox" in wrong.out
    assert f"Type {losing} to apply these changes" in wrong.err
    assert served.truth() == before
    typed = run("undo", number, *common, stdin=f"{key}{losing}\n")
    assert typed.code == 0, typed.err
    assert served.truth() != before


def test_every_operation_is_listed_and_can_be_undone(
    run: Run, served: Served, config: object, tmp_path: Path
) -> None:
    """However many changes came after it."""
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    before = run("history", "--json").json["changes"]
    switched = next(row["id"] for row in before if row["kind"] == "job.start")
    journal = Journal(tmp_path / "data" / "journal.sqlite", before[0]["setup"])
    for number in range(1200):
        made = journal.begin("person.provision", f"p{number}", "ada", {}, {"name": f"Person {number}"})
        journal.end(made, OperationState.DONE, {"action": "create"})
    listed = run("journal", "--json").json["operations"]
    told = run("history", "--json").json["changes"]
    assert len(listed) == len(told) == 1200 + len(before)
    assert run("history").out.count("Person ") == 1200
    undone = run("undo", switched, "--practice", served.file, "--yes", "--json")
    assert (undone.code, undone.json["applied"]) == (0, True), undone.err
    assert served.truth()["jobs"][0]["state"] == "Disabled"
