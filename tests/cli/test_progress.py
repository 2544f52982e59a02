"""The command line shows what it is waiting for, with and without a terminal."""

from __future__ import annotations

import io
import itertools
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Served
from tests.cli.programs import ROOT
from tests.fixtures.loop_clock import LoopClock
from wizard.cli.progress import REMINDER, PlainLines
from wizard.steps.base.progress import ProgressSink, doing, report, shown_by


async def test_a_notice_that_stays_is_repeated(loop_clock: LoopClock) -> None:
    stream = io.StringIO()
    lines = PlainLines(stream)
    with shown_by(ProgressSink(lines.show)), doing("Waiting for Entra …"):
        await loop_clock.advance(REMINDER - 1)
        assert stream.getvalue().splitlines() == ["Waiting for Entra …"]
        await loop_clock.advance(1)
        await loop_clock.advance(REMINDER)
        report("Reading …")
        await loop_clock.advance(1)
    written = stream.getvalue().splitlines()
    assert written == [
        "Waiting for Entra …",
        "Waiting for Entra … (10 s)",
        "Waiting for Entra … (20 s)",
        "Reading …",
    ]
    await loop_clock.advance(2 * REMINDER)
    assert stream.getvalue().splitlines() == written, "a reminder outlived its activity"


def test_without_a_terminal_there_are_plain_lines(served: Served, config: Path, run: Run) -> None:
    answer = run("apply", "--config", config, "--practice", served.file, "--yes")
    assert answer.code == 0, answer.err
    assert "Waiting until Entra knows the application everywhere … 2 of 4" in answer.err.splitlines()
    assert "Connecting to the practice tenant …" in answer.err.splitlines()
    assert "Starting the practice tenant" not in answer.err  # it is running already
    assert "\x1b" not in answer.err
    assert " …" not in answer.out


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_on_a_terminal_one_line_changes_and_goes_away(
    served: Served, config: Path, tmp_path: Path, encoding: str
) -> None:
    command = [sys.executable, "-m", "wizard", "apply", "--config", str(config), "--practice"]
    command += [str(served.file), "--yes", "--data-folder", str(tmp_path / "data")]
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": encoding}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, text=True, env=environment
    ) as process:
        os.close(theirs)
        seen = b""
        while select.select([ours], [], [], 60)[0]:
            try:
                seen += os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
        assert process.stdout is not None
        out = process.stdout.read()
    os.close(ours)
    text = seen.decode(encoding)
    assert process.returncode == 0, text
    assert "Waiting until Entra knows" in text
    assert text.rstrip().endswith("\x1b[2K"), "the line is still there"  # erased
    assert out.splitlines()[-1] == "Done."


def test_the_connection_test_says_which_check_it_is_at(served: Served, run: Run) -> None:
    served.control("PUT", "faults/playvox-no-answer", {})  # so that one check lasts
    answer = run("test", "--entra", "--timeout", "2", "--practice", served.file)
    assert answer.code in (0, 1, 2), answer.err
    lines = answer.err.splitlines()
    assert any(line.startswith("Testing the connection: ") for line in lines)
    assert [line for line, again in itertools.pairwise(lines) if line == again] == []
