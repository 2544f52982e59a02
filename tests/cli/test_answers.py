"""Every JSON answer is what its schema says: results, problems, wrong use, cancel and defect.

`Ran.json` compares every answer that the other tests of the command line read, too.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from build.answer_schemas import ANSWERS
from tests.cli.answers import contract_broken
from tests.cli.conftest import CONFIG, Run, Served
from tests.cli.programs import ROOT
from tests.mapping.corpora import FOLDER
from wizard.cli import COMMANDS, main
from wizard.cli.answers.envelope import Envelope

JSON_COMMANDS = {name for name, answer in ANSWERS.items() if answer is not Envelope}
# One complete call of each subcommand, so that only what the test wants goes wrong.
CALLS = {
    "status": ["status"],
    "watch": ["watch", "--once"],
    "report": ["report"],
    "plan": ["plan"],
    "plan list": ["plan", "list"],
    "plan show": ["plan", "show", "plan.jsonl"],
    "plan compare": ["plan", "compare", "plan.jsonl"],
    "quality": ["quality"],
    "why": ["why", "ana@contoso.example"],
    "people list": ["people", "list"],
    "people assign": ["people", "assign", "ana@contoso.example"],
    "people unassign": ["people", "unassign", "ana@contoso.example"],
    "mappings list": ["mappings", "list"],
    "mappings set": ["mappings", "set", "userName", "--value", "mail"],
    "mappings reset": ["mappings", "reset"],
    "mappings preview": ["mappings", "preview", "ana@contoso.example"],
    "scope show": ["scope", "show"],
    "scope filter": ["scope", "filter", "--remove"],
    "scope count": ["scope", "count"],
    "provision": ["provision", "ana@contoso.example"],
    "key show": ["key", "show"],
    "key rotate": ["key", "rotate"],
    "key restore": ["key", "restore"],
    "key reminder": ["key", "reminder", "key.ics"],
    "relink": ["relink", "ana@contoso.example"],
    "restart": ["restart"],
    "explain": ["explain"],
    "apply": ["apply", "--config", "setup.toml"],
    "check": ["check", "setup.toml"],
    "drift": ["drift", "--config", "setup.toml"],
    "export": ["export"],
    "logs": ["logs"],
    "history": ["history"],
    "undo": ["undo", "1"],
    "journal": ["journal"],
    "bundle": ["bundle"],
    "test": ["test", "--url", "acme"],
    "preview": ["preview", "--person", "person.json", "--schema", "schema.json"],
    "evaluate": ["evaluate", "--expression", "[a]"],
    "updates": ["updates", "--check"],
    "practice serve": ["practice", "serve"],
    "practice people": ["practice", "people", "--practice", "none.json"],
    "practice change": [
        "practice",
        "change",
        "ana@contoso.example",
        "--disable",
        "--practice",
        "none.json",
    ],
    "practice cycle": ["practice", "cycle", "--practice", "none.json"],
}


def answer_of(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The one JSON object on standard output."""
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_every_subcommand_has_a_schema() -> None:
    assert {name.split()[0] for name in JSON_COMMANDS} == set(COMMANDS)
    assert set(CALLS) == JSON_COMMANDS


@pytest.mark.timeout(300)
def test_results(run: Run, served: Served, config: Path, tmp_path: Path) -> None:
    person = tmp_path / "person.json"
    person.write_text(json.dumps({"id": "1", "userPrincipalName": "ana@contoso.example"}))
    practice = ("--practice", served.file)
    plan = tmp_path / "plan.jsonl"
    calls: list[tuple[str, tuple[object, ...], tuple[int, ...]]] = [
        ("check", (config,), (0,)),
        ("apply", ("--config", config, *practice), (1,)),
        ("apply", ("--config", config, "--yes", *practice), (0,)),
        ("apply", ("--config", config, "--yes", *practice), (0,)),
        ("drift", ("--config", config, *practice), (0,)),
        ("status", practice, (0, 1)),
        ("watch", ("--once", *practice), (0, 1)),
        ("report", practice, (0,)),
        ("export", practice, (0,)),
        ("history", (), (0,)),
        ("logs", practice, (0, 1)),
        ("journal", (), (0,)),
        ("undo", ("1", *practice), (2,)),
        ("plan", ("--output", plan, *practice), (0,)),
        ("plan", ("list",), (0,)),
        ("plan", ("show", plan), (0,)),
        ("plan", ("compare", plan, *practice), (0, 1)),
        ("quality", practice, (0, 1)),
        ("why", ("ana@contoso.example", *practice), (0, 1)),
        ("people", ("list", *practice), (0,)),
        ("people", ("assign", "cher@contoso.example", *practice), (1,)),
        ("people", ("unassign", "ana@contoso.example", *practice), (1,)),
        ("mappings", ("list", *practice), (0,)),
        ("mappings", ("reset", *practice), (0, 1)),
        ("mappings", ("preview", "ana@contoso.example", *practice), (0, 1)),
        ("scope", ("show", *practice), (0,)),
        ("scope", ("count", *practice), (0, 1)),
        ("provision", ("ana@contoso.example", *practice), (1,)),
        ("relink", ("ana@contoso.example", *practice), (1, 2)),
        ("key", ("show", *practice), (0,)),
        ("key", ("rotate", *practice), (2,)),
        ("key", ("restore", *practice), (0,)),
        ("key", ("reminder", tmp_path / "key.ics", *practice), (0,)),
        ("restart", practice, (1,)),
        ("practice", ("people", "ana", *practice), (0,)),
        ("practice", ("change", "ana@contoso.example", "--disable", *practice), (0,)),
        ("practice", ("cycle", *practice), (0,)),
        ("explain", (), (3,)),
        ("bundle", (), (0,)),
        ("test", practice, (0, 1)),
        ("updates", (), (0,)),
        ("evaluate", ("--expression", "[a]"), (0,)),
        ("evaluate", ("--expression", 'Split("a, b", ",")'), (1,)),
        ("preview", ("--person", person, "--schema", FOLDER / "playvox_schema.json"), (0, 1)),
        ("preview", ("--person", tmp_path / "none", "--schema", person), (2,)),
    ]
    seen = set()
    for name, arguments, codes in calls:
        answer = run(name, *arguments, "--json")
        assert answer.code in codes, (name, answer.out, answer.err)
        assert answer.json["schema"] == 1  # `json` compares all of it with the schema
        seen.add(answer.json["command"])
    assert contract_broken({**served.line, "problem": None}, 0) == []
    assert seen | {"practice serve", "mappings set", "scope filter"} == JSON_COMMANDS


