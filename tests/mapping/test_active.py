"""Whether a mapping of `active` removes access from everyone who leaves, and from nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.mapping.test_body import SCHEMA, mapped, users
from wizard.mapping.active_mapping import judge_active
from wizard.mapping.mapper import Mapper

SALES = {"department": "Sales", "accountEnabled": True}
OTHERS = {"department": "Finance", "accountEnabled": True}


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ('Switch([IsSoftDeleted], , "False", "True", "True", "False")', None),
        ("Not([IsSoftDeleted])", None),
        ('IIF([IsSoftDeleted] = "True", "False", "True")', None),
        ('Switch([IsSoftDeleted], , "false", "true", "true", "false")', "active_never_false"),
        ('Switch([IsSoftDeleted], "True", "true", "False")', "active_never_false"),
        ("[IsSoftDeleted]", "active_never_false"),
        ('"True"', "active_never_false"),
        ('"Yes"', "active_never_false"),
        ("[accountEnabled]", "active_ignores_scope"),
        ('Switch([accountEnabled], "False", "True", "True")', "active_ignores_scope"),
        ('"False"', "active_never_true"),
        ('CDate("never")', "active_never_false"),
    ],
)
def test_what_is_surely_wrong_for_everybody(expression: str, problem: str | None) -> None:
    verdict = judge_active(Mapper.of(mapped("active", expression)))
    assert (verdict.problem, verdict.person) == (problem, "")


@pytest.mark.parametrize("flow_type", ["ObjectAddOnly", "AttributeAddOnly", "ValueAddOnly"])
def test_a_mapping_that_does_not_always_apply(flow_type: str) -> None:
    row = users().mapping_to("active")
    assert row is not None
    mapping = users().with_mapping(replace(row, flow_type=flow_type))
    verdict = judge_active(Mapper.of(SCHEMA.with_object_mapping(users(), mapping)))
    assert verdict.problem == "active_never_false"


def test_active_is_not_mapped() -> None:
    schema = SCHEMA.with_object_mapping(users(), users().without("active"))
    assert judge_active(Mapper.of(schema)).problem == "active_not_mapped"


def test_what_depends_on_more_is_tried_on_people() -> None:
    expression = 'Switch([department], Not([IsSoftDeleted]), "Sales", "True")'
    mapper = Mapper.of(mapped("active", expression))
    nobody = judge_active(mapper)
    assert (nobody.problem, nobody.certain) == (None, False)
    found = judge_active(mapper, {"Ada": OTHERS, "Kai": SALES})
    assert (found.problem, found.person) == ("active_never_false", "Kai")
