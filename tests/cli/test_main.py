"""Wrong usage, help, and what no subcommand may do."""

from __future__ import annotations

import gc
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.conftest import Run
from tests.cli.programs import ROOT
from wizard import __main__ as program
from wizard import __version__
from wizard.cli import COMMANDS, main


def test_version(run: Run) -> None:
    assert run("--version").out.split()[-1] == __version__


@pytest.mark.parametrize("arguments", [["nonsense"], ["apply"], ["status", "--nonsense"]])
def test_wrong_usage_exits_with_3(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 3
    assert "usage:" in capsys.readouterr().err


def test_help_names_every_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if name not in shown] == []


def test_every_exit_code_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    for code in range(6):
        assert f"| {code} |" in text
    assert [name for name in COMMANDS if f"`{name}" not in text] == []


def test_a_file_without_a_practice_line_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "line.json"
    file.write_text("{}")
    assert main(["status", "--practice", str(file), "--data-folder", str(tmp_path)]) == 2
    assert "line.json" in capsys.readouterr().err


def test_an_empty_journal_needs_no_sign_in(tmp_path: Path, run: Run) -> None:
    answer = run("journal", "--json")
    assert (answer.code, answer.json["operations"]) == (0, [])


def test_a_reader_that_leaves_early_is_no_defect() -> None:
    lines = b'{"id": 1, "expression": "[a]", "person": {"a": "b"}}\n' * 3
    with subprocess.Popen(
        [sys.executable, "-m", "wizard", "evaluate", "--batch"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(lines)
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        process.stdin.write(lines)
        process.stdin.close()
        assert process.stderr is not None
        errors = process.stderr.read()
    assert (process.returncode, errors) == (4, b"")


def test_the_window_is_loaded_without_the_garbage_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt's classes and enumerations stay; looking through them again and again is a third of the start."""
    seen: list[bool] = []
    stand_in = SimpleNamespace(main=lambda _arguments: seen.append(gc.isenabled()) or 0)
    for module in ("security.output", "paths", "other_programs", "stopping"):
        import_module(f"wizard.{module}")
    monkeypatch.setitem(sys.modules, "wizard.app", stand_in)
    monkeypatch.setattr(sys, "argv", ["playvox-provisioning"])
    for name in ("stopping.at_once", "other_programs.give_back_library_path", "paths.only_for_owner"):
        monkeypatch.setattr(f"wizard.{name}", lambda: None)
    monkeypatch.setattr("wizard.security.output.install", lambda: None)
    assert gc.isenabled()
    try:
        assert program.main() == 0
    finally:
        gc.enable()
    assert seen == [False]
