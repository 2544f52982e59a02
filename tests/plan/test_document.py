"""Cells that no spreadsheet runs as formulas, and files that are written completely or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.plan.document import format_of
from wizard.problem import ProblemError
from wizard.security.spreadsheet import safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_a_cell_starts_no_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ana", "a=1", "Jean-Luc", "’=1"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_the_file_name_sets_the_format() -> None:
    names = {"a.csv": "csv", "a.XLSX": "xlsx", "a.jsonl": "jsonl", "a.jsonl.gz": "jsonl", "a": "jsonl"}
    assert {name: format_of(Path(name), None) for name in names} == names
    with pytest.raises(ProblemError) as caught:
        format_of(Path("a"), "pdf")
    assert caught.value.problem.code == "plan_format_unknown"
    assert caught.value.problem.facts == {"format": "pdf", "formats": "jsonl, csv, xlsx"}
