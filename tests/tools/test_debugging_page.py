"""The commands of docs/debugging.md do what the page says, run as they are written."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "debugging.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
EXPECTED = {
    "control": ['"server":"graph","method":"GET","path":"/v1.0/organization'],
    "USR1": ["wizard/cli/practice.py", "unfinished tasks"],
    "ABRT": ["Fatal Python error: Aborted", "Current thread"],
    "replay_bundle": ["=== program.json", "=== verdicts"],
}
"""What a block of commands prints, by a word of its own."""
TOUR = "--tour"  # a minute of its own: the journeys run it, and here only its report's members are checked


def block(word: str) -> str:
    (found,) = [each for each in BLOCKS if word in each]
    return found


def run(commands: str, folder: Path) -> str:
    (folder / ".venv").symlink_to(sys.prefix)
    with subprocess.Popen(
        ["bash", "-c", commands.replace("/tmp/", f"{folder}/")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as shell:
        try:
            printed, _ = shell.communicate(timeout=110)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)  # also the practice tenant of a block that failed
    assert shell.returncode == 0, printed
    return printed


def test_every_block_is_tried() -> None:
    assert len(BLOCKS) == len(EXPECTED) + 1
    assert TOUR in block("stalls_ms")


@pytest.mark.parametrize("word", EXPECTED)
def test_the_commands_do_what_the_page_says(word: str, tmp_path: Path) -> None:
    printed = run(block(word), tmp_path)
    for each in EXPECTED[word]:
        assert each in printed, printed


def test_the_tours_report_has_what_is_asked_of_it() -> None:
    source = "".join(each.read_text(encoding="utf-8") for each in (ROOT / "wizard/ui/tour").rglob("*.py"))
    asked = re.findall(r"\.(\w+)", block("stalls_ms").split("jq ")[1].split("'")[1])
    assert len(asked) == 3
    for name in asked:
        assert f'"{name}"' in source or re.search(rf"\b{name}\b *[:=]", source), name
