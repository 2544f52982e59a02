"""No output fails because of an encoding: redirected output has a code page on Windows, and is ASCII in
the locale C.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli import code_pages
from tests.cli.conftest import CONFIG, Run, Served
from tests.cli.programs import ROOT
from tests.mapping.corpora import FOLDER
from wizard.cli import COMMANDS
from wizard.cli.config import Config, escaped, read_config, write_config
from wizard.cli.streams import accept_every_letter

NAME = "Playvox é “→” 日本 😀"
"""A character of cp1252, one outside it, and one that needs two UTF-16 units."""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "setup → é.toml"
    file.write_text(CONFIG.replace('name = "Playvox"', f'name = "{NAME}"'), encoding="utf-8")
    return file


def test_every_subcommand_answers(run: Run, served: Served, config: Path, tmp_path: Path) -> None:
    practice = ("--practice", served.file)
    needed = {
        "apply": ("--config", config, "--yes", *practice),
        "drift": ("--config", config, *practice),
        "undo": ("1", "--dry-run", *practice),
        "plan": practice,
        "quality": practice,
        "test": practice,
        "status": practice,
        "watch": ("--once", *practice),
        "report": ("--output", tmp_path / "report → é.html", *practice),
        "export": practice,
        "bundle": practice,
        "history": (),
        "journal": (),
        "restart": ("--dry-run", *practice),
        "key": ("show", *practice),
        "relink": ("ana@contoso.example", "--dry-run", *practice),
        "people": ("list", *practice),
        "logs": practice,
        "mappings": ("list", *practice),
        "scope": ("show", *practice),
        "provision": ("ana@contoso.example", "--dry-run", *practice),
        "explain": (),
        "why": ("ana@contoso.example", *practice),
        "check": (config,),
        "evaluate": ("--expression", f'"{NAME}"'),
        "updates": (),
        "preview": ("--person", *person_and_schema(tmp_path)),
    }
    code_pages.register()
    seen = NAME.encode("ascii", "backslashreplace").decode()
    # `apply` first: the others show its result. `practice serve` is tested below.
    for name in ("apply", *(name for name in COMMANDS if name not in ("apply", "practice"))):
        text = "StatusCode: Unauthorized" if name == "explain" else ""
        answer = run(name, *needed[name], stdin=text, encoding=code_pages.ALL_PAGES)
        # Adding an application cannot be undone, which is a problem with words.
        assert answer.code in ((2,) if name == "undo" else (0, 1)), (name, answer.code, answer.err)
        assert "Traceback" not in answer.err, name
        assert answer.err if name == "undo" else answer.out, name
        if name in ("apply", "history", "status", "evaluate"):
            assert seen in answer.out, name
        if name in ("status", "export", "history", "journal", "evaluate"):  # JSON that holds the name
            as_json = run(name, *needed[name], "--json", encoding="ascii")
            assert as_json.code in (0, 1), (name, as_json.err)
            assert NAME in json.dumps(as_json.json, ensure_ascii=False), name
        if name == "export":
            assert Config.model_validate(tomllib.loads(answer.out)).application.name == NAME


@pytest.mark.parametrize("page", code_pages.PAGES)
def test_every_letter_can_be_written_in_every_page(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = "".join(map(chr, range(0x20, 0x11_0000, 7))) + "\ud800😀→é"
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding=page))
    accept_every_letter()
    for stream in (sys.stdout, sys.stderr):
        stream.write(letters)
        stream.flush()
        written = stream.buffer.getvalue()  # type: ignore[attr-defined]
        assert written.endswith("\ud800😀→é".encode(page, "backslashreplace"))


def person_and_schema(folder: Path) -> tuple[object, ...]:
    file = folder / "person.json"
    file.write_text(json.dumps({"id": "1", "displayName": NAME, "userPrincipalName": "a@b.c"}))
    return (file, "--schema", FOLDER / "playvox_schema.json")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_problems_and_wrong_usage_are_reported(run: Run, tmp_path: Path, encoding: str) -> None:
    missing = tmp_path / "→ missing é.toml"
    problem = run("apply", "--config", missing, encoding=encoding)
    assert (problem.code, "missing" in problem.err) == (3, True), problem.err
    as_json = run("apply", "--config", missing, "--json", encoding=encoding)
    assert str(missing) in as_json.json["problem"]["what"] + as_json.json["problem"]["why"]
    wrong = run("→", encoding=encoding)
    assert (wrong.code, "usage:" in wrong.err) == (3, True), wrong.err
    assert run("--help", encoding=encoding).code == 0
    assert run("evaluate", "--expression", f'"{NAME}"', encoding=encoding).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="file names are text there")
def test_an_undecodable_file_name_is_reported(run: Run) -> None:
    answer = run("apply", "--config", b"\xff\xfe.toml")
    assert answer.code == 3, answer.err
    assert r"\udcff\udcfe.toml" in answer.err


def test_the_practice_line_is_ascii(tmp_path: Path) -> None:
    folder = tmp_path / "Müller → 日本"
    folder.mkdir()
    command = [sys.executable, "-m", "wizard", "practice", "serve", "--people", "20"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "TMPDIR": str(folder)}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=environment) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
        finally:
            process.terminate()
            process.wait(30)
    assert line.isascii()
    assert str(folder) in json.loads(line)["ca_file"]


@pytest.mark.parametrize("subcommand", ["apply", "test"])
def test_a_key_that_is_no_text_is_a_problem(
    run: Run, served: Served, config: Path, subcommand: str
) -> None:
    more = ("--config", config) if subcommand == "apply" else ()
    answer = run(subcommand, "--key-stdin", *more, "--practice", served.file, stdin=b"\xff\xfe\x81\n")
    assert answer.code == 2, answer.err
    assert "Traceback" not in answer.err


def test_an_escaped_file_says_the_same(tmp_path: Path) -> None:
    config = Config.model_validate(
        {
            "playvox": {"tenant_url": "acme"},
            "application": {"name": NAME},
            "people": {"assign": ["ü", "\x7f"]},
        }
    )
    text = escaped(write_config(config))
    assert text.isascii()
    assert re.search(r"\\u00e9.*\\U0001f600", text)
    (tmp_path / "ascii.toml").write_bytes(text.encode("ascii"))
    assert read_config(tmp_path / "ascii.toml") == config
