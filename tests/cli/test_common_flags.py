"""Flags of every subcommand, their environment variables, and the configuration file of the folder."""

from __future__ import annotations

import io
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.mapping.corpora import FOLDER
from wizard.cli import main
from wizard.environment import FLAGS, variable

if sys.platform != "win32":
    import pty
    import termios

ROOT = Path(__file__).resolve().parents[2]
EVALUATE = ["evaluate", "--expression", 'ToUpper("a")']
CONFIG = '[playvox]\ntenant_url = "https://acme.playvox.com/scim/v1"\n'


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_result_is_saved_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "é.json"
    assert main([*EVALUATE, "--json", "--output", str(file)]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"The result is saved in {file}.\n")
    assert json.loads(file.read_text())["value"] == "A"
    assert main([*EVALUATE, "--output", str(file), "--quiet"]) == 0
    assert capsys.readouterr().err == ""
    assert file.read_text() == "A\n"


def test_a_problem_is_saved_as_json_and_else_leaves_the_file(tmp_path: Path) -> None:
    file = tmp_path / "result"
    file.write_text("before")
    wrong = ["evaluate", "--expression", "[a]", "--person", "none.json", "--output", str(file)]
    assert main([*wrong, "--json"]) == 2
    assert json.loads(file.read_text())["problem"]["code"] == "mapping.person_unreadable"


@pytest.mark.parametrize("place", ["", "none/result"])
def test_a_place_that_takes_no_file_is_said_first(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*EVALUATE, "--output", str(tmp_path / place)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "cannot be saved" in shown.err
    assert "Errno" not in shown.err


def test_a_variable_stands_for_a_flag(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYVOX_PROVISIONING_JSON", "1")
    assert main(EVALUATE) == 0
    assert json.loads(capsys.readouterr().out)["value"] == "A"
    assert main([*EVALUATE, "--nonsense"]) == 3
    assert json.loads(capsys.readouterr().out)["problem"]["code"] == "usage.unknown_flag"
    monkeypatch.setenv("PLAYVOX_PROVISIONING_JSON", "0")
    assert main(EVALUATE) == 0
    assert capsys.readouterr().out == "A\n"


def test_a_wrong_variable_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYVOX_PROVISIONING_QUIET", "perhaps")
    assert main(EVALUATE) == 3
    shown = capsys.readouterr()
    assert "PLAYVOX_PROVISIONING_QUIET cannot be perhaps" in shown.err
    assert "--quiet" in shown.err


def test_every_variable_is_documented() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [flag for flag in FLAGS if f"| `{flag}` | `{variable(flag)}` |" not in text] == []


def test_the_file_of_the_folder_is_used_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 3
    assert "playvox-provisioning.toml" in capsys.readouterr().err
    Path("playvox-provisioning.toml").write_text(CONFIG)
    assert main(["check"]) == 0
    assert str(Path.cwd() / "playvox-provisioning.toml") in capsys.readouterr().err


@pytest.mark.parametrize("name", ["history", "journal"])
def test_an_empty_list_is_said(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--data-folder", str(tmp_path)]) == 0
    assert str(tmp_path) in capsys.readouterr().err


def test_with_json_no_browser_is_opened_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--json", "--data-folder", str(tmp_path)]) == 2
    problem = json.loads(capsys.readouterr().out)["problem"]
    assert problem["code"] == "sign_in_unasked"
    assert "--sign-in" in problem["do"][0]


def test_old_names_work_with_a_notice(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text('{"id": "1", "userName": "ana@contoso.example"}')
    schema = str(FOLDER / "playvox_schema.json")
    assert main(["preview", "--person", "a.json", "--schema", schema, "--account", "a.json"]) in (0, 1)
    assert "--playvox-account a.json" in capsys.readouterr().err


def test_the_old_name_of_the_subdomain_works_with_a_notice(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert main(["test", "--tenant", "no name", "--key-stdin", "--json"]) == 2
    shown = capsys.readouterr()
    assert "write --subdomain no name" in shown.err
    assert json.loads(shown.out)["cause"] == "address_invalid"


def test_sentences_on_standard_error_go_through_one_place() -> None:
    """Only there `--quiet` is kept; what is said about a defect or a stop is printed by the entry point."""
    places = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "wizard" / "cli").rglob("*.py")
        if "file=sys.stderr" in file.read_text(encoding="utf-8")
    }
    assert places == {"wizard/cli/output.py", "wizard/cli/__init__.py"}


def test_quiet_says_nothing_but_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("playvox-provisioning.toml").write_text(CONFIG)
    for typed in (["check"], ["history", "--data-folder", str(tmp_path)], EVALUATE):
        assert main([*typed, "--quiet"]) == 0
        assert capsys.readouterr().err == ""
    assert main(["check", "none.toml", "--quiet"]) == 3
    assert "none.toml" in capsys.readouterr().err


def test_verbose_shows_requests_without_the_key(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "aWQ6c2VjcmV0LXRoYXQtbm9ib2R5LXNlZXM="
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{key}\n"))
    main(["test", "--practice", "--key-stdin", "--verbose", "--json"])
    shown = capsys.readouterr()
    assert " INFO " in shown.err
    assert key not in shown.err + shown.out


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal of POSIX")
def test_a_terminal_is_asked_for_the_key_and_does_not_show_it() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "wizard", "test", "--url", "https://", "--key-stdin", "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert "Paste the Playvox key and press Enter" in process.stderr.readline()
        deadline = time.monotonic() + 30
        while termios.tcgetattr(theirs)[3] & termios.ECHO and time.monotonic() < deadline:
            select.select([], [], [], 0.02)
        os.write(ours, b"not-shown\n")
        process.communicate(timeout=60)
    assert process.returncode == 2
    assert termios.tcgetattr(theirs)[3] & termios.ECHO, "typing is shown again"
    os.set_blocking(ours, False)
    try:
        echoed = os.read(ours, 1000)
    except BlockingIOError:
        echoed = b""
    assert b"not-shown" not in echoed
    os.close(ours)
    os.close(theirs)
