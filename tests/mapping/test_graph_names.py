"""Parameter names in exports of real jobs and in Graph's documentation."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.mapping.expression import parse
from wizard.mapping.expression.source import to_source, write_source


def keys(source: dict[str, Any]) -> list[str]:
    return [each["key"] for each in source["parameters"]]


def test_the_names_of_an_exported_condition() -> None:
    source = write_source(to_source(parse('IIF(IsPresent([mobile]), "yes", Not([accountEnabled]))')))
    assert keys(source)[0] == "one"
    assert keys(source["parameters"][0]["value"]) == ["source"]
    assert keys(source["parameters"][2]["value"]) == ["source"]


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ('Append([a], "x")', ["source", "suffix"]),
        ('Replace([a], "-", , , "_", , )', ["source", "Find", "Replacement"]),
        ("Mid([a], 1, 2)", ["source", "start", "length"]),
        ('Switch([a], , "x", "y")', ["source", "switchValue", "switchValue"]),
        ('Switch([a], "d", "x", "y")', ["source", "defaultValue", "switchValue", "switchValue"]),
        ('Join(" ", [a], [b])', ["separator", "source", "source"]),
        ("SingleAppRoleAssignment([appRoleAssignments])", ["source"]),
        ("IsNullOrEmpty([a])", ["source"]),
    ],
)
def test_documented_names(expression: str, names: list[str]) -> None:
    assert keys(write_source(to_source(parse(expression)))) == names


def test_names_of_a_tenant_come_first() -> None:
    told = {
        "iif": ("first", "second", "third"),
        "formatdatetime": ("source", "inputFormat", "outputFormat"),
    }
    source = write_source(to_source(parse('IIF([a] = "x", [b], [c])'), told))
    assert keys(source) == ["first", "second", "third"]
    date = write_source(to_source(parse('FormatDateTime([a], , "yyyy", "yy")'), told))
    assert keys(date) == ["source", "inputFormat", "outputFormat"]
