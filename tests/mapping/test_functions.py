"""Functions beyond the documented examples, and where a value must not be shown as certain."""

from __future__ import annotations

import random
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import wizard.mapping
from tests.mapping.corpora import load
from wizard.mapping.expression import (
    SIGNATURES,
    CheckError,
    Doubt,
    EvaluationContext,
    EvaluationError,
    check,
    compile_expression,
    evaluate,
    parse,
    signature_of,
)
from wizard.mapping.expression.functions import BUILDERS
from wizard.messages import explain
from wizard.messages.explanation import known_codes

NOW = EvaluationContext(now=datetime(2026, 3, 9, 13, 5, 7, tzinfo=UTC))


def test_every_documented_function_exists_with_its_parameters() -> None:
    bare_words = {"IgnoreAttributeFlow", "IgnoreObjectFlow"}
    for function in load("functions"):
        if function["name"] in bare_words:
            continue
        signature = SIGNATURES[function["name"]]
        assert signature.name in BUILDERS
        documented = [item["required"] for item in function["parameters"] if not item["repeating"]]
        ours = [item.required for item in signature.parameters if not item.repeating]
        if not any(item["repeating"] for item in function["parameters"]):
            assert len(ours) == len(documented), signature.shown
    assert set(BUILDERS) == set(SIGNATURES)


