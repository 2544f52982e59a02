"""Ctrl+C, and the end of the terminal or session, at random moments: one line, exit code 4."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import pytest

from tests.cli.conftest import ROOT, Served
from tests.cli.programs import Programs, Running

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of another process")
MOMENTS = 2
LONGEST = 2.0  # seconds until the signal
CASES: dict[str, tuple[str, ...]] = {
    "version": ("--version",),
    "status": ("status", "--json"),
    "apply": ("apply", "--yes"),
    "a question": ("apply",),
    "plan": ("plan",),
    "test": ("test",),
    "serve": ("practice", "serve", "--people", "5"),
    "watch": ("watch",),
}


@pytest.fixture(scope="module")
def seed() -> int:
    """Printed with a failure."""
    return random.SystemRandom().randrange(1 << 32)


@contextmanager
def _started(
    programs: Programs, name: str, served: Served, config: Path, folder: Path
) -> Iterator[tuple[Running, IO[bytes]]]:
    """The program, with somebody at its standard input who types nothing."""
    words = [*CASES[name]]
    if words[0] == "apply":
        words += ["--config", str(config)]
    if words[0] not in ("--version", "practice"):
        words += ["--practice", str(served.file), "--data-folder", str(folder / name)]
    reading, writing = os.pipe()
    with (
        os.fdopen(reading, "rb") as given,
        os.fdopen(writing, "wb"),
        TemporaryFile() as out,
        TemporaryFile() as told,
        programs.started(words, given, out, told) as running,
    ):
        yield running, told


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda each: each.name
)
@pytest.mark.parametrize("name", CASES)
def test_stopped_at_any_moment(
    name: str,
    number: signal.Signals,
    seed: int,
    programs: Programs,
    served: Served,
    config: Path,
    tmp_path: Path,
) -> None:
    dice = random.Random(f"{seed} {name} {number}")
    print(f"seed {seed}")
    for turn in range(MOMENTS):
        moment = dice.uniform(0.0, LONGEST)
        with _started(programs, name, served, config, tmp_path) as (running, told):
            time.sleep(moment)
            running.send(number)
            if turn % 2 and number is signal.SIGINT:
                time.sleep(dice.uniform(0.0, 0.05))
                running.send(number)  # somebody who does not like to wait
            code = running.wait()
            told.seek(0)
            errors = told.read().decode()
        assert "Traceback" not in errors, errors
        assert "Exception" not in errors, errors
        # It had ended before; or it was loading, where only Ctrl+C has something to say.
        fine = {4, 0, 1, 2} if number is signal.SIGINT else {4, 0, 1, 2, -number}
        assert code in fine, (moment, code, errors)
        if code == 4:
            assert errors.count("Stopped.") == 1, errors
            assert errors.endswith("Stopped.\n")


# Ends like the program; Ctrl+C comes while Python cleans up.
LEAVING = """
import atexit, os, sys, time
from wizard.__main__ import main
def leave():
    os.write(1, b"leaving\\n")
    time.sleep(10)
sys.argv[1:] = ["--version"]
code = main()
atexit.register(leave)
sys.exit(code)
"""


def test_ctrl_c_while_the_program_leaves() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LEAVING], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert any(line == b"leaving\n" for line in process.stdout)
        process.send_signal(signal.SIGINT)
        _out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (4, b"Stopped.\n")
