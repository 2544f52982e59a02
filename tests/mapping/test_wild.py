"""Expressions from real tenants are parsed, or refused with a position and a reason; printing keeps
everything.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.mapping.corpora import EXAMPLES, WILD
from wizard.mapping.expression import ParseError, parse, to_lines, to_text
from wizard.mapping.expression.source import from_source, read_source, to_source, write_source
from wizard.messages import explain

GOOD = [pytest.param(item["expression"], id=item["id"]) for item in WILD if item["expected_to_parse"]]
GOOD += [pytest.param(item["expression"], id=item["id"]) for item in EXAMPLES if "table" not in item["id"]]
BAD = [pytest.param(item, id=item["id"]) for item in WILD if not item["expected_to_parse"]]


@pytest.mark.parametrize("text", GOOD)
def test_reads_prints_and_reads_the_same(text: str) -> None:
    node = parse(text)
    printed = to_text(node)
    assert parse(printed) == node
    assert to_text(parse(printed)) == printed
    assert parse(to_lines(node)) == node


@pytest.mark.parametrize("text", GOOD)
def test_survives_the_way_through_graph(text: str) -> None:
    node = parse(text)
    source = to_source(node)
    stored = write_source(source)
    assert read_source(stored) == source
    assert write_source(read_source(stored)) == stored
    assert to_text(from_source(read_source(stored))) == to_text(node)


@pytest.mark.parametrize("item", BAD)
def test_refuses_with_place_and_reason(item: dict[str, Any]) -> None:
    with pytest.raises(ParseError) as caught:
        parse(item["expression"])
    assert caught.value.position == item["position"]
    words = explain(caught.value.problem)
    assert caught.value.problem.code not in words.what
    assert words.do
    if "expression_corrected" in item:
        parse(item["expression_corrected"])
