"""Files of findings: every row of every finding, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from tests.plan.lab import PlanLab
from tests.plan.test_quality import MILES, found
from wizard.plan import tables
from wizard.plan.quality_document import write_quality
from wizard.problem import ProblemError

FORMULA = '=HYPERLINK("https://evil.example","click")'


def written(folder: Path) -> list[Path]:
    return list(folder.glob("*.xlsx"))


async def test_files_hold_everyone_and_start_no_formula(lab: PlanLab, tmp_path: Path) -> None:
    lab.add_job(SyncAll="true")
    lab.change(MILES, displayName=FORMULA, mail=None)
    seen = await found(lab)
    expected = sum(each.count or 0 for each in seen.quality.findings)
    lines, table, sheet = tmp_path / "q.jsonl", tmp_path / "q.csv", tmp_path / "q.xlsx"
    write_quality(seen.plan, seen.quality, lines, "jsonl")
    header, *rows = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert header["people"] == seen.quality.people
    assert len(rows) == expected
    [row] = [row for row in rows if row["finding"] == "mail_missing" and row["user_name"] == MILES]
    assert row["name"] == FORMULA

    write_quality(seen.plan, seen.quality, table, "csv")
    cells = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert len(cells) == expected + 1
    assert f"'{FORMULA}" in {row[3] for row in cells}
    assert not [cell for row in cells for cell in row if cell.startswith(("=", "+", "-", "@"))]

    write_quality(seen.plan, seen.quality, sheet, "xlsx")
    with zipfile.ZipFile(sheet) as book:
        content = book.read("xl/worksheets/sheet1.xml").decode()
    assert content.count("<row ") == expected + 1
    assert "<f>" not in content


async def test_a_sheet_takes_only_so_many_rows(
    lab: PlanLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.add_job(SyncAll="true")
    monkeypatch.setattr(tables, "MOST_XLSX_ROWS", 3)
    seen = await found(lab)
    with pytest.raises(ProblemError) as refused:
        write_quality(seen.plan, seen.quality, tmp_path / "q.xlsx", "xlsx")
    assert refused.value.problem.code == "quality_too_long_for_xlsx"
    assert not written(tmp_path)
