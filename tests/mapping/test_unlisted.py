"""Undocumented behavior is uncertain and never refused: functions, options as numbers, branches, keys."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mapping.test_body import ADA, mapped
from wizard.mapping.body import preview
from wizard.mapping.expression import Doubt, EvaluationOutcome, check, compile_expression, evaluate, parse
from wizard.messages import explain


def doubts(outcome: EvaluationOutcome) -> set[Doubt]:
    return {item.doubt for item in outcome.uncertainties}


@pytest.mark.parametrize(
    ("expression", "likely"),
    [
        ("Len([a])", 6),
        ("Right([a], 3)", "rin"),
        ('Right([a], "0")', ""),
        ("LCase([a])", " marin"),
        ("UCase([a])", " MARIN"),
        ("LTrim([a])", "Marin"),
        ('RTrim("x ")', "x"),
        ("IIF(Len([a]) > 3, Left([a], 3), [a])", " Ma"),
    ],
)
def test_functions_that_entra_accepts_though_no_page_lists_them(expression: str, likely: Any) -> None:
    outcome = evaluate(expression, {"a": " Marin"})
    assert not outcome.certain
    assert Doubt.UNLISTED_FUNCTION in doubts(outcome)
    assert outcome.plain == likely
    assert "Entra" in explain(outcome.uncertainties[0].problem).what


@pytest.mark.parametrize("expression", ["PadLeft([a], 5)", "InStrRev([a], 1)", "Whatever([a])"])
def test_without_a_likely_reading_there_is_no_value(expression: str) -> None:
    outcome = evaluate(expression, {"a": "x"})
    assert (outcome.certain, outcome.known, outcome.value) == (False, False, None)
    assert [item.level for item in check(parse(expression))] == ["warning"]


def test_one_unlisted_function_leaves_the_other_attributes_alone() -> None:
    found = preview(ADA, mapped("title", "PadLeft([displayName], 30)"))
    assert found.action == "create"
    assert found.body is not None
    assert "title" not in found.body
    assert {item.target for item in found.trace if item.uncertainties} == {"title"}


def test_a_misspelled_function_is_refused_when_typed_and_unknown_when_saved() -> None:
    assert [item.code for item in check(parse("ToLowr([a])"))] == ["unknown_function"]
    assert not compile_expression("ToLowr([a])", saved=True).evaluate({"a": "X"}).certain
    saved = preview(ADA, mapped("title", "ToLowr([displayName])"))
    assert not saved.certain
    assert all(item.problem is None for item in saved.trace)


@pytest.mark.parametrize(
    ("styles", "value", "likely"),
    [
        ('"0"', "24/11/2026", "2026-11-24"),
        ('"32"', "24/11/2026", "2026-11-24"),
        ("64", "24/11/2026", "2026-11-24"),
        ('"3"', " 24/11/2026 ", "2026-11-24"),
        ('"1, 2"', " 24/11/2026 ", "2026-11-24"),
    ],
)
def test_date_styles_given_as_numbers(styles: str, value: str, likely: str) -> None:
    outcome = evaluate(f'FormatDateTime([a], {styles}, "dd/MM/yyyy", "yyyy-MM-dd")', {"a": value})
    assert Doubt.NUMERIC_OPTION in doubts(outcome)
    assert outcome.value == likely


@pytest.mark.parametrize("styles", ['"256"', '"-1"'])
def test_numbers_that_are_no_style_have_no_value(styles: str) -> None:
    outcome = evaluate(f'FormatDateTime([a], {styles}, "yyyy", "yy")', {"a": "2026"})
    assert not outcome.known


def test_other_options_as_numbers() -> None:
    assert evaluate('InStr("Anna", "N", 1, 1)', {}).uncertainties
    assert evaluate('InStr("Anna", "N", 1, 1)', {}).value == 2
    assert not evaluate('ConvertFromBase64("QQ==", 1)', {}).certain


def test_an_empty_date_may_stay_empty() -> None:
    outcome = evaluate('FormatDateTime([a], , "dd/MM/yyyy", "yyyy-MM-dd")', {"a": ""})
    assert (outcome.certain, outcome.value) == (False, "")


@pytest.mark.parametrize(
    "expression",
    [
        'IIF([a] = "ask HR", "", FormatDateTime([a], , "dd/MM/yyyy", "yyyy"))',
        'IIF([a] <> "ask HR", Item(Split([a], " "), 9), "")',
        'Switch([a], FormatDateTime([a], , "dd/MM/yyyy", "yyyy"), "ask HR", "none")',
        'Switch([a], "none", "other", CDate("tomorrow"))',
    ],
)
def test_a_branch_that_is_not_chosen_and_would_fail(expression: str) -> None:
    outcome = evaluate(expression, {"a": "ask HR"})
    assert Doubt.OTHER_BRANCH in doubts(outcome)
    assert outcome.known


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('IIF([a] = "x", "", FormatDateTime("24/11/2026", , "dd/MM/yyyy", "yyyy"))', ""),
        ('IIF([a] = "x", "fine", Error("not x"))', "fine"),
        ('Switch([b], NumFromDate([b]), "", "never")', "never"),
        ('IIF([a] = "x", ToUpper([a]), ToLower([a]))', "X"),
    ],
)
def test_a_branch_that_would_not_fail_is_certain(expression: str, value: str) -> None:
    outcome = evaluate(expression, {"a": "x", "b": None})
    assert (outcome.certain, outcome.value) == (True, value)


def test_repeated_keys_of_switch() -> None:
    expression = 'Switch([a], "d", "NSW", "first", "VIC", "v", "NSW", "last")'
    assert [item.code for item in check(parse(expression))] == ["repeated_key"]
    assert doubts(evaluate(expression, {"a": "NSW"})) == {Doubt.REPEATED_KEY}
    assert evaluate(expression, {"a": "VIC"}).certain
    assert evaluate(expression, {"a": "nsw"}).certain  # keys are case-sensitive
    same = 'Switch([a], "d", "NSW", "first", "NSW", "first")'
    assert evaluate(same, {"a": "NSW"}).certain
    computed = 'Switch([a], "d", [b], "computed", "NSW", "first", "NSW", "last")'
    assert doubts(evaluate(computed, {"a": "NSW", "b": "x"})) == {Doubt.REPEATED_KEY}
