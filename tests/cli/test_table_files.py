"""A result that is saved under the name of a table starts no formula, whatever its format is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wizard.security.spreadsheet import safe_lines


@pytest.mark.parametrize("name", ["out.csv", "out.TSV", "out.txt"])
def test_a_value_that_looks_like_a_formula(run: Run, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    words = ("evaluate", "--expression", 'Join("", "=1", "+1")', "--output", out)
    assert run(*words).code == 0
    first = out.read_text().splitlines()[0]
    assert first == ("=1+1" if name.endswith("txt") else "'=1+1")


def test_every_line_and_cell_is_harmless() -> None:
    assert safe_lines('+ Ana,=1;"@x"\n-1\nfine - and = as well\n') == (
        "'+ Ana,'=1;'\"@x\"\n'-1\nfine - and = as well\n"
    )
