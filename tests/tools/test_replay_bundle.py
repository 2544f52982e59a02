"""A support bundle of the product is read again, and its verdicts follow from what it recorded."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from build import replay_bundle
from build.replayed_test import RecordedTest, replay, replay_earlier
from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY, Fault
from tests.connection.lab.faults import ALL
from wizard.connection import ConnectionReport
from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.connection.history import kept
from wizard.problem import Problem
from wizard.reports import Gate, Pseudonyms, make_bundle

REPEATABLE = {"verdict", "address", "key", "http", "auth", "scim", "encoding", "groups"}


def bundle_of(report: ConnectionReport, problem: Problem | None = None) -> dict[str, str]:
    gate = Gate(Pseudonyms(), EvidenceRedactor(None, harmless=("localhost",)).text)
    steps = [{"id": "people", "state": "failed", "problem": problem}]
    records: dict[str, object] = {
        "program.json": {"version": "1.2.3"},
        "steps.json": {"steps": steps},
        "connection-test.json": report,
    }
    bundle = make_bundle(records, {"earlier-connection-tests.json": [kept(report)]}, gate)
    return {each.name: each.text for each in bundle.files}


def saved(files: dict[str, Any], folder: Path) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    (folder / "bundle.zip").write_bytes(packed.getvalue())
    return folder / "bundle.zip"


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
async def test_todays_code_judges_a_fault_as_it_was_recorded(
    fault: Fault, lab: Authority, log_guard
) -> None:
    if fault.cause == "unexpected":
        log_guard.expect("defect")
    report, _ = await fault.tested(lab)
    files = bundle_of(report)
    test = RecordedTest.model_validate_json(files["connection-test.json"])
    replayed = {each.what: each for each in replay(test)}
    assert [each for each in replayed.values() if each.differs] == []
    assert replayed["verdict"].now == replayed["verdict"].recorded
    for each in replayed.values():
        assert each.what in {*REPEATABLE, "difference", "reasons"} or each.now is None
    (row,) = json.loads(files["earlier-connection-tests.json"])["rows"]
    assert not replay_earlier(RecordedTest.model_validate(row)).differs


async def test_what_can_be_repeated_is_repeated(lab: Authority) -> None:
    """A test that goes through all checks: every judgment but those of observations is made again."""
    report, _ = await next(each for each in ALL if each.cause is None).tested(lab)
    test = RecordedTest.model_validate_json(bundle_of(report)["connection-test.json"])
    assert {each.what for each in replay(test) if each.now is not None} >= REPEATABLE - {"key"}


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("scim", {"total": 3, "found": 3}),
        ("auth", {"status": "passed"}),
        ("encoding", {"no_user_agent": "403, blocked_by_waf"}),
    ],
)
async def test_another_judgment_is_named(
    check: str,
    change: dict[str, object],
    lab: Authority,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wanted = {"auth": "key_rejected"}.get(check)
    report, _ = await next(each for each in ALL if each.cause == wanted).tested(lab)
    files = bundle_of(report)
    content = json.loads(files["connection-test.json"])
    row = next(each for each in content["checks"] if each["id"] == check)
    if "status" in change:
        row |= change
        del row["cause"]
    else:
        row["evidence"] |= change
    files["connection-test.json"] = json.dumps(content)
    assert replay_bundle.main([str(saved(files, tmp_path))]) == 1
    assert f"! {check}: " in capsys.readouterr().out


async def test_everything_is_printed_with_its_words(
    lab: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, _ = await next(each for each in ALL if each.cause == "key_rejected").tested(lab)
    problem = Problem("graph_forbidden", {"method": "GET", "path": "/v1.0/users"})
    assert replay_bundle.main([str(saved(bundle_of(report, problem), tmp_path))]) == 0
    out = capsys.readouterr().out
    assert "version: 1.2.3" in out
    assert "people: failed\n    graph_forbidden {'method': 'GET', 'path': '/v1.0/users'}" in out
    assert report.explanation.what in out
    assert "  verdict: fails (key_rejected); now: fails (key_rejected)" in out
    assert KEY not in out


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"program.json": "[]"},
        {"program.json": "{}", "connection-test.json": '{"verdict": "maybe"}'},
        {"program.json": "{}", "requests.json": '{"rows": 3}'},
        {"program.json": '{"a": "' + "x" * 300_000 + '"}'},
    ],
)
def test_something_else_is_no_bundle(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replay_bundle.main([str(saved(files, tmp_path))]) == 2
    assert "not a bundle" in capsys.readouterr().err


def test_a_file_that_is_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bundle.zip").write_text("no archive")
    assert replay_bundle.main([str(tmp_path / "bundle.zip")]) == 2
    assert replay_bundle.main([str(tmp_path / "none.zip")]) == 2
    assert "none.zip" in capsys.readouterr().err