@pytest.mark.parametrize(
    ("expression", "person", "expected"),
    [
        ('Append([a], "x")', {"a": ""}, "x"),
        ("BitAnd([a], 6)", {"a": "12"}, 4),
        ("CBool([a] = [b])", {"a": "x", "b": "x"}, "True"),
        ("CBool(0)", {}, "False"),
        ("CBool(-3)", {}, "True"),
        ('CDate("8/25/2021 5:41:18 PM")', {}, "8/25/2021 5:41:18 PM"),
        ('CDate("2021-08-24")', {}, "8/24/2021 12:00:00 AM"),
        ('CDate("2021-12-31T23:30:00-01:00")', {}, "1/1/2022 12:30:00 AM"),
        ("Coalesce([a], [b], [c])", {"c": "x"}, "x"),
        ('Coalesce([a], "")', {}, ""),
        ('ConvertToBase64("é")', {}, "6QA="),
        ('ConvertToUTF8Hex("é")', {}, "C3A9"),
        ("ConvertToUTF8Hex([a])", {"a": "\ud83d"}, "EFBFBD"),
        ("ConvertToUTF8Hex([a])", {"a": "😀"}, "F09F9880"),
        ("Count([a])", {"a": ["x", "y"]}, 2),
        ("CStr([a])", {"a": True}, "True"),
        ("CStr([a])", {"a": 12}, "12"),
        ('DateAdd("m", 1, CDate("2024-01-31"))', {}, "2/29/2024 12:00:00 AM"),
        ('DateAdd("m", "10", CDate("2012-03-16"))', {}, "1/16/2013 12:00:00 AM"),
        ('DateAdd("ww", -1, CDate("2024-03-01"))', {}, "2/23/2024 12:00:00 AM"),
        ('DateAdd("n", 90, CDate("2024-03-01"))', {}, "3/1/2024 1:30:00 AM"),
        ('DateDiff("n", CDate("2021-08-24"), CDate("2021-08-25"))', {}, 1440),
        ('DateDiff("s", CDate("2021-08-25"), CDate("2021-08-24"))', {}, -86400),
        ('DateDiff("ww", CDate("2024-03-02"), CDate("2024-03-03"))', {}, 1),
        ('DateDiff("ww", CDate("2024-03-03"), CDate("2024-03-09"))', {}, 0),
        ('DateDiff("yyyy", CDate("2023-12-31"), CDate("2024-01-01"))', {}, 1),
        ("DateFromNum(129699324000000000)", {}, "1/1/2012 11:00:00 PM"),
        ('NumFromDate("2012-01-01 23:00:00+00:00")', {}, 129699324000000000),
        ('NumFromDate("2012-01-01T15:00:00-08:00")', {}, 129699324000000000),
        ('DNComponent("CN=Ada\\\\, L,OU=A,DC=b", 1)', {}, "Ada, L"),
        ('DNComponent("CN=Ada,OU=A,DC=b", 3)', {}, "b"),
        ('FormatDateTime("2024-02-09", , "yyyy-MM-dd", "dd MMM yy")', {}, "09 Feb 24"),
        ('FormatDateTime("\u00a02024\u2003", , " yyyy ", "yy")', {}, "24"),
        ('FormatDateTime("2024", "AssumeUniversal", "yyyy", "yyyy")', {}, "2024"),
        ('FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyyMMddHHmmss.fZ")', {}, "20260309130507.0Z"),
        ('IIF([a] = "x", [b], "y")', {"a": "x", "b": "z"}, "z"),
        ("IIF([a], 1, 2)", {"a": "True"}, 1),
        ('IIF([n] > 9, "big", "small")', {"n": "10"}, "big"),
        ('InStr("abcabc", "c", 4)', {}, 6),
        ('InStr("aBc", "b", , vbTextCompare)', {}, 2),
        ("Trim([a])", {"a": "\u3000\t x \u00a0"}, "x"),
        ("Trim([a])", {"a": "\x1cx\x1f"}, "\x1cx\x1f"),
        # .NET counts halves of surrogate pairs, in positions as in lengths.
        ('InStr([a], "abc")', {"a": "\U0001f600abc"}, 3),
        ('InStr([a], "\U0001f600", 2)', {"a": "x\U0001f600"}, 2),
        ('Mid([a], InStr([a], "b"), 1)', {"a": "\U0001f600ab"}, "b"),
        ("IsNull([a])", {}, "True"),
        ("IsNullOrEmpty([a])", {"a": "x"}, "False"),
        ('IsPresent(" ")', {}, "True"),
        ('IsString("x")', {}, "True"),
        ("Item([a], 2)", {"a": ["x", "y"]}, "y"),
        ('Item(Split("a@b", "@"), "1")', {}, "a"),
        ('Join("-", [a], [b])', {"a": ["x", "y"], "b": "z"}, "x-y-z"),
        ('Join("-", [a], [b], [c])', {"a": "x", "c": "z"}, "x-z"),
        ('Join("-", "a", " ")', {}, "a- "),
        ('Left("abc", -1)', {}, "abc"),
        ('Mid("abc", 2, 99)', {}, "bc"),
        ('Mid("abc", 1, 0)', {}, ""),
        ('Not("False")', {}, "True"),
        ('Not("True")', {}, "False"),
        ("Not([a])", {}, "True"),
        ("Now()", {}, "3/9/2026 1:05:07 PM"),
        ('PCase("ada MARIA von-der leyen")', {}, "Ada Maria Von-Der Leyen"),
        ('Redact("secret")', {}, "secret"),
        ("RemoveDuplicates([a])", {"a": ["x", "y", "x"]}, ["x", "y"]),
        ('Replace("a.b.c", ".", , , "", , )', {}, "abc"),
        ('Replace("Ada", "{n}", , , , , "Dr. {n}")', {}, "Dr. Ada"),
        ('Replace("x1y22", , "[0-9]+", , "<$0>", , )', {}, "x<1>y<22>"),
        ('Replace("abc", , "z", , "y", , )', {}, "abc"),
        ('Replace("aAa", "a", , , "b", , )', {}, "bAb"),
        ("SingleAppRoleAssignment([r])", {"r": [{"displayName": "Admin", "value": "Admin"}]}, "Admin"),
        ('StripSpaces(" a b\t")', {}, "ab\t"),
        ('StringFromSid("AQUAAAAAAAUVAAAAAQAAAAIAAAADAAAA9AEAAA==")', {}, "S-1-5-21-1-2-3-500"),
        ('Switch([a], "d", "", "e")', {}, "e"),
        ('Switch([a], , "True", "yes")', {"a": True}, "yes"),
        ("Switch([a], , 1, [b])", {"a": "1", "b": "x"}, "x"),
        ('Switch([a], "d", [b], "same")', {"a": "x", "b": "x"}, "same"),
        ('ToLower("ÄÖÜ")', {}, "äöü"),
        ('ToUpper("iı", "tr-TR")', {}, "İI"),
        ('Word("a b c", 2, " ")', {}, "b"),
        ('ToLower("A") & "b"', {}, "ab"),
        ("[a]", {"a": ["x"]}, ["x"]),
        ('IIF([a] > "10", 1, 2)', {"a": "20"}, 1),  # as numbers and as texts
        ("IIF([a] > 10, 1, 2)", {"a": "9"}, 2),
    ],
)
def test_certain_values(expression: str, person: dict[str, Any], expected: Any) -> None:
    outcome = evaluate(expression, person, NOW)
    assert outcome.certain, outcome.uncertainties
    assert outcome.plain == expected


