"""Text from outside has any length; what is said about it has not."""

from __future__ import annotations

from wizard.cli.output import problem_json
from wizard.messages import explain
from wizard.problem import Problem

LONG = "start" + "k" * 900_000 + "end"


def test_facts_are_cut_in_the_middle() -> None:
    words = explain(Problem("config_unknown_key", {"file": "a.toml", "field": LONG}))
    assert len(words.what) < 3_000
    assert "start" in words.what
    assert "end" in words.what


def test_json_is_bounded_too() -> None:
    problem = Problem("config_bad_value", {"field": LONG, "why": LONG}, LONG, field=LONG)
    answer = problem_json(problem)
    assert sum(len(str(each)) for each in answer.values()) < 40_000
