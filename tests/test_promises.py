"""Every promise of docs/security.md names tests that exist, and every kind of promise has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("| Promise", "| ---", "|---"))
]
KINDS = (
    "damaged files", "only regular files", "keyring", "sign-in service", "terminal", "formulas",
    "practice tenant", "names nobody", "key appears", "ctrl+c", "killed", "pairs of faults", "door",
    "another administrator", "permissions", "two copies",
)  # fmt: skip


def test_the_table_has_rows_of_three_cells() -> None:
    assert len(ROWS) >= len(KINDS)
    assert [row for row in ROWS if len(row) != 3 or not all(row)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_every_named_test_exists_and_is_run(row: list[str]) -> None:
    paths = re.findall(r"`(tests/[\w/.]+\.py)`", row[2])
    assert paths, row[2]
    for path in paths:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert "\ndef test_" in text or "\nasync def test_" in text, path
        # Nothing that `make test` leaves out (build/run_tests.py).
        assert not re.search(r"^pytestmark = .*\b(bench|packaging|windows|bare)\b", text, re.MULTILINE), (
            path
        )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_promise_is_there(kind: str) -> None:
    assert any(kind in row[0].casefold() for row in ROWS)