@pytest.mark.parametrize(
    ("expression", "person", "doubt"),
    [
        ("ToLower([a])", {}, Doubt.NULL_INPUT),
        ('Append([a], "x")', {}, Doubt.NULL_INPUT),
        ('Coalesce([a], "x")', {"a": ""}, Doubt.EMPTY_OR_NULL),
        ("IsNull([a])", {"a": ""}, Doubt.EMPTY_OR_NULL),
        ("IIF(IsPresent([a]), [a], [b])", {"b": "x"}, Doubt.NULL_IN_CONDITION),
        ('IIF([a] = "X", 1, 2)', {"a": "x"}, Doubt.EQUAL_BUT_FOR_CASE),
        ("IIF([a] = 1, 1, 2)", {"a": "01"}, Doubt.TEXT_COMPARED_AS_NUMBER),
        ('IIF([a] > "b", 1, 2)', {"a": "c"}, Doubt.NOT_COMPARABLE),
        ('IIF([a] > "10", 1, 2)', {"a": "9"}, Doubt.TEXT_COMPARED_AS_NUMBER),
        ('Switch(IsPresent([a]), "x", "True", [a])', {"a": "y"}, Doubt.SWITCH_ON_PRESENCE),
        ('InStr("aBc", "b")', {}, Doubt.EQUAL_BUT_FOR_CASE),
        ('InStr("STRASSE", "ß", 1, vbTextCompare)', {}, Doubt.LETTER_CASE),
        ('NormalizeDiacritics("Đuro")', {}, Doubt.NOT_IN_TABLE),
        ('NormalizeDiacritics("Nguyễn")', {}, Doubt.NOT_IN_TABLE),
        ('PCase("st john\'s")', {}, Doubt.TITLE_CASE),
        ('PCase("1st")', {}, Doubt.TITLE_CASE),
        ('ToUpper("straße")', {}, Doubt.LETTER_CASE),
        ('Split("a, b", ",")', {}, Doubt.SPACES_AROUND),
        ('Split("a,,b", ",")', {}, Doubt.EMPTY_ELEMENTS),
        ('Split("a;,b", ";,")', {}, Doubt.DELIMITERS),
        ('Word("a  b", 2, " ")', {}, Doubt.DELIMITERS),
        ("ToLower([a])", {"a": ["A", "B"]}, Doubt.SEVERAL_VALUES),
        ('Mid("ab", 3, 1)', {}, Doubt.COUNT_OUT_OF_RANGE),
        ('Mid("ab", 0, 1)', {}, Doubt.COUNT_OUT_OF_RANGE),
        ('Replace("abab", , "^(?<g>ab)", "g", "x", , )', {}, Doubt.REPLACED_SPAN),
        ('Replace([a], , "(?<g>z)", "g", , [b], )', {"b": "abc"}, Doubt.NO_MATCH),
        ('Replace("a", "b", "")', {}, Doubt.REPLACE_COMBINATION),
        ('Replace("a", , "(?n)(a)", , "b", , )', {}, Doubt.REGEX_NOT_REPRODUCED),
        ('Replace("a", , "(?<a-b>x)", , "b", , )', {}, Doubt.REGEX_NOT_REPRODUCED),
        ('FormatDateTime("2024-01-01+08:00", , "yyyy-MM-ddzzz", "yyyy-MM-dd")', {}, Doubt.LOCAL_ZONE),
        ('CDate("1 Jan 2024")', {}, Doubt.DATE_FORMAT),
        ('CDate("1/5/2024 13:00 PM")', {}, Doubt.DATE_FORMAT),
        ('FormatDateTime("13:00 PM", , "hh:mm tt", "HH")', {}, Doubt.DATE_FORMAT),
        ('FormatDateTime("2024", "AssumeLocal", "yyyy", "yyyyK")', {}, Doubt.DATE_FORMAT),
        ('FormatDateTime("2024", , "yyyy", "")', {}, Doubt.CULTURE),
        ('Left("abc", [n])', {}, Doubt.NULL_INPUT),
        ('DateAdd("d", [n], Now())', {"n": None}, Doubt.NULL_INPUT),
        ("BitAnd([n], 1)", {}, Doubt.NULL_INPUT),
        ("DateFromNum([n])", {}, Doubt.NULL_INPUT),
        ("Prepend([a], [a])", {"a": "x"}, Doubt.UNDESCRIBED_FUNCTION),
        ("SingleAppRoleAssignment([a])", {"a": ["x", "y"]}, Doubt.SEVERAL_ROLES),
        ('Join("\\n", "a", "b")', {}, Doubt.ESCAPE),
        ('Switch([a], "x", "\\t", "tab")', {"a": "\t"}, Doubt.ESCAPE),
        ("%Domain%", {}, Doubt.UNKNOWN_VARIABLE),
    ],
)
def test_undocumented_results_are_uncertain(expression: str, person: dict[str, Any], doubt: Doubt) -> None:
    outcome = evaluate(expression, person, NOW)
    assert doubt in [item.doubt for item in outcome.uncertainties]
    words = explain(outcome.uncertainties[0].problem)
    assert words.why
    assert words.do


