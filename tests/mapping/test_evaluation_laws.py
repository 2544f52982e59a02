"""For any expression and person, evaluation ends in a result or in an error with a position."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.mapping.expression import (
    MAX_DEPTH,
    SIGNATURES,
    EvaluationContext,
    EvaluationOutcome,
    ExpressionError,
    check,
    compile_expression,
    parse,
    to_text,
)
from wizard.mapping.expression.source import from_source, read_source, to_source, write_source
from wizard.mapping.expression.tree import (
    AttributeNode,
    CallNode,
    Comparison,
    Concatenation,
    NameNode,
    Node,
    Number,
    TextNode,
)

TEXTS = [
    "",
    " ",
    "a",
    "Ab",
    "ß",
    "é",
    "𝒳y",
    "\ud800",
    "1",
    "-5",
    "12345678901234567890",
    "True",
    "false",
    "d",
    "ww",
]
TEXTS += [
    "2024-01-31",
    "2024-02-30",
    "9999-12-31T23:00:00-05:00",
    "1/2/2024 3:04:05 PM",
    "yyyy-MM-dd",
    "zzz",
    "%",
]
TEXTS += ["(", "(?<g>a)", "g", "$1", "a,b", ",", "SGVsbG8=", "CN=a,DC=b", "tr-TR"]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**19), 10**19),
    st.sampled_from(TEXTS),
    st.lists(st.sampled_from(TEXTS), max_size=3),
    st.floats(allow_nan=False),
    st.dictionaries(st.sampled_from(["displayName", "value"]), st.sampled_from(TEXTS), max_size=2),
    st.text(max_size=6),
)
PEOPLE = st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, max_size=3)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.sampled_from(["a", "b", "c"]).map(AttributeNode),
    st.sampled_from(TEXTS).map(TextNode),
    st.sampled_from(["0", "1", "2", "-1", "&HF", "99999999999999999999"]).map(Number),
    st.sampled_from(["vbTextCompare", "UTF8", "IgnoreAttributeFlow", "IgnoreObjectFlow"]).map(NameNode),
)


@st.composite
def calls(draw: st.DrawFn, operands: st.SearchStrategy[Node]) -> Node:
    signature = SIGNATURES[draw(st.sampled_from(sorted(SIGNATURES)))]
    parameters = list(signature.parameters)
    if signature.most is None:
        parameters += [parameters[-1]] * draw(st.integers(0, 2))
    if signature.name == "Switch" and len(parameters) % 2:
        parameters.append(parameters[-1])
    arguments = [draw(operands if item.required else st.none() | operands) for item in parameters]
    return CallNode(signature.name, tuple(arguments))


def _bigger(operands: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    simple = LEAVES | calls(operands)
    compared = st.builds(Comparison, st.sampled_from(["=", "<>", "<", ">="]), simple, simple)
    joined = st.tuples(simple, simple).map(Concatenation)
    return st.one_of(calls(operands), calls(operands), calls(st.one_of(operands, compared, joined)))


TREES = st.recursive(LEAVES, _bigger, max_leaves=12)


def outcome_of(node: Node, person: dict[str, Any], seed: int = 1) -> EvaluationOutcome | str:
    context = EvaluationContext(
        now=datetime(2026, 3, 9, tzinfo=UTC), random=random.Random(seed), existing={"a", "AB"}
    )
    try:
        return compile_expression(node).evaluate(person, context)
    except ExpressionError as error:
        return error.code


@given(TREES, PEOPLE)
@settings(max_examples=1500)
def test_evaluation_ends_in_an_outcome_or_an_error(node: Node, person: dict[str, Any]) -> None:
    first = outcome_of(node, person)
    assert outcome_of(node, person) == first
    check(node)
    if isinstance(first, EvaluationOutcome):
        assert first.kind == "uncertain" or first.certain
        compile_expression(node).steps(person)


@given(TREES, PEOPLE)
@settings(max_examples=300)
def test_printing_changes_no_outcome(node: Node, person: dict[str, Any]) -> None:
    again = parse(to_text(node))
    assert outcome_of(again, person) == outcome_of(node, person) or not isinstance(
        outcome_of(node, person), str
    )
    first, second = outcome_of(node, person), outcome_of(again, person)
    if isinstance(first, EvaluationOutcome) and isinstance(second, EvaluationOutcome):
        assert (first.plain, first.kind) == (second.plain, second.kind)


@given(TREES, PEOPLE)
@settings(max_examples=300)
def test_the_way_through_graph_changes_no_outcome(node: Node, person: dict[str, Any]) -> None:
    if isinstance(node, Number):
        return  # Graph stores numbers as text
    back = from_source(read_source(write_source(to_source(node))))
    first, second = outcome_of(node, person), outcome_of(back, person)
    if isinstance(first, EvaluationOutcome) and isinstance(second, EvaluationOutcome):
        assert (first.plain, first.kind) == (second.plain, second.kind)
    else:
        assert first == second


def test_the_deepest_expression_can_be_used_everywhere() -> None:
    node = parse('IIF([a] = "1", ' * MAX_DEPTH + '"x"' + ', "y")' * MAX_DEPTH)
    compiled = compile_expression(node)
    assert compiled.evaluate({"a": "1"}).value == "x"
    assert compiled.steps({"a": "1"})
    assert from_source(read_source(write_source(to_source(node)))) == node
