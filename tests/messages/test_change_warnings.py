"""Warnings about changes: every code has a sentence, and every sentence is used."""

from __future__ import annotations

import ast
from pathlib import Path

from wizard.messages.change_warnings import CHANGE_WARNINGS, PASSED_ON, change_warning

WIZARD = Path(__file__).resolve().parents[2] / "wizard"


def used() -> dict[str, set[str]]:
    """The texts in every call of `change_warning` and `ChangeWarning`, and in assignments of codes."""
    found: dict[str, set[str]] = {"change_warning": set(), "ChangeWarning": set(), "code": set()}
    for file in WIZARD.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in found:
                place, parts = node.func.id, node.args[:1]
            elif isinstance(node, ast.Assign | ast.For):
                place, parts = "code", [node.value if isinstance(node, ast.Assign) else node.iter]
            else:
                continue
            texts = [each for part in parts for each in ast.walk(part) if isinstance(each, ast.Constant)]
            found[place] |= {each.value for each in texts if isinstance(each.value, str)}
    return found


def test_codes_are_those_of_the_table() -> None:
    found = used()
    assert found["change_warning"] <= set(CHANGE_WARNINGS)
    assert found["ChangeWarning"] == set(PASSED_ON)
    assert set(CHANGE_WARNINGS) <= found["change_warning"] | found["code"]


def test_a_warning_is_its_sentence_with_a_code() -> None:
    warning = change_warning("other_playvox", new="https://b.playvox.com")
    assert warning == "Provisioning would speak to another Playvox from then on: https://b.playvox.com"
    about = change_warning("person_guest").about("Bo")
    assert (about, about.code, about.subject) == (
        "Bo: A guest of another organization.",
        "person_guest",
        "Bo",
    )
