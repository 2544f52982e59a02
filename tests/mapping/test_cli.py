"""`evaluate` and `preview` on the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.answers import contract_broken
from tests.mapping.corpora import EXAMPLES, FOLDER, WILD
from wizard.cli import main

HEAD = {"schema": 1, "command": "evaluate", "problem": None}


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main([*arguments, "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert contract_broken(answer, code) == []
    return code, answer


@pytest.fixture
def person(tmp_path: Path) -> str:
    path = tmp_path / "ada.json"
    path.write_text(json.dumps({"givenName": "Zoë", "mails": ["a", "b"], "mail": None}), encoding="utf-8")
    return str(path)


def test_one_expression(capsys: pytest.CaptureFixture[str], person: str) -> None:
    code, answer = ask(capsys, "evaluate", "--expression", "ToUpper([givenName])", "--person", person)
    assert (code, answer) == (0, {**HEAD, "ok": True, "value": "ZOË", "type": "string", "error": None})
    assert ask(capsys, "evaluate", "--expression", "[mails]", "--person", person)[1]["value"] == ["a", "b"]
    assert ask(capsys, "evaluate", "--expression", "[mail]", "--person", person)[1] == {
        **HEAD,
        "ok": True,
        "value": None,
        "type": "null",
        "error": None,
    }


def test_a_fault_has_code_message_and_position(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = ask(capsys, "evaluate", "--expression", 'Join("", Lft([a], 1))')
    assert code == 1
    assert answer["ok"] is False
    assert answer["value"] is None
    assert answer["error"]["code"] == "expression.unknown_function"
    assert answer["error"]["position"] == 9
    assert "Left" in answer["error"]["message"]


def test_an_uncertain_value_is_not_ok(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = ask(capsys, "evaluate", "--expression", 'Split("a, b", ",")')
    assert (code, answer["ok"], answer["value"], answer["type"]) == (1, False, None, "uncertain")
    assert answer["error"]["code"] == "uncertain"
    assert answer["likely"] == ["a", " b"]


def test_expression_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO('ToUpper("é")\n'.encode())))
    assert ask(capsys, "evaluate", "--expression-stdin")[1]["value"] == "É"


def batch(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> list[dict[str, Any]]:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    assert main(["evaluate", "--batch"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [broken for answer in answers for broken in contract_broken(answer, 0)] == []
    return answers


def test_a_batch_answers_every_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [item for item in EXAMPLES if item["trust"] == "ok" and item["dialect"] == "app-provisioning"]
    lines = [
        json.dumps(
            {
                "id": item["id"],
                "expression": item["expression"],
                "person": item["inputs"],
                "now": item.get("now", "2025-07-30"),
                "target_existing": item.get("target_existing"),
            }
        )
        for item in chosen
    ]
    answers = batch(capsys, monkeypatch, lines)
    assert [(item["id"], item["ok"], item["value"]) for item in answers] == [
        (item["id"], True, item["expected"]) for item in chosen
    ]


def test_a_batch_can_parse_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        json.dumps({"id": item["id"], "expression": item["expression"], "parse_only": True})
        for item in WILD
    ]
    answers = batch(capsys, monkeypatch, lines)
    assert [item["ok"] for item in answers] == [item["expected_to_parse"] for item in WILD]
    for item in answers:
        assert item["ok"] or isinstance(item["error"]["position"], int)


def test_a_batch_survives_bad_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["nonsense", "[]", '{"id": 1}', '{"id": 2, "expression": "[a]", "now": 5}', "[" * 5000]
    lines += [
        "",
        '{"id": 3, "expression": "[a]", "person": null}',
        '{"id": 4, "expression": "\\"\\ud800\\""}',
        '{"id": 5, "expression": "[a]", "person": ["x"]}',
        '{"id": 6, "expression": "' + "a" * 2_500_000 + '"}',
        '{"id": 7, "expression": "' + "a" * 20_000 + '"}',
        '{"id": 8, "expression": "[a]", "person": {"a": [1, null]}}',
    ]
    answers = batch(capsys, monkeypatch, lines)
    assert [item["id"] for item in answers] == [None, None, 1, 2, None, 3, 4, 5, None, 7, 8]
    assert [item["ok"] for item in answers] == [False] * 5 + [True, True, False, False, False, True]
    assert [item["error"]["code"] for item in answers[7:10]] == [
        "mapping.input_unreadable",
        "mapping.input_unreadable",
        "expression.too_long",
    ]
    assert answers[-1]["value"] == [1, None]


def test_preview(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    user = {
        "id": "1",
        "userPrincipalName": "ada@contoso.com",
        "displayName": "Ada",
        "surname": "L",
        "accountEnabled": True,
    }
    person, account = tmp_path / "p.json", tmp_path / "a.json"
    person.write_text(json.dumps(user))
    account.write_text(json.dumps({"id": "7", "userName": "ada@contoso.com", "active": True}))
    schema = str(FOLDER / "playvox_schema.json")
    given = ["preview", "--person", str(person), "--schema", schema]
    code, answer = ask(capsys, *given)
    assert answer["method"] == "POST"
    assert answer["body"]["userName"] == "ada@contoso.com"
    assert next(item["target"] for item in answer["trace"]) == "userName"
    assert code == (0 if answer["ok"] else 1)
    _, answer = ask(capsys, *given, "--account", str(account), "--out-of-scope")
    assert (answer["action"], answer["method"], answer["path"]) == ("disable", "PATCH", "/Users/7")
    _, answer = ask(capsys, *given, "--account", str(account), "--compliant")
    added = {item["path"]: item["value"] for item in answer["body"]["Operations"] if item["op"] == "add"}
    assert added == {"displayName": "Ada", "name.familyName": "L", "name.formatted": "L"}
    assert main(given) in (0, 1)
    assert "POST /Users" in capsys.readouterr().out


def test_a_preview_shows_what_is_searched_for_and_what_finds_the_account(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    schema = json.loads((FOLDER / "playvox_schema.json").read_text())
    for row in schema["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]:
        if row["targetAttributeName"] == 'emails[type eq "work"].value':
            row["matchingPriority"] = 2
    user = {"id": "1", "userPrincipalName": "ada@contoso.com", "mail": "a.l@contoso.com"}
    account = {
        "id": "7",
        "userName": "old@contoso.com",
        "emails": [{"type": "work", "value": "A.L@contoso.com"}],
    }
    files = {"person": {**user, "accountEnabled": True}, "schema": schema, "account": account}
    given = ["preview"]
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content))
        given += [f"--{name}", str(tmp_path / name)]
    _, answer = ask(capsys, *given)
    first, second = answer["matches"]
    assert (first["attribute"], first["value"], first["found"]) == ("userName", "ada@contoso.com", False)
    assert (second["filter"], second["certain"]) == (
        'emails[type eq "work"].value eq "a.l@contoso.com"',
        True,
    )
    assert (second["found"], second["account"]) == (True, "7")
    _, answer = ask(capsys, *given[:-2])
    assert [match["found"] for match in answer["matches"]] == [False, False]
    (tmp_path / "account").write_text(json.dumps({**account, "userName": "ADA@contoso.com"}))
    _, answer = ask(capsys, *given)
    assert [match["found"] for match in answer["matches"]] == [True, None]
    main(given)
    said = capsys.readouterr().out
    assert 'Searched for userName eq "ada@contoso.com": the given account is found.' in said
    assert 'Not searched by emails[type eq "work"].value' in said


@pytest.mark.parametrize("content", ["", "[]", "{", "\x00"])
def test_files_that_cannot_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    code, answer = ask(capsys, "evaluate", "--expression", "[a]", "--person", str(path))
    assert (code, answer["error"]["code"]) == (2, "mapping.person_unreadable")
    code, answer = ask(capsys, "preview", "--person", str(path), "--schema", str(path))
    assert (code, answer["ok"]) == (2, False)
