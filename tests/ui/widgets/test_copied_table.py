"""Copied rows are text for every spreadsheet: one line a row, and no formula."""

from __future__ import annotations

import pytest

from wizard.ui.widgets.copied_table import copied_row


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://evil.example")'])
def test_no_cell_starts_a_formula(name: str) -> None:
    assert copied_row(["Ana", name]) == f"Ana\t'{name}"


def test_a_cell_is_one_cell() -> None:
    assert copied_row(["Ana\t=1\r\n=2", " \t=3"]) == "Ana =1 =2\t'=3"
