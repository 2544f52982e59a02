"""`logs` as an administrator runs it; Playvox's accounts after a real cycle are the judge."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Served

ANA = "ana@contoso.example"
NEW = "cher@contoso.example"


@pytest.fixture
def running(run: Run, served: Served, config: Path) -> Served:
    """A tenant that provisions Ana and the group Support, after its first cycle."""
    config.write_text(config.read_text().replace(f'"{ANA}"', f'"{ANA}", "group:Support"'))
    done = run("apply", "--config", config, "--practice", served.file, "--yes")
    assert done.code == 0, done.err
    served.control("POST", "cycle", {})
    return served


def test_what_a_cycle_did_is_listed_filtered_and_saved(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    everything = run("logs", *practice, "--json")
    assert everything.code == 0, everything.err
    entries = everything.json["entries"]
    assert everything.json["read"] == len(entries) > 10
    assert [entry["time"] for entry in entries] == sorted(
        (entry["time"] for entry in entries), reverse=True
    )
    there = {user["id"] for user in running.truth()["playvox_users"]}
    created = [entry for entry in entries if (entry["action"], entry["result"]) == ("create", "success")]
    assert created
    assert {entry["account_id"] for entry in created} <= there

    lines = run("logs", *practice, "--action", "create", "--result", "success", "--format", "jsonl")
    assert lines.code == 0
    assert [json.loads(line)["id"] for line in lines.out.splitlines()] == [each["id"] for each in created]
    assert f"{len(created)} of {len(entries)} entries shown." in lines.err
    table = run("logs", *practice, "--action", "create", "--result", "success")
    assert len(table.out.splitlines()) == len(created) + 1
    assert "An account was created for" in table.out
    rows = list(csv.DictReader(io.StringIO(run("logs", *practice, "--format", "csv").out)))
    assert [row["person_id"] for row in rows] == [entry["person_id"] for entry in entries]

    hers = run("logs", *practice, "--person", ANA, "--json").json["entries"]
    assert hers
    assert {entry["person"] for entry in hers} == {"Ana Souza"}
    two = run("logs", *practice, "--limit", "2", "--json")
    assert ([entry["id"] for entry in two.json["entries"]], two.json["limited"]) == (
        [entry["id"] for entry in entries[:2]],
        True,
    )
    assert "Reading stopped at --limit" in two.err


def test_failures_come_first_if_wanted(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    assert run("people", "assign", NEW, *practice, "--yes").code == 0
    running.control("PUT", "faults/playvox-create-refused", {"on": True})
    refused = run("provision", NEW, *practice, "--yes", "--json")
    assert (refused.code, refused.json["results"][0]["status"]) == (1, "failure"), refused.err
    running.control("DELETE", "faults", {})
    assert run("provision", ANA, *practice, "--yes").code == 0
    newest = run("logs", *practice, "--json").json["entries"]
    ordered = run("logs", *practice, "--failures-first", "--json").json["entries"]
    failures = [entry for entry in newest if entry["result"] == "failure"]
    others = [entry for entry in newest if entry["result"] != "failure"]
    assert failures
    assert newest[0]["result"] != "failure"
    assert [entry["id"] for entry in ordered] == [entry["id"] for entry in (*failures, *others)]


def test_what_entra_no_longer_keeps_is_said(run: Run, running: Served) -> None:
    practice = ("--practice", running.file)
    recent = run("logs", *practice, "--since", "24h", "--json")
    assert (recent.code, recent.json["whole"], recent.json["complete_since"]) == (0, True, None)
    long_ago = run("logs", *practice, "--since", "60d", "--json")
    assert (long_ago.code, long_ago.json["whole"]) == (1, False)
    assert long_ago.json["complete_since"] is not None
    assert [entry["id"] for entry in long_ago.json["entries"]] == [
        entry["id"] for entry in recent.json["entries"]
    ]
    assert "Entra no longer has the log since" in long_ago.err
    future = run("logs", *practice, "--since", "2030-01-01")
    assert (future.code, future.out) == (0, "")
    assert "no entries in this range" in future.err


def test_the_log_on_this_computer_is_read_and_saved_without_signing_in(
    run: Run, running: Served, tmp_path: Path
) -> None:
    practice = ("--practice", running.file)
    never = run("logs", "--offline", *practice, "--json")
    assert (never.code, never.json["problem"]["code"]) == (2, "log_not_here")
    online = run("logs", *practice, "--json", "--keep", "400").json
    running.control("PUT", "faults/graph-unavailable", {"on": True})
    here = run("logs", "--offline", *practice, "--json")
    assert (here.code, here.json["entries"]) == (0, online["entries"])
    assert (here.json["offline"], here.json["read_at"]) == (True, online["read_at"])
    assert "Entra's log was last read at" in here.err
    hers = run("logs", "--offline", *practice, "--person", ANA.upper(), "--json").json["entries"]
    assert hers == [entry for entry in online["entries"] if entry["person"] == "Ana Souza"]
    for kind in ("csv", "json", "jsonl", "xlsx"):
        file = tmp_path / f"log.{kind}"
        saved = run("logs", "--offline", *practice, "--action", "create", "--output", file)
        assert (saved.code, saved.out) == (0, ""), saved.err
        assert str(file) in saved.err
    created = [entry for entry in online["entries"] if entry["action"] == "create"]
    assert json.loads((tmp_path / "log.json").read_text()) == created
    assert (tmp_path / "log.jsonl").read_text().splitlines()[1:] == [
        json.dumps(entry, ensure_ascii=False) for entry in created
    ]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "log.csv").read_text("utf-8-sig"))))
    assert [row["account_id"] for row in rows] == [entry["account_id"] for entry in created]
    assert (tmp_path / "log.xlsx").read_bytes()[:2] == b"PK"


def test_without_a_license_the_reason_is_said(run: Run, running: Served) -> None:
    running.control("PUT", "faults/no-premium", {"on": True})
    told = run("logs", "--practice", running.file, "--json")
    assert (told.code, told.json["problem"]["code"]) == (2, "logs_need_licence")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--since", "yesterday"), "24h or 7d"),
        (("--limit", "0"), "number of entries"),
        (("--result", "failed"), "failure"),
        (("--action", "creat"), "create"),
        (("--person", "group:Support"), "It is a group."),
        (("--format", "xml"), "jsonl"),
        (("--format", "csv", "--json"), "cannot be combined"),
        (("--offline", "--refresh"), "cannot be combined"),
        (("--format", "xlsx"), "--output is missing"),
        (("--keep", "7"), "30 or more"),
    ],
)
def test_wrong_use(run: Run, arguments: tuple[str, ...], told: str) -> None:
    answer = run("logs", *arguments)
    assert answer.code == 3
    assert told in answer.out + answer.err