@pytest.mark.parametrize(
    ("expression", "person"),
    [
        ('Join(".", Mid([a], 1, 1), [b])', {"b": "x"}),  # missing or empty, Join leaves it out
        ("IgnoreFlowIfNullOrEmpty(Trim([a]))", {}),
        ('Replace([a], , "\\n", , "", , )', {"a": "x\ny"}),  # the pattern means the same with both
        ('Replace(PCase("st john\'s"), "\'S", , , "\'s", , )', {}),
        ('FormatDateTime("2020-03-16-07:00", , "yyyy-MM-ddzzz", "yyyy-MM-dd")', {}),
        ('Left(Split("a, b", ","), 0)', {}),
    ],
)
def test_an_uncertainty_without_effect_leaves_the_value_certain(
    expression: str, person: dict[str, Any]
) -> None:
    if "Split" in expression:
        expression = 'Item(Split("a, b", ","), 1)'
    assert evaluate(expression, person, NOW).certain


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ('CDate("soon")', "not_a_date"),
        ('CDate("2024-02-30")', "not_a_date"),
        ("CDate([a])", "no_date"),
        ('NumFromDate("9999-12-31T23:59:59-04:00")', "date_range"),
        ('DateAdd("yyyy", 9000, Now())', "date_range"),
        ('DateAdd("q", 1, Now())', "bad_interval"),
        ('FormatDateTime("2024", , "yyyy-MM", "yyyy")', "date_mismatch"),
        ('FormatDateTime("\x1c2024", , "yyyy", "yyyy")', "date_mismatch"),
        ('FormatDateTime("2024", , "yyyy", "ffffffff")', "bad_date_format"),
        ('FormatDateTime("2024", "RoundtripKind, AssumeLocal", "yyyy", "yyyy")', "bad_date_style"),
        ('FormatDateTime("1/5/2024", , "MM/dd/yyyy", "yyyy")', "date_mismatch"),
        ("Item([a], 0)", "no_such_item"),
        ('Left("a", [b])', "not_a_number"),
        ('Replace("a", "", , , "b", , )', "nothing_to_find"),
        ("Replace(" * 60 + '"a"' + ', "a", , , "aa", , )' * 60, "value_too_long"),
        ("Replace(" * 3 + '"a"' + f', , "a", , "{"a" * 1500}", , )' * 3, "value_too_long"),
        ("Join(" * 40 + '"x"' + ', "abc", "abc", "abc")' * 40, "value_too_long"),
        ('ConvertFromBase64("?")', "not_base64"),
        ('Error("no account name")', "raised"),
        ("RandomString(2, 1, 1, 1, 1)", "random_length"),
        ("RandomString(257, 0, 0, 0, 0)", "random_length"),
        ('IIF("maybe", 1, 2)', "not_true_or_false"),
        ('ToLower("a", "no culture!")', "bad_culture"),
    ],
)
def test_what_has_no_value_says_where_and_why(expression: str, code: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(f'Join("", {expression})', {"a": None if "CDate" in expression else ["x"], "b": "x"}, NOW)
    assert caught.value.code == code
    assert caught.value.position >= len('Join("", ')
    assert f"expression.{code}" not in explain(caught.value.problem).what


@pytest.mark.parametrize(
    ("expression", "code", "position", "hint"),
    [
        ("ToLowr([a])", "unknown_function", 0, "ToLower"),
        ('Join("", Swich([a]))', "unknown_function", 9, "Switch"),
        ('Concat([a], "b")', "unknown_function", 0, "Append"),
        ("Left([a])", "argument_count", 0, "Left(string, numChars)"),
        ("Left([a], 1, 2)", "argument_count", 0, "Left(string, numChars)"),
        ('Switch([a], "d", "k")', "argument_count", 0, "Switch"),
        ('Switch([a], "d", "k", "v", "k")', "odd_arguments", 0, "Switch"),
        ('Left([a], "x")', "wrong_type", 10, "numChars"),
        ("Left([a], IsNull([b]))", "wrong_type", 10, "numChars"),
        ("Append([a], )", "missing_argument", 0, "suffix"),
        ('Replace([a], , "(", , "", , )', "bad_pattern", 15, ""),
        ('Replace([a], , "a++", , "", , )', "bad_pattern", 15, ""),
        ("NULL", "unknown_word", 0, "NULL"),
    ],
)
def test_the_static_check_names_place_and_remedy(
    expression: str, code: str, position: int, hint: str
) -> None:
    found = [item for item in check(parse(expression)) if item.level == "error"]
    assert (found[0].code, found[0].position) == (code, position)
    words = explain(found[0].problem)
    assert hint in " ".join((words.what, words.why, *words.do))
    with pytest.raises(CheckError):
        compile_expression(expression)


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ('switch([a], , "x", "y")', "function_case"),
        ("LCase([a])", "unlisted_function"),
        ("Len([a])", "unlisted_function"),
        ("SomethingElse([a])", "unlisted_function"),
        ('Switch([a], , "x", "y", "x", "z")', "repeated_key"),
        ('FormatDateTime([a], 32, "yyyy", "yy")', "numeric_option"),
        ('FormatDateTime([a], "7", "yyyy", "yy")', "numeric_option"),
        ('InStr([a], "b", 1, 1)', "numeric_option"),
        ("Trim([a])", "cloud_sync_only"),
        ('"a" & [b]', "cloud_sync_only"),
        ('SelectUniqueValue([a], "b")', "hr_only"),
        ("IsNothing([a])", "undescribed"),
        ('FormatDateTime([a], "yyyy", "yy")', "old_form"),
        ('Replace([a], , "(?x) a", , "", , )', "pattern_not_reproduced"),
        ("Not([a] = [b])", "comparison_outside"),
    ],
)
def test_warnings_do_not_stop_the_evaluation(expression: str, code: str) -> None:
    found = check(parse(expression))
    assert code in [item.code for item in found]
    if code != "comparison_outside":
        assert all(item.level == "warning" for item in found)
        compile_expression(expression)