@pytest.mark.parametrize("command", sorted(JSON_COMMANDS))
def test_wrong_use(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CALLS[command], "--json", "--nonsense"]) == 3
    answer = answer_of(capsys)
    assert contract_broken(answer, 3) == []
    assert answer["problem"]["code"] == "usage.unknown_flag"


def test_wrong_use_without_a_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in (["--json"], ["nonsense", "--json"], ["--json", "--verison"]):
        assert main(typed) == 3
        answer = answer_of(capsys)
        assert contract_broken(answer, 3) == []
        assert answer["command"] == ""


Failing = Callable[[], None]


def stopped() -> None:
    raise asyncio.CancelledError


def interrupted() -> None:
    raise KeyboardInterrupt


def broken() -> None:
    raise RuntimeError("on purpose")


@pytest.mark.parametrize("command", sorted(JSON_COMMANDS))
@pytest.mark.parametrize(
    ("failing", "code", "problem"),
    [
        (stopped, 4, "command_stopped"),
        (interrupted, 4, "command_stopped"),
        (broken, 5, "command_defect"),
    ],
)
def test_cancel_and_defect(
    command: str,
    failing: Failing,
    code: int,
    problem: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def run(_args: object) -> int:
        failing()
        return 0

    monkeypatch.setattr("wizard.cli.load", lambda _name: SimpleNamespace(run=run))
    assert main([*CALLS[command], "--json"]) == code
    shown = capsys.readouterr()
    answer = json.loads(shown.out)
    assert contract_broken(answer, code) == []
    assert (answer["command"], answer["problem"]["code"]) == (command, problem)
    assert ("Traceback" in shown.err) == (code == 5)
    assert "Traceback" not in shown.out


@pytest.mark.parametrize(
    "command", sorted(JSON_COMMANDS - {"history", "journal", "plan list", "practice serve"})
)
def test_problems(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("setup.toml").write_text("[" if command == "check" else CONFIG)
    offline = command in ("check", "evaluate", "preview", "plan show")
    more = [] if offline else ["--practice", "none.json", "--data-folder", "data"]
    if command == "evaluate":
        more = ["--person", "none.json"]
    elif command == "bundle":
        more.append("--refresh")
    code = main([*CALLS[command], *more, "--json"])
    assert code in (2, 3)
    answer = answer_of(capsys)
    assert contract_broken(answer, code) == []
    assert answer["command"] == command
    for text in ("Errno", "pydantic", "Traceback"):
        assert text not in json.dumps(answer)


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "--expression-stdin", "--json"),
        ("evaluate", "--expression", "Jion([a])", "--json"),
        ("check", "FILE", "--json"),
        ("statsu", "--json"),
        ("history", "--json"),
    ],
    ids=" ".join,
)
def test_an_answer_has_the_same_bytes_in_every_locale(arguments: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "setup.toml"
    file.write_text('[playvox]\n"größe → 日本" = 1\n', encoding="utf-8")
    typed = [str(file) if each == "FILE" else each for each in arguments]
    seen = set()
    for language, encoding in (
        ("C", "ascii"),
        ("C.UTF-8", "utf-8"),
        ("de_DE.UTF-8", "cp1252"),
        ("tr_TR.UTF-8", "utf-8"),
        ("ja_JP.UTF-8", "shift_jis"),
    ):
        environment = {**os.environ, "LC_ALL": language, "LANG": language, "PYTHONIOENCODING": encoding}
        more = ["--data-folder", str(tmp_path)] if arguments[0] == "history" else []
        done = subprocess.run(
            [sys.executable, "-m", "wizard", *typed, *more],
            cwd=ROOT,
            env={**environment, "LANGUAGE": "de"},
            input='"é “→” 日本 😀"'.encode(),
            capture_output=True,
            timeout=60,
        )
        seen.add(done.stdout)
    assert len(seen) == 1
    assert json.loads(seen.pop())["schema"] == 1
