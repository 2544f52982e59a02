"""Standard streams that take nothing more or are closed: a sentence, an exit code, no traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.programs import ROOT
from wizard.cli import main
from wizard.cli.streams import accept_every_letter, lost

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="no device without space here")
COMMANDS = ("--version", "status --help", "history --json", "test --json")


def _program(tmp_path: Path, words: str, redirected: str) -> subprocess.CompletedProcess[str]:
    """The program with its streams redirected by the shell."""
    folder = f'--data-folder "{tmp_path}"' if words.startswith(("history", "journal")) else ""
    return subprocess.run(
        ["sh", "-c", f'exec "{sys.executable}" -m wizard {words} {folder} {redirected}'],
        cwd=ROOT,
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("words", COMMANDS)
def test_a_full_disk_is_said_and_no_success(tmp_path: Path, words: str) -> None:
    ended = _program(tmp_path, words, f">{FULL}")
    assert "Traceback" not in ended.stderr
    assert ended.returncode in (2, 3), ended
    if ended.returncode == 2:
        assert "The result could not be printed completely." in ended.stderr
        assert "There is no space left on the disk." in ended.stderr


@pytest.mark.parametrize("words", COMMANDS)
def test_messages_without_space_change_nothing(tmp_path: Path, words: str) -> None:
    usual = _program(tmp_path, words, "")
    ended = _program(tmp_path, words, f"2>{FULL}")
    assert (ended.returncode, ended.stdout) == (usual.returncode, usual.stdout)


def test_messages_of_a_closed_stream_do_not_become_the_result(tmp_path: Path) -> None:
    (tmp_path / "profiles").write_text("x")  # something to say beside the result
    ended = _program(tmp_path, "history --json", "2>&-")
    assert json.loads(ended.stdout)["unread"]
    assert ended.returncode == 1


def test_no_file_takes_the_place_of_a_closed_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    accept_every_letter()
    assert [sys.stdin.name, sys.stdout.name, sys.stderr.name] == [os.devnull] * 3
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()


def test_a_whole_result_and_one_in_memory_are_not_lost(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--version"]) == 0
    assert lost() is None
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert lost() is None