def test_attributes_are_known_letter_for_letter() -> None:
    known = {"mail", "givenName", "displayName"}
    assert check(parse('Join("", [mail], [givenName])'), known) == ()
    found = check(parse('Join("", [Mail], [givenNam], [x])'), known)
    assert [item.code for item in found] == ["unknown_attribute"] * 3
    remedies = [explain(item.problem).do[0] for item in found]
    assert "mail" in remedies[0]
    assert "givenName" in remedies[1]
    assert "list" in remedies[2]


def test_every_code_has_words() -> None:
    codes = known_codes()
    assert all(f"uncertain.{doubt.value}" in codes for doubt in Doubt)


def test_random_values_come_from_the_injected_source() -> None:
    def roll(seed: int) -> Any:
        dice = random.Random(seed)
        return evaluate('RandomString(20, 3, 2, 4, 1, "O0")', {}, EvaluationContext(random=dice))

    first, again, other = roll(1), roll(1), roll(2)
    assert first.random
    assert first.plain == again.plain != other.plain
    value = first.plain
    assert len(value) == 20
    assert not set(value) & set("O0")
    assert len(re.findall("[0-9]", value)) >= 3
    assert len(re.findall("[A-Z]", value)) >= 4
    assert len(re.findall("[^0-9A-Za-z]", value)) >= 2
    assert uuid.UUID(evaluate("Guid()", {}, EvaluationContext(random=random.Random(3))).plain).version == 4


