"""`plan`, `plan list`, `plan show`, `plan compare`, and `apply` with an approved plan, as processes."""

from __future__ import annotations

import csv
import gzip
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, Served
from wizard.plan import Plan

ROW = {"id", "name", "user_name", "action", "reason", "sentence", "kind", "account"}
TEXT = """
[playvox]
tenant_url = "https://acme.playvox.com/scim/v1"
[people]
assign = ["ana@contoso.example", "cher@contoso.example"]
role = "User"
[provisioning]
deletion_threshold = 50
enabled = true
"""


def lines_of(file: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    data = file.read_bytes()
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    header, *rows = [json.loads(line) for line in text.decode().splitlines()]
    return header, rows


@pytest.fixture
def applied(run: Run, served: Served, tmp_path: Path) -> Path:
    """The configuration of a tenant that matches it and has provisioning turned on."""
    file = tmp_path / "setup.toml"
    file.write_text(TEXT)
    done = run("apply", "--config", file, "--practice", served.file, "--yes")
    assert done.code == 0, done.err
    return file


def test_planned_saved_shown_and_compared(run: Run, served: Served, applied: Path, tmp_path: Path) -> None:
    served.control("POST", "cycle", {})
    common = ("--practice", served.file)
    saved = tmp_path / "plan.jsonl.gz"
    more = applied.with_name("more.toml")
    more.write_text(TEXT.replace('"cher@contoso.example"', '"aoife.gallagher@contoso.example"'))
    answered = run("plan", "--config", more, *common, "--output", saved, "--json")
    assert answered.code == 0, answered.err
    header, rows = lines_of(saved)
    assert {**header, "command": "plan", "problem": None} == answered.json
    assert header["held_back"] is False
    assert header["threshold"] == 50
    assert header["application"]["name"] == "Playvox"
    assert header["job"]
    assert sum(header["counts"].values()) == len([row for row in rows if row["kind"] == "person"])
    assert all(set(row) == ROW for row in rows)
    [aoife] = [row for row in rows if row["user_name"] == "aoife.gallagher@contoso.example"]
    assert (aoife["action"], aoife["reason"]) == ("create", "no_account")

    shown = run("plan", "show", saved)
    assert shown.code == 0
    assert "Aoife Gallagher" in shown.out
    assert run("plan", "show", saved, "--json").json["rows"] == rows

    early = run("plan", "compare", saved, *common, "--json")
    assert early.json["as_planned"] == 0
    assert early.json["share"] is None
    assert run("apply", "--config", more, *common, "--plan", saved, "--yes").code == 0
    served.control("POST", "cycle", {})
    later = run("plan", "compare", saved, *common, "--json")
    assert (later.code, later.json["differently"], later.json["not_yet"]) == (0, 0, 0), later.out
    assert later.json["share"] == 1.0


def test_applied_only_while_it_is_what_was_approved(
    run: Run, served: Served, applied: Path, tmp_path: Path
) -> None:
    common = ("--practice", served.file)
    saved = tmp_path / "plan.jsonl"
    more = applied.with_name("more.toml")
    more.write_text(TEXT.replace('"cher@contoso.example"', '"aoife.gallagher@contoso.example"'))
    assert run("plan", "--config", more, *common, "--output", saved).code == 0
    before = served.truth()
    other = applied.with_name("other.toml")
    other.write_text(TEXT.replace("= 50", "= 40"))
    refused = run("apply", "--config", other, *common, "--plan", saved, "--yes", "--json")
    assert (refused.code, refused.json["problem"]["code"]) == (2, "plan_outdated")
    assert "assignments" in refused.json["problem"]["what"]
    assert served.truth() == before

    header, rows = lines_of(saved)
    rows[0]["action"] = "deactivate"
    saved.write_text("\n".join(json.dumps(item) for item in (header, *rows)))
    refused = run("apply", "--config", more, *common, "--plan", saved, "--yes", "--json")
    assert (refused.code, refused.json["problem"]["code"]) == (2, "plan_differs")

    header["tenant"] = "00000000-0000-0000-0000-000000000000"
    saved.write_text(json.dumps(header))
    refused = run("apply", "--config", more, *common, "--plan", saved, "--yes", "--json")
    assert (refused.code, refused.json["problem"]["code"]) == (2, "plan_other_tenant")
    assert served.truth() == before


def test_an_application_that_is_still_to_be_added_is_planned_approved_applied_and_compared(
    run: Run, served: Served, tmp_path: Path
) -> None:
    file, saved = tmp_path / "setup.toml", tmp_path / "plan.jsonl"
    file.write_text(TEXT)
    common = ("--practice", served.file)
    before = served.truth()
    planned = run("plan", "--config", file, *common, "--output", saved, "--json")
    assert planned.code == 0, planned.err
    assert served.truth() == before
    header, rows = lines_of(saved)
    assert (header["application"], header["job"]) == ({"id": "", "name": "Playvox"}, "")
    assert (header["run"], header["threshold"], header["held_back"]) == ("first", 50, False)
    assert {row["user_name"] for row in rows} == {"ana@contoso.example", "cher@contoso.example"}
    assert {row["action"] for row in rows} <= {"create", "update", "link"}
    notes = {note["code"]: note["sentence"] for note in header["notes"]}
    assert "still to be added" in notes["new_application"]
    assert "mappings_assumed" not in notes  # another application of the same template shows them
    shown = run("plan", "--config", file, *common)
    assert "The application Playvox is still to be added." in shown.out
    dry = run("apply", "--config", file, *common, "--dry-run", "--json")
    assert dry.json["people"]["counts"] == header["counts"]

    assert run("plan", "compare", saved, *common, "--json").json["problem"]["code"] == "plan_no_application"
    applied = run("apply", "--config", file, *common, "--plan", saved, "--yes")
    assert applied.code == 0, applied.err
    [kept] = (tmp_path / "data").rglob("saved-*.sqlite")  # starting saves the plan with the setup
    with closing(Plan.open(kept)) as plan:
        assert plan.count() == len(rows)
    served.control("POST", "cycle", {})
    compared = run("plan", "compare", saved, *common, "--json")
    assert (compared.code, compared.json["share"]) == (0, 1.0), compared.out
    assert compared.json["as_planned"] == 2
    [listed] = run("plan", "list", "--json").json["plans"]
    assert (listed["counts"], listed["held_back"]) == (header["counts"], False)
    assert listed["application"]["name"] == "Playvox"
    assert listed["id"] in run("plan", "list").out
    by_id = run("plan", "show", listed["id"], "--json").json
    assert [row["user_name"] for row in by_id["rows"]] == [row["user_name"] for row in rows]
    assert run("plan", "compare", listed["id"], *common, "--json").json["as_planned"] == 2
    again = run("apply", "--config", file, *common, "--plan", saved, "--yes", "--json")
    assert again.json["changes"] == []
    for profile in (tmp_path / "data" / "profiles").iterdir():
        profile.unlink()
    assert [each["id"] for each in run("plan", "list", "--json").json["plans"]] == [listed["id"]]
    assert run("plan", "show", listed["id"], "--json").json == by_id


def test_the_scope_of_an_application_that_is_still_to_be_added(
    run: Run, served: Served, tmp_path: Path
) -> None:
    file = tmp_path / "setup.toml"
    file.write_text(TEXT)
    planned = run("plan", "--config", file, "--scope", "all", "--practice", served.file, "--json")
    assert planned.code == 0, planned.err
    assert planned.json["scope"] == "all"
    assert planned.json["in_scope"] > 50
    assert planned.json["counts"]["deactivate"] == 0


def test_a_script_stops_when_too_many_people_would_lose_access(
    run: Run, served: Served, tmp_path: Path
) -> None:
    common = ("--practice", served.file)
    everybody = tmp_path / "all.toml"
    everybody.write_text(TEXT.replace("[people]", '[people]\nscope = "all"'))
    assert run("apply", "--config", everybody, *common, "--yes").code == 0
    served.control("POST", "cycle", {})
    narrow = tmp_path / "narrow.toml"
    narrow.write_text(TEXT.replace("[people]", '[people]\nscope = "assigned"'))
    before = served.truth()
    refused = run("apply", "--config", narrow, *common, "--yes", "--max-deactivations", "5", "--json")
    assert (refused.code, refused.json["problem"]["code"]) == (2, "too_many_deactivations")
    assert served.truth() == before
    dry = run("apply", "--config", narrow, *common, "--dry-run", "--json")
    assert dry.code == 1
    people = dry.json["people"]
    assert people["counts"]["deactivate"] > 40
    assert served.truth() == before
    assert "deactivated" in run("apply", "--config", narrow, *common, "--dry-run").out


def test_tables_for_people_start_no_formula(
    run: Run, served: Served, applied: Path, tmp_path: Path
) -> None:
    table = tmp_path / "plan.csv"
    assert run("plan", "--practice", served.file, "--scope", "all", "--output", table).code == 0
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["id", "name", "user_name", "action", "reason", "sentence"]
    assert len(rows) > 50
    sheet = tmp_path / "plan.xlsx"
    assert run("plan", "--practice", served.file, "--scope", "all", "--output", sheet).code == 0
    assert sheet.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show",), "plan_file_missing"),
        (("compare",), "plan_file_missing"),
        (("show", "nowhere.jsonl"), "plan_file_unreadable"),
        (("show", "."), "plan_file_unreadable"),
        (("show", "junk.jsonl"), "plan_file_unreadable"),
        (("show", "half.jsonl.gz"), "plan_file_unreadable"),
        (("show", "row.jsonl"), "plan_file_unreadable"),
        (("show", "0123abcd"), "plan_file_unreadable"),
        (("show", "junk.jsonl", "--scope", "all"), "plan_flag_unused"),
        (("list", "junk.jsonl"), "plan_flag_unused"),
        (("--format", "csv"), "plan_format_without_output"),
        (("--config", "nowhere.toml"), "config_unreadable"),
    ],
)
def test_wrong_usage_is_reported(run: Run, tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    (tmp_path / "junk.jsonl").write_text("junk")
    (tmp_path / "half.jsonl.gz").write_bytes(gzip.compress(b'{"schema": 1}' * 9)[:20])
    (tmp_path / "row.jsonl").write_text('{"schema": 1, "id": "x"}\n{"id": 5}\n')
    named = [str(tmp_path / each) if "." in each else each for each in arguments]
    ran = run("plan", *named, "--practice", "--json")
    assert ran.code == 3, ran.err
    assert ran.json["problem"]["code"] == code
    assert "Errno" not in ran.json["problem"]["what"] + ran.json["problem"]["why"]
