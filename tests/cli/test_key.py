"""`key` as an administrator runs it; the practice tenant's saved key is the judge."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.conftest import Run, Served


@pytest.fixture
def saved(run: Run, served: Served, config: Path) -> Served:
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    return served


def test_a_key_is_replaced_and_shown_with_its_age(run: Run, saved: Served, tmp_path: Path) -> None:
    practice, new = ("--practice", saved.file), saved.line["next_key"]
    before = run("key", "show", *practice, "--json").json
    assert (before["age_days"], before["unfinished"], len(before["keys"])) == (0, None, 1)
    rotate = ("key", "rotate", *practice, "--key-stdin", "--person", "ana@contoso.example")
    preview = run(*rotate, "--json", "--dry-run", stdin=f"{new}\n")
    assert (preview.code, preview.json["applied"]) == (1, False), preview.err
    assert {each["state"] for each in preview.json["stages"]} == {"waiting"}
    done = run(*rotate, "--json", "--yes", stdin=f"{new}\n")
    assert (done.code, done.json["applied"]) == (0, True), done.out
    assert {each["state"] for each in done.json["stages"]} == {"done"}
    after = run("key", "show", *practice, "--json").json
    assert after["saved"]["account"] == saved.line["account"]
    assert [key["mark"] for key in after["keys"]][1:] == [before["saved"]["mark"]]
    told = run("key", "show", *practice).out + run("history").out
    assert after["saved"]["mark"] in told
    assert new not in told + done.out + done.err + preview.out
    wrong = run("key", "rotate", *practice, "--key-stdin", "--yes", "--json", stdin="bm90OmE=\n")
    assert (wrong.code, wrong.json["problem"]["code"]) == (2, "key_rejected")
    nothing = run("key", "rotate", *practice, "--yes")
    assert (nothing.code, "The new Playvox key is missing" in nothing.err) == (2, True)
    assert run("key", "restore", *practice, "--yes").code == 0, "nothing is unfinished"


def test_a_reminder_for_a_day(run: Run, saved: Served, tmp_path: Path) -> None:
    file = tmp_path / "key.ics"
    made = run("key", "reminder", file, "--on", "2031-01-31", "--practice", saved.file, "--json")
    assert (made.code, made.json["day"]) == (0, "2031-01-31"), made.err
    [event] = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2031-01-31"
    assert "Playvox" in str(event["SUMMARY"])
    assert saved.line["key"] not in file.read_text()
    past = run("key", "reminder", file, "--on", "2020-01-31", "--practice", saved.file, "--json")
    assert (past.code, past.json["problem"]["code"]) == (2, "reminder_past")
    assert run("key", "reminder", file, "--on", "soon").code == 3
