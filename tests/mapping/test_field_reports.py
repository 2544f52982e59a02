"""Cases like those that administrators reported, through the same code paths.

The plan's cases of these kinds are in tests/plan, Playvox's and Graph's answers in tests/steps/mappings.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.mapping.corpora import load
from wizard.cli import main
from wizard.entra.logs import entry
from wizard.mapping.expression import parse
from wizard.mapping.expression.source import to_source, write_source
from wizard.mapping.person import source_person
from wizard.mapping.scoping import in_scope, read_filter
from wizard.practice.service.person import attributes
from wizard.practice.service.scoping import evaluate_scope
from wizard.steps.base.sentences import log_sentence

DATA = Path(__file__).parents[1] / "data" / "field_mappings.json"
CASES: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))
PERSON = {
    "id": "5c1f",
    "userPrincipalName": "kai@contoso.com",
    "displayName": "Kai Okafor",
    "givenName": "Kai",
    "surname": "Okafor",
    "mail": "kai@contoso.com",
    "mailNickname": "kai",
    "accountEnabled": True,
}
ACCOUNT = {
    "id": "77",
    "userName": "kai@contoso.com",
    "displayName": "Kai Okafor",
    "name": {"givenName": "Kai", "familyName": "Okafor", "formatted": "Kai Okafor"},
    "emails": [{"type": "work", "primary": True, "value": "kai@contoso.com"}],
    "externalId": "kai",
}


def of_kind(kind: str) -> list[Any]:
    found = [pytest.param(case, id=case["about"]) for case in CASES if case["kind"] == kind]
    assert found
    return found


def test_every_kind_is_there() -> None:
    assert {case["kind"] for case in CASES} == {"evaluate", "preview", "scope", "log", "schema"}


@pytest.mark.parametrize("case", of_kind("evaluate"))
def test_values(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = tmp_path / "person.json"
    person.write_text(json.dumps(case["person"]))
    main(["evaluate", "--expression", case["expression"], "--person", str(person), "--json"])
    answer = json.loads(capsys.readouterr().out)
    if "uncertain" in case:
        assert (answer["type"], answer["likely"]) == ("uncertain", case["uncertain"])
    else:
        assert (answer["ok"], answer["value"]) == (True, case["value"])


def schema_of(case: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = load("playvox_schema")
    mapping = data["synchronizationRules"][0]["objectMappings"][0]
    for target, expression in case.get("changes", ()):
        rows = [row for row in mapping["attributeMappings"] if row["targetAttributeName"] != target]
        if expression is not None:
            source = write_source(to_source(parse(expression)))
            rows.append({"targetAttributeName": target, "source": source, "flowType": "Always"})
        mapping["attributeMappings"] = rows
    for name in case.get("several", ()):
        definition = {"name": name, "type": "String", "multivalued": True}
        data["directories"][1]["objects"][0]["attributes"].append(definition)
    return data


@pytest.mark.parametrize("case", of_kind("preview"))
def test_requests(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"person": {**PERSON, **case.get("person", {})}, "schema": schema_of(case)}
    if "account" in case:
        files["account"] = {**ACCOUNT, **case["account"]}
    given = ["preview", "--json", *case.get("flags", ())]
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content))
        given += [f"--{name}", str(tmp_path / name)]
    code = main(given)
    answer = json.loads(capsys.readouterr().out)
    assert code == case.get("code", 0)
    if "why" in case:
        assert (answer["why"]["code"], answer["body"]) == (case["why"], None)
    assert case.get("says", "") in answer["why"]["message"]
    if "member" in case:
        name, value = case["member"]
        assert answer["body"][name] == value
    if "operation" in case:
        assert answer["body"]["Operations"] == [case["operation"]]


@pytest.mark.parametrize("case", of_kind("scope"))
def test_scoping(case: dict[str, Any]) -> None:
    name, operator, *values = case["clause"]
    clause = {
        "sourceOperandName": name,
        "operatorName": operator,
        "targetOperand": {"values": values},
    }
    scope = {"groups": [{"name": "one", "clauses": [clause]}]}
    user = {**PERSON, **case["person"]}
    verdict = in_scope(read_filter(scope), source_person(user))
    assert (verdict.holds if verdict.certain else None) is case["inside"]
    if verdict.certain:
        assert evaluate_scope(scope, attributes(user, (), soft_deleted=False)).inside is case["inside"]


@pytest.mark.parametrize("case", of_kind("log"))
def test_logs(case: dict[str, Any]) -> None:
    error = {"errorCode": case["code"], "reason": case["reason"]}
    info = {"status": "failure", "errorInformation": error}
    assert log_sentence(entry({"id": "1", "provisioningStatusInfo": info})) == case["says"]


@pytest.mark.parametrize("case", of_kind("schema"))
def test_names_of_parameters(case: dict[str, Any]) -> None:
    first = write_source(to_source(parse(case["expression"])))["parameters"][0]
    assert (first["key"], first["value"]["parameters"][0]["key"]) == (case["first"], case["inner"])
