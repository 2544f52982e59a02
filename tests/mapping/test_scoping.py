"""Scoping filters: documented cases, laws of their algebra, and Graph's own format."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.corpora import load
from tests.mapping.foreign_json import JSON
from wizard.mapping.scoping import (
    OPERATORS,
    Clause,
    Filter,
    FilterGroup,
    ScopeReason,
    holds,
    in_scope,
    operator_of,
    passes,
    read_filter,
    split,
    write_filter,
)
from wizard.messages.explanation import known_codes

CASES = load("scoping")


@pytest.mark.parametrize("case", [pytest.param(item, id=item["id"]) for item in CASES["cases"]])
def test_documented_cases(case: dict[str, Any]) -> None:
    scope = read_filter({"groups": [{"name": "g", "clauses": [case["clause"]]}]})
    verdict = in_scope(scope, case["user"])
    if case["expected"] is None:
        assert not verdict.certain
    else:
        assert verdict.holds is case["expected"]


@pytest.mark.parametrize("documented", CASES["operators"], ids=lambda item: item["name"])
def test_every_documented_operator_is_known(documented: dict[str, Any]) -> None:
    operator = operator_of(documented["name"])
    assert operator is not None
    if documented["arity"] in ("Binary", "Unary"):
        assert operator.arity == documented["arity"]
    if documented["supportedAttributeTypes"]:
        assert sorted(operator.types) == sorted(documented["supportedAttributeTypes"])


@pytest.mark.parametrize(
    ("operator", "operand", "value", "expected"),
    [
        ("EQUALS", "a", "a", True),
        ("EQUALS", "a", "A", False),
        ("EQUALS", "5", 5, True),
        ("NOT EQUALS", "a", "A", True),
        ("NOT EQUALS", "a", "a", False),
        ("IS NULL", None, "", True),
        ("IS NULL", None, "x", False),
        ("IS NOT NULL", None, None, False),
        ("IS TRUE", None, True, True),
        ("IS TRUE", None, "True", True),
        ("IS TRUE", None, None, False),
        ("IS FALSE", None, False, True),
        ("IS FALSE", None, None, False),  # a missing value is not false
        ("Greater_Than", "9", "10", True),
        ("Greater_Than", "10", "10", False),
        ("Greater_Than_OR_EQUALS", "10", 10, True),
        ("Includes", "anage", "Manager", True),
        ("Includes", "manager", "Manager", False),
        ("ENDS_WITH", ".com", "a.com", True),
        ("ENDS_WITH", ".com", "a.org", False),
        ("REGEX MATCH", "^a.*z$", "abcz", True),
        ("NOT REGEX MATCH", "^a.*z$", "abc", True),
        ("NOT REGEX MATCH", "^a.*z$", "", False),
        ("not equals", "a", "b", True),
    ],
)
def test_certain_answers(operator: str, operand: str | None, value: Any, expected: bool) -> None:
    clause = Clause("x", operator, () if operand is None else (operand,))
    verdict = holds(clause, {"x": value})
    assert verdict.certain
    assert verdict.holds is expected


@pytest.mark.parametrize(
    ("attribute", "operator", "operand", "value", "reason"),
    [
        ("x", "NOT EQUALS", "a", None, ScopeReason.NULL_NOT_EQUAL),
        ("x", "REGEX MATCH", "b", "abc", ScopeReason.ANCHORS),
        ("x", "NOT REGEX MATCH", "b", "abc", ScopeReason.ANCHORS),
        ("x", "REGEX MATCH", "(", "abc", ScopeReason.PATTERN),
        ("x", "ENDS_WITH", ".COM", "a.com", ScopeReason.LETTER_CASE),
        ("x", "Greater_Than", "9", "many", ScopeReason.NOT_AN_INTEGER),
        ("x", "&", "a", "a", ScopeReason.NOT_PREVIEWABLE),
        ("x", "SOUNDS LIKE", "a", "a", ScopeReason.UNKNOWN_OPERATOR),
        ("x", "EQUALS", "a", ["a", "b"], ScopeReason.SEVERAL_VALUES),
        ("x", "EQUALS", "True", True, ScopeReason.TYPE),
        ("manager", "EQUALS", "a", "a", ScopeReason.UNUSABLE_ATTRIBUTE),
        ("x", "IS TRUE", "", "perhaps", ScopeReason.TYPE),
    ],
)
def test_uncertain_answers_name_their_reason(
    attribute: str, operator: str, operand: str, value: Any, reason: ScopeReason
) -> None:
    verdict = holds(Clause(attribute, operator, (operand,)), {attribute: value})
    assert verdict.reasons == (reason,)
    assert f"scope.{reason.value}" in known_codes()


NAMES = st.sampled_from(["a", "b", "manager"])
CLAUSES = st.builds(
    Clause,
    NAMES,
    st.sampled_from([item.name for item in OPERATORS] + ["NOPE"]),
    st.lists(st.sampled_from(["", "1", "2", "x", "X", "True", "x+", "("]), max_size=2).map(tuple),
)
GROUPS = st.builds(FilterGroup, st.sampled_from(["", "g"]), st.lists(CLAUSES, max_size=3).map(tuple))
FILTERS = st.builds(Filter, st.lists(GROUPS, max_size=3).map(tuple))
VALUES = st.sampled_from([None, "", "1", 1, "x", "X", "xx", True, False, ["x"], "True"])
PEOPLE = st.fixed_dictionaries({"a": VALUES, "b": VALUES, "manager": VALUES})


@given(FILTERS, PEOPLE)
def test_no_groups_let_everyone_through(scope: Filter, person: dict[str, Any]) -> None:
    assert in_scope(None, person).holds
    assert in_scope(Filter(), person).holds
    assert in_scope(scope, person) == in_scope(scope, person)


@given(FILTERS, PEOPLE)
def test_order_and_repetition_do_not_matter(scope: Filter, person: dict[str, Any]) -> None:
    turned = Filter(tuple(replace(group, clauses=group.clauses[::-1]) for group in scope.groups[::-1]))
    twice = Filter(scope.groups * 2)
    for other in (turned, twice):
        answer = in_scope(other, person)
        assert (answer.holds, answer.certain) == (
            in_scope(scope, person).holds,
            in_scope(scope, person).certain,
        )


@given(FILTERS, GROUPS, PEOPLE)
def test_another_group_only_widens_a_filter(
    scope: Filter, group: FilterGroup, person: dict[str, Any]
) -> None:
    if scope.groups and in_scope(scope, person).holds:
        assert in_scope(Filter((*scope.groups, group)), person).holds


@given(GROUPS, CLAUSES, PEOPLE)
def test_another_clause_only_narrows_a_group(
    group: FilterGroup, clause: Clause, person: dict[str, Any]
) -> None:
    if passes(FilterGroup("", (*group.clauses, clause)), person).holds:
        assert passes(group, person).holds


@given(FILTERS, PEOPLE)
def test_a_filter_is_some_group_and_a_group_is_all_clauses(scope: Filter, person: dict[str, Any]) -> None:
    each = [all(holds(clause, person).holds for clause in group.clauses) for group in scope.groups]
    assert in_scope(scope, person).holds is (any(each) or not each)


@given(st.sampled_from(["1", "x", "x+"]), VALUES)
def test_a_value_fails_a_test_and_its_opposite_only_when_empty(operand: str, value: Any) -> None:
    person = {"a": value}
    for yes, no in (
        ("EQUALS", "NOT EQUALS"),
        ("REGEX MATCH", "NOT REGEX MATCH"),
        ("IS NULL", "IS NOT NULL"),
    ):
        first, second = (
            holds(Clause("a", yes, (operand,)), person),
            holds(Clause("a", no, (operand,)), person),
        )
        assert not (first.holds and second.holds)
        if first.certain and second.certain and value not in (None, ""):
            assert first.holds or second.holds


@given(FILTERS)
def test_reading_what_was_written_gives_the_filter_back(scope: Filter) -> None:
    stored = write_filter(scope)
    assert read_filter(stored) == scope
    assert write_filter(read_filter(stored)) == stored


CLAUSE_JSON = st.fixed_dictionaries(
    {},
    optional={"sourceOperandName": JSON, "operatorName": JSON, "targetOperand": JSON, "x": JSON},
)
FILTER_JSON = st.fixed_dictionaries(
    {},
    optional={
        "groups": JSON
        | st.lists(
            st.fixed_dictionaries({"clauses": st.lists(CLAUSE_JSON | JSON, max_size=2), "y": JSON}),
            max_size=2,
        ),
        "inputFilterGroups": JSON,
    },
)


@given(FILTER_JSON, PEOPLE)
def test_foreign_json_is_kept_and_cannot_break_anything(
    data: dict[str, Any], person: dict[str, Any]
) -> None:
    scope = read_filter(data)
    assert scope is not None
    in_scope(scope, person)
    assert write_filter(scope) == data


def test_a_split_counts_everybody_once() -> None:
    scope = Filter((FilterGroup("g", (Clause("a", "REGEX MATCH", ("x",)),)),))
    found = split(scope, [{"a": "x"}, {"a": "y"}, {"a": "axb"}, {"a": None}])
    assert (found.inside, found.outside, found.uncertain) == ((0,), (1, 3), (2,))
    assert split(None, [{}]).inside == (0,)


def test_a_change_keeps_what_it_does_not_touch() -> None:
    clause = {
        "sourceOperandName": "a",
        "operatorName": "EQUALS",
        "targetOperand": {"values": ["x"]},
        "new": 1,
    }
    data = {"groups": [{"name": "g", "clauses": [clause], "z": 2}], "inputFilterGroups": [{"name": "i"}]}
    scope = read_filter(data)
    assert scope is not None
    changed = replace(scope.groups[0].clauses[0], values=("y",))
    stored = write_filter(replace(scope, groups=(replace(scope.groups[0], clauses=(changed,)),)))
    assert stored is not None
    assert stored["inputFilterGroups"] == [{"name": "i"}]
    assert stored["groups"][0]["z"] == 2
    assert stored["groups"][0]["clauses"] == [{**clause, "targetOperand": {"values": ["y"]}}]


@pytest.mark.parametrize("kind", ["inputFilterGroups", "categoryFilterGroups"])
def test_a_filter_beside_the_groups_makes_everybody_let_in_uncertain(kind: str) -> None:
    clause = {"sourceOperandName": "a", "operatorName": "EQUALS", "targetOperand": {"values": ["x"]}}
    for groups in ([], [{"name": "g", "clauses": [clause]}]):
        plain, beside = (
            read_filter({"groups": groups, kind: []}),
            read_filter({"groups": groups, kind: [{}]}),
        )
        assert in_scope(plain, {"a": "x"}).certain
        assert in_scope(beside, {"a": "x"}).holds
        assert in_scope(beside, {"a": "x"}).reasons == (ScopeReason.EARLY_FILTER,)
    assert in_scope(beside, {"a": "y"}) == in_scope(plain, {"a": "y"}), "who is kept out stays out"
