"""Plans as files: what is written is read again, whole or not at all."""

from __future__ import annotations

import csv
import gzip
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.plan.unit.tables import NOW, ROLE
from tests.plan.unit.tenant import Tenant
from wizard.messages.plan import plan_reason
from wizard.plan import Plan
from wizard.plan import document as document_module
from wizard.plan import tables as tables_module
from wizard.plan.document import (
    PlanFormat,
    document_header,
    document_rows,
    read_document,
    write_document,
)
from wizard.plan.tables import FileTable, write_table
from wizard.problem import ProblemError


@pytest.fixture
async def plan(tenant: Tenant, tmp_path: Path) -> Plan:
    tenant.person("ana", ROLE, displayName="=Ana 张")
    tenant.person("bo", ROLE, account=True, displayName="Bo\n@x")
    tenant.ran()
    return await tenant.plan(
        tmp_path,
        threshold=500,
        account="ada@contoso.com",
        tenant_id="tenant-1",
        application_name="Playvox",
        schema_fingerprint="s1",
        keep_out_of_scope=True,
    )


@pytest.mark.parametrize("name", ["plan.jsonl", "plan.jsonl.gz", "plan.GZ"])
def test_json_lines_are_read_as_they_were_written(plan: Plan, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_document(plan, path, "jsonl")
    packed = path.read_bytes()[:2] == b"\x1f\x8b"
    assert packed is name.casefold().endswith("gz")
    found = read_document(path)
    assert found.header == document_header(plan.header)
    assert found.rows == tuple(document_rows(plan))
    assert [row.sentence for row in found.rows] == [
        plan_reason(row.reason, row.facts) for row in plan.all_rows()
    ]
    assert [row.account for row in found.rows] == [row.account for row in plan.all_rows()]


def test_a_packed_file_tells_neither_time_nor_name(plan: Plan, tmp_path: Path) -> None:
    write_document(plan, tmp_path / "a.gz", "jsonl")
    write_document(plan, tmp_path / "b.gz", "jsonl")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_the_header_says_what_the_plan_is_about(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.jsonl"
    write_document(plan, path, "jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    header = json.loads(lines[0])
    notes = header.pop("notes")
    assert header == {
        "schema": 1,
        "id": plan.header.id,
        "tenant": "tenant-1",
        "account": "ada@contoso.com",
        "application": {"id": "application", "name": "Playvox"},
        "job": "job",
        "time": NOW.isoformat(),
        "scope": "assigned",
        "run": "incremental",
        "counts": asdict(plan.counts),
        "threshold": 500,
        "held_back": False,
        "keep_out_of_scope": True,
        "in_scope": 2,
        "accounts": 1,
        "accounts_left_alone": 0,
        "accounts_unknown": 0,
        "schema_fingerprint": "s1",
        "assignments_fingerprint": plan.header.assignments_fingerprint,
    }
    assert all({"code", "facts", "sentence"} == note.keys() for note in notes)
    assert len(lines) == 3
    assert "张" in lines[1] + lines[2], "names stay readable"
    assert set(json.loads(lines[1])) == {
        *("id", "name", "user_name", "action", "reason", "sentence", "kind", "account")
    }


def test_a_table_has_titles_and_starts_no_formula(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    write_document(plan, path, "csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets know UTF-8 by this"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        titles, *rows = csv.reader(stream)
    assert titles == ["id", "name", "user_name", "action", "reason", "sentence"]
    by_id = {row[0]: row for row in rows}
    assert by_id["ana"][1] == "'=Ana 张"
    assert by_id["bo"][1] == "Bo\n@x"
    assert by_id["bo"][2] == "bo@contoso.com"


def test_a_sheet_holds_texts_only(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_document(plan, path, "xlsx")
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        workbook = book.read("xl/workbook.xml").decode()
    assert "<f>" not in sheet
    assert "=Ana 张" in sheet
    assert 'name="Plan"' in workbook
    assert sheet.count("<row ") == 3
    for title in ("id", "name", "user_name", "action", "reason", "sentence"):
        assert f">{title}<" in sheet


def rows(*texts: str) -> Iterator[dict[str, str]]:
    return ({"text": text} for text in texts)


def table(*texts: str, count: int = 0) -> FileTable:
    return FileTable("Sheet", {"head": 1}, ("text",), rows(*texts), count or len(texts))


def write(what: FileTable, path: Path, wanted: PlanFormat) -> None:
    write_table(what, path, wanted, failed="plan_not_saved", too_long="plan_too_long_for_xlsx")


@pytest.mark.parametrize(("count", "fits"), [(1_048_575, True), (1_048_576, False)])
def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, count: int, fits: bool) -> None:
    if fits:
        write(table("a", count=count), tmp_path / "t.xlsx", "xlsx")
        return
    with pytest.raises(ProblemError) as caught:
        write(table("a", count=count), tmp_path / "t.xlsx", "xlsx")
    assert caught.value.problem.code == "plan_too_long_for_xlsx"
    assert caught.value.problem.facts == {"rows": "1048576", "most": "1048575"}
    assert list(tmp_path.iterdir()) == []
    write(table("a", count=count), tmp_path / "t.csv", "csv")


def test_a_long_cell_is_cut_where_a_sheet_cannot_hold_it(tmp_path: Path) -> None:
    write(table("x" * 40_000), tmp_path / "t.xlsx", "xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "x" * 32_767 in sheet
    assert "x" * 32_768 not in sheet


@pytest.mark.parametrize("wanted", ["jsonl", "csv", "xlsx"])
@pytest.mark.filterwarnings(
    "ignore:unclosed file:ResourceWarning"
)  # of xlsxwriter, in a folder that is gone
def test_a_file_that_cannot_be_finished_leaves_the_old_one_and_nothing_else(
    tmp_path: Path, wanted: PlanFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    path = tmp_path / "t"
    path.write_text("as it was")

    def broken() -> Iterator[dict[str, str]]:
        yield {"text": "one"}
        raise OSError(28, "No space left on device")

    with pytest.raises(ProblemError) as caught:
        write(FileTable("S", {}, ("text",), broken(), 2), path, wanted)
    assert caught.value.problem.code == "plan_not_saved"
    reason = "There is no space left on the disk."
    assert caught.value.problem.facts == {"file": str(path), "reason": reason}
    assert "28" in caught.value.problem.raw
    assert path.read_text() == "as it was"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["aside", "t"]
    assert list(aside.iterdir()) == []


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no" / "t.csv"
    with pytest.raises(ProblemError) as caught:
        write(table("a"), path, "csv")
    assert caught.value.problem.code == "plan_not_saved"
    assert caught.value.problem.facts["reason"]


def lines_of(plan: Plan, path: Path) -> list[str]:
    write_document(plan, path, "jsonl")
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def refusal(path: Path) -> tuple[dict[str, str], str]:
    with pytest.raises(ProblemError) as caught:
        read_document(path)
    problem = caught.value.problem
    assert problem.code == "plan_file_unreadable"
    assert problem.facts["file"] == str(path)
    return dict(problem.facts), problem.raw or ""


def test_files_that_are_no_plan_say_why(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.jsonl"
    header, *rest = lines_of(plan, path)
    path.write_text("".join(rest), encoding="utf-8")
    assert "first line" in refusal(path)[0]["reason"]
    path.write_text("", encoding="utf-8")
    assert "first line" in refusal(path)[0]["reason"]
    path.write_text("[1]\n", encoding="utf-8")
    assert "first line" in refusal(path)[0]["reason"]
    path.write_text(header.replace('"schema": 1', '"schema": 2'), encoding="utf-8")
    assert "first line" in refusal(path)[0]["reason"]
    assert "not a file" in refusal(tmp_path)[0]["reason"]
    path.write_text("{not json\n", encoding="utf-8")
    facts, raw = refusal(path)
    assert "content" in facts["reason"]
    assert raw


def test_a_line_with_wrong_members_says_which(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.jsonl"
    header, row, *_rest = lines_of(plan, path)
    path.write_text(header + row.replace('"action": "', '"action": "un'), encoding="utf-8")
    facts, raw = refusal(path)
    assert "members" in facts["reason"]
    assert raw.startswith("action: ")
    path.write_text(header.replace('"job":', '"jab":'), encoding="utf-8")
    assert refusal(path)[1].startswith("job: ")
    body = json.loads(header)
    body["application"] = {"name": "x"}
    path.write_text(json.dumps(body), encoding="utf-8")
    assert refusal(path)[1].startswith("application.id: ")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    facts, raw = refusal(tmp_path / "none.jsonl")
    assert facts["reason"] == "The file or its folder does not exist."
    assert "none.jsonl" in raw


def test_a_packed_file_that_ends_too_early(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.jsonl.gz"
    write_document(plan, path, "jsonl")
    path.write_bytes(path.read_bytes()[:-20])
    assert "content" in refusal(path)[0]["reason"]
    path.write_bytes(gzip.compress(b"\xff\xfe\x00"))
    assert "content" in refusal(path)[0]["reason"]


@pytest.mark.parametrize("extra", [0, 1])
def test_lines_may_be_long_but_not_endless(
    plan: Plan, tmp_path: Path, extra: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.jsonl"
    header, row, *_rest = lines_of(plan, path)
    longest = max(len(header), len(row))
    monkeypatch.setattr(document_module, "_LONGEST_LINE", longest - extra)
    path.write_text(f"{header}\n  \n{row}", encoding="utf-8")
    if extra:
        assert "too long" in refusal(path)[0]["reason"]
    else:
        assert len(read_document(path).rows) == 1


def test_the_limit_of_a_sheet_is_excels() -> None:
    assert tables_module.MOST_XLSX_ROWS == 2**20 - 1
