"""Every documented example gives the documented value or, where the documentation contradicts itself, no
value that is shown as certain.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.mapping.corpora import EXAMPLES, context_of
from wizard.mapping.expression import EvaluationError, ExpressionError, evaluate

# Entra Connect Sync's own two-argument form; app provisioning documents four arguments.
OTHER_PRODUCT = {("connect-sync", "FormatDateTime")}
DOCS = Path(__file__).parents[2] / "docs" / "expressions.md"


def _with(trust: str) -> list[Any]:
    chosen = [item for item in EXAMPLES if item["trust"] == trust]
    assert chosen
    return [pytest.param(item, id=item["id"]) for item in chosen]


@pytest.mark.parametrize("example", _with("ok"))
def test_trusted_examples_give_the_documented_value(example: dict[str, Any]) -> None:
    if (example["dialect"], example["function"]) in OTHER_PRODUCT:
        with pytest.raises(ExpressionError) as caught:
            evaluate(example["expression"], example["inputs"], context_of(example))
        assert caught.value.code == "argument_count"
        return
    outcome = evaluate(example["expression"], example["inputs"], context_of(example))
    assert outcome.certain, outcome.uncertainties
    assert outcome.plain == example["expected"]
    assert outcome.kind == example.get("expected_type", outcome.kind)


@pytest.mark.parametrize("example", _with("ambiguous"))
def test_examples_that_contradict_other_pages_are_uncertain(example: dict[str, Any]) -> None:
    outcome = evaluate(example["expression"], example["inputs"], context_of(example))
    assert not outcome.certain
    assert outcome.kind == "uncertain"
    assert all(item.problem.code.startswith("uncertain.") for item in outcome.uncertainties)


@pytest.mark.parametrize("example", [item for item in _with("suspect") if "literal" in item.values[0]])
def test_suspect_examples_follow_the_rules_instead_of_the_printed_result(example: dict[str, Any]) -> None:
    literal = example["literal"]
    if isinstance(literal, str) and literal.startswith("!!"):
        with pytest.raises(EvaluationError) as caught:
            evaluate(example["expression"], example["inputs"], context_of(example))
        assert caught.value.code == "date_mismatch"
        return
    outcome = evaluate(example["expression"], example["inputs"], context_of(example))
    if literal == "IGNORED":
        assert outcome.kind == "ignored"
    else:
        assert outcome.plain == literal


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(item, id=item["id"])
        for item in EXAMPLES
        if "expression_corrected" in item or "inputs_corrected" in item
    ],
)
def test_corrected_examples_give_the_printed_result(example: dict[str, Any]) -> None:
    expression = example.get("expression_corrected", example["expression"])
    outcome = evaluate(expression, example.get("inputs_corrected", example["inputs"]), context_of(example))
    assert outcome.certain
    assert outcome.plain == example["expected"]


def test_every_doubtful_example_is_explained_in_the_docs() -> None:
    text = DOCS.read_text(encoding="utf-8")
    missing = [item["id"] for item in EXAMPLES if item["trust"] != "ok" and f"`{item['id']}`" not in text]
    assert missing == []
