"""The service's own implementation of the rules, compared with Microsoft's documentation, not with our
evaluator.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.mapping.corpora import EXAMPLES, context_of, load
from wizard.practice.service.body import CORE, ENTERPRISE, PATCH, create_body, patch_body
from wizard.practice.service.rules import read_mapping
from wizard.practice.service.scoping import evaluate_scope

WORK_MAIL = 'emails[type eq "work"].value'
NUMBER = f"{ENTERPRISE}:employeeNumber"


@pytest.mark.parametrize("case", [pytest.param(item, id=item["id"]) for item in load("scoping")["cases"]])
def test_scoping(case: dict[str, Any]) -> None:
    scope = {"groups": [{"name": "g", "clauses": [case["clause"]]}]}
    inside = evaluate_scope(scope, case["user"]).inside
    assert case["expected"] is None or inside is case["expected"]


def _values(expected: Any) -> Any:
    """Values sent for a documented result: the first of several, texts, and none for an empty one."""
    if isinstance(expected, list):
        expected = expected[0] if expected else None
    return None if expected in (None, "") else expected


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(item, id=item["id"])
        for item in EXAMPLES
        # SelectUniqueValue queries the target, which the service does not do for applications of this kind.
        if item["trust"] == "ok" and item["dialect"] == "app-provisioning" and "target_existing" not in item
    ],
)
def test_an_expression_mapping(example: dict[str, Any]) -> None:
    schema = {
        "synchronizationRules": [
            {
                "id": "1",
                "targetDirectoryName": "Playvox",
                "objectMappings": [
                    {
                        "enabled": True,
                        "sourceObjectName": "User",
                        "targetObjectName": "User",
                        "attributeMappings": [
                            {
                                "targetAttributeName": "nickName",
                                "matchingPriority": 1,
                                "source": {"type": "Function", "expression": example["expression"]},
                            }
                        ],
                    }
                ],
            }
        ]
    }
    (rule,) = read_mapping(schema).rules
    value = rule.value(example["inputs"], context_of(example).now)
    if example.get("expected_type") in ("ignored", "ignored-object"):
        assert value in (None, example["expected"])
    else:
        expected = _values(example["expected"])
        # A boolean is sent as one; the documentation prints it as a word.
        assert value == (expected == "True" if isinstance(value, bool) else expected)


def test_a_new_account() -> None:
    values = {
        "externalId": "0a21",
        "userName": "test@contoso.example",
        "active": True,
        WORK_MAIL: "test@mail.example",
        "name.formatted": "given family",
        "name.familyName": "family",
        "name.givenName": "given",
        "title": None,
    }
    assert create_body(values) == {
        "schemas": [CORE, ENTERPRISE],
        "externalId": "0a21",
        "userName": "test@contoso.example",
        "active": True,
        "emails": [{"primary": True, "type": "work", "value": "test@mail.example"}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": "given family", "familyName": "family", "givenName": "given"},
        "roles": [],
    }


SEVERAL = {
    "displayName": "Bjfe",
    WORK_MAIL: "x@y.example",
    "name.givenName": "Kkom",
    "name.familyName": "Unua",
    NUMBER: "Aklq",
}


@pytest.mark.parametrize(
    ("changes", "before", "compliant", "operations"),
    [
        ({"active": False}, True, False, [{"op": "Replace", "path": "active", "value": "False"}]),
        ({"active": False}, True, True, [{"op": "replace", "path": "active", "value": False}]),
        ({"nickName": "Babs"}, None, False, [{"op": "Add", "path": "nickName", "value": "Babs"}]),
        ({"nickName": "Babs"}, None, True, [{"op": "add", "path": "nickName", "value": "Babs"}]),
        (SEVERAL, "x", False, [{"op": "Replace", "path": k, "value": v} for k, v in SEVERAL.items()]),
        (
            SEVERAL,
            "x",
            True,
            [
                {"op": "replace", "path": WORK_MAIL, "value": "x@y.example"},
                {"op": "replace", "value": {k: v for k, v in SEVERAL.items() if k != WORK_MAIL}},
            ],
        ),
    ],
)
def test_changes_in_both_dialects(
    changes: dict[str, Any], before: Any, compliant: bool, operations: list[dict[str, Any]]
) -> None:
    body = patch_body(changes, dict.fromkeys(changes, before), compliant=compliant)
    assert body == {"schemas": [PATCH], "Operations": operations}
    assert json.loads(json.dumps(body)) == body