def test_uncertain_random_expressions_compare_readings_with_the_same_dice() -> None:
    outcome = evaluate('Join("", Guid(), ToLower([a]))', {}, EvaluationContext(random=random.Random(1)))
    assert outcome.certain


def test_evaluation_is_lazy() -> None:
    expression = 'Switch([a], CDate([b]), "k", "v")'
    assert evaluate(expression, {"a": "k"}).plain == "v"
    assert evaluate('IIF("x" = "x", 1, Error("never"))', {}).plain == 1


def test_steps_show_every_part_that_was_evaluated() -> None:
    compiled = compile_expression('Join(" ", ToLower([a]), IIF([a] = "A", "yes", Left([b], 1)))')
    steps = {step.text: step.value for step in compiled.steps({"a": "A", "b": "B"})}
    assert steps["[a]"] == "A"
    assert steps["ToLower([a])"] == "a"
    assert steps['[a] = "A"'] == "True"
    assert steps[compiled.steps({"a": "A"})[-1].text] == "a yes"
    assert "Left([b], 1)" not in steps


def test_function_names_are_found_in_any_case() -> None:
    assert signature_of("isnullorempty") is SIGNATURES["IsNullOrEmpty"]
    assert evaluate("TOLOWER([a])", {"a": "A"}).plain == "a"


def test_every_problem_of_practice_has_words() -> None:
    raised = re.compile(
        r'(?:Failure|ParseError|CheckError|EvaluationError)\(\s*"(\w+)"|"(?:error|warning)", "(\w+)", '
    )
    codes: set[str] = set()
    for path in Path(wizard.mapping.__file__).parent.rglob("*.py"):
        codes |= {first or second for first, second in raised.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 40
    assert [code for code in sorted(codes) if f"expression.{code}" not in known_codes()] == []
