"""`quality` as a process: findings, exit codes, files, and nothing changed."""

from __future__ import annotations

import csv
import gzip
import json
import ssl
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, Served

TEXT = """
[playvox]
tenant_url = "https://acme.playvox.com/scim/v1"
[people]
assign = ["ana@contoso.example", "cher@contoso.example"]
role = "User"
[provisioning]
deletion_threshold = 50
"""
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
LEAVERS = {"alex.trainee@contoso.example", "pat.leaver@contoso.example", "robin.former@contoso.example"}


def scim(served: Served, method: str, path: str, body: Any = None) -> dict[str, Any]:
    """A request to the practice Playvox, as its administrator."""
    headers = {
        "Authorization": f"Bearer {served.line['key']}",
        "Content-Type": "application/scim+json",
    }
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{served.line['scim']}{path}", data, headers, method=method)
    trust = ssl.create_default_context(cafile=served.line["ca_file"])
    with urllib.request.urlopen(request, context=trust) as answer:
        found: dict[str, Any] = json.loads(answer.read() or b"{}")
        return found


def deactivate(served: Served, user_name: str) -> None:
    query = urllib.parse.quote(f'userName eq "{user_name}"')
    [account] = scim(served, "GET", f"/Users?filter={query}")["Resources"]
    change = {"op": "replace", "path": "active", "value": False}
    scim(served, "PATCH", f"/Users/{account['id']}", {"schemas": [PATCH], "Operations": [change]})


@pytest.fixture
def applied(run: Run, served: Served, tmp_path: Path) -> Path:
    """The configuration of a tenant that is as it says; provisioning is off."""
    file = tmp_path / "setup.toml"
    file.write_text(TEXT)
    done = run("apply", "--config", file, "--practice", served.file, "--yes")
    assert done.code == 0, done.err
    return file


def test_findings_are_told_and_saved(run: Run, served: Served, applied: Path, tmp_path: Path) -> None:
    common = ("--practice", served.file, "--scope", "all")
    before = served.truth()
    saved = tmp_path / "quality.jsonl.gz"
    answered = run("quality", *common, "--output", saved, "--json")
    assert answered.code == 1, answered.err
    header, *rows = [json.loads(line) for line in gzip.decompress(saved.read_bytes()).splitlines()]
    shown = {**header, "command": "quality", "problem": None, "plan": ""}
    assert shown == {**answered.json, "plan": ""}
    assert (header["schema"], header["kind"], header["scope"]) == (1, "quality", "all")
    findings = {(each["code"], each["attribute"]): each for each in header["findings"]}
    assert findings["leaver_unknown", ""]["count"] == 3
    assert findings["leaver_unknown", ""]["attention"] is True
    assert findings["leaver_unknown", ""]["of"] == "accounts"
    assert findings["matching_duplicate", "userName"]["count"] == 0
    assert {row["user_name"] for row in rows if row["finding"] == "leaver_unknown"} == LEAVERS
    for (code, attribute), finding in findings.items():
        mine = [row for row in rows if (row["finding"], row["attribute"]) == (code, attribute)]
        assert len(mine) == finding["count"], code
    assert header["match_by_mail"]["searchable"] is False
    assert header["match_by_mail"]["verdict"] == "second_accounts"
    assert served.truth() == before

    told = run("quality", *common)
    assert told.code == 1
    assert "Active account, person unknown in Entra: 3 accounts" in told.out
    assert "Playvox cannot search by" in told.out


def test_tables_start_no_formula(run: Run, served: Served, applied: Path, tmp_path: Path) -> None:
    common = ("--practice", served.file, "--scope", "all")
    table, sheet = tmp_path / "quality.csv", tmp_path / "quality.xlsx"
    assert run("quality", *common, "--output", table).code == 1
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["finding", "attribute", "id", "name", "user_name", "kind", "sentence", "advice"]
    assert {row[4] for row in rows if row[0] == "leaver_unknown"} == LEAVERS
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert run("quality", *common, "--output", sheet).code == 1
    content = zipfile.ZipFile(sheet).read("xl/worksheets/sheet1.xml").decode()
    assert content.count("<row ") == len(rows)
    assert "<f>" not in content


def test_nothing_needs_attention(run: Run, served: Served, applied: Path) -> None:
    """With the accounts of leavers inactive, the two assigned people are right."""
    for leaver in LEAVERS:
        deactivate(served, leaver)
    answered = run("quality", "--practice", served.file, "--json")
    assert answered.json["people"] == 2
    assert answered.code == 0, answered.out


def test_wrong_use(run: Run, served: Served, tmp_path: Path) -> None:
    common = ("--practice", served.file, "--json")
    refused = run("quality", *common, "--format", "csv")
    assert (refused.code, refused.json["problem"]["code"]) == (3, "plan_format_without_output")
    nowhere = run("quality", *common, "--config", tmp_path / "nowhere.toml")
    assert nowhere.code == 3
    early = run("quality", *common)
    assert (early.code, early.json["problem"]["code"]) == (2, "plan_no_application")


def test_a_file_that_cannot_be_saved(run: Run, served: Served, applied: Path, tmp_path: Path) -> None:
    file = tmp_path / "no" / "where" / "quality.csv"
    refused = run("quality", "--practice", served.file, "--output", file, "--json")
    assert (refused.code, refused.json["problem"]["code"]) == (2, "quality_not_saved")
