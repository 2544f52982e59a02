"""`apply`, `drift`, `export`, `status` and `journal` as an administrator runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CONFIG, Run, Served


def test_shows_asks_applies_and_then_differs_in_nothing(
    run: Run, served: Served, config: Path, tmp_path: Path
) -> None:
    before = served.truth()
    shown = run("apply", "--config", config, "--practice", served.file, "--json")
    assert shown.code == 1, shown.err
    assert shown.json["applied"] is False
    signs = {change["what"]: change["sign"] for change in shown.json["changes"]}
    assert signs["Tenant URL"] == "+"
    assert signs["Provisioning"] == "~"
    assert served.truth() == before

    applied = run("apply", "--config", config, "--practice", served.file, "--yes", "--json")
    assert applied.code == 0, applied.err
    assert applied.json["applied"] is True
    assert applied.json["changes"] == shown.json["changes"]
    found = served.truth()
    assert len(found["applications"]) == found["seeded_applications"] + 1
    assert [job["state"] for job in found["jobs"]] == ["Active"]
    assert len(found["assigned"]) == 1
    assert found["secret_masked"] is True

    again = run("apply", "--config", config, "--practice", served.file, "--yes", "--json")
    assert (again.code, again.json["changes"], again.json["applied"]) == (0, [], False)

    status = run("status", "--practice", served.file, "--json")
    assert status.json["job"]["on"] is True, status.err
    assert status.json["connection"]["key_saved"] is True
    assert [step["id"] for step in status.json["steps"]][:2] == ["before", "key"]

    exported = run("export", "--practice", served.file, "--output", tmp_path / "exported.toml")
    assert exported.code == 0, exported.err
    drift = run("drift", "--config", tmp_path / "exported.toml", "--practice", served.file, "--json")
    assert (drift.code, drift.json["changes"]) == (0, [])

    changed = config.with_name("changed.toml")
    changed.write_text(CONFIG.replace("it@contoso.example", "ops@contoso.example").replace("50", "40"))
    drift = run("drift", "--config", changed, "--practice", served.file, "--json")
    assert drift.code == 1
    assert [change["sign"] for change in drift.json["changes"]] == ["~", "~"]
    assert run("drift", "--config", config, "--practice", served.file).code == 0

    journal = run("journal", "--json")
    kinds = [each["kind"] for each in journal.json["operations"]]
    assert sorted(kinds) == ["application.add", "job.create", "job.start", "people.assign", "settings.save"]
    key = served.line["key"]
    for answer in (shown, applied, again, status, exported, drift, journal):
        assert key not in answer.out + answer.err
    for file in (tmp_path / "data").rglob("*"):
        assert file.is_dir() or key.encode() not in file.read_bytes()


def test_a_practice_tenant_is_started_when_none_is_named(run: Run, config: Path) -> None:
    answer = run("apply", "--config", config, "--practice", "--yes", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["applied"] is True


def test_a_wrong_key_changes_nothing(run: Run, served: Served, config: Path) -> None:
    before = served.truth()
    answer = run(
        "apply",
        "--config",
        config,
        "--practice",
        served.file,
        "--yes",
        "--key-stdin",
        "--json",
        stdin="bm90OnRoZS1yaWdodC1rZXk=\n",
    )
    assert answer.code == 2
    assert answer.json["problem"]["code"] == "apply_connection_fails"
    assert "bm90OnRoZS1yaWdodC1rZXk=" not in answer.out + answer.err
    assert served.truth() == before


@pytest.mark.parametrize(
    ("assign", "code"),
    [("nobody@contoso.example", "person_not_found"), ("group:No such group", "group_not_found")],
)
def test_people_who_do_not_exist_are_named(
    run: Run, served: Served, config: Path, assign: str, code: str
) -> None:
    config.write_text(CONFIG.replace("ana@contoso.example", assign))
    answer = run("apply", "--config", config, "--practice", served.file, "--yes", "--json")
    assert (answer.code, answer.json["problem"]["code"]) == (2, code)
    assert assign.removeprefix("group:") in answer.json["problem"]["what"]
    assert len(served.truth()["applications"]) == served.truth()["seeded_applications"]


def test_pauses_when_the_file_says_so(run: Run, served: Served, config: Path) -> None:
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    config.write_text(CONFIG.replace("enabled = true", "enabled = false"))
    answer = run("apply", "--config", config, "--practice", served.file, "--yes", "--json")
    assert [change["detail"] for change in answer.json["changes"]] == ["on → off"]
    assert answer.code == 0
    assert served.truth()["jobs"][0]["state"] != "Active"


def test_more_proof_is_asked_for_and_the_run_goes_on(run: Run, served: Served, config: Path) -> None:
    served.control("PUT", "faults/claims-challenge", {"on": True})
    answer = run("apply", "--config", config, "--practice", served.file, "--yes", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["applied"] is True
    assert "Your organization wants more proof. Sign in again" in answer.err
    assert [job["state"] for job in served.truth()["jobs"]] == ["Active"]
