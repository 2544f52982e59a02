"""Ctrl+C while the program starts: one line, exit code 4, from the first line of `wizard` on.

Before it Python itself starts, for some 20 ms, and prints a traceback of its own as in every program.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.programs import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent otherwise there")
MOMENTS = 10
LONGEST = 0.4  # seconds

# Starts the program as Python or an entry script does; Ctrl+C comes at the start of a chosen import.
COUNTED = """
import os, runpy, signal, sys
_, left, started, *words = sys.argv
class Loading:
    left = int(left)
    def find_spec(self, name, *_more):
        if "wizard" in sys.modules:
            Loading.left -= 1
            if Loading.left == 0:
                os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Loading())
sys.argv = [started, *words]
if started == "-m":
    runpy.run_module("wizard", run_name="__main__", alter_sys=True)
else:
    from wizard.__main__ import main
    sys.exit(main())
"""


@pytest.mark.parametrize("words", [["explain"], []], ids=["command line", "window"])
@pytest.mark.parametrize("started", ["-m", "/usr/bin/playvox-provisioning", "playvox-provisioning-setup"])
def test_ctrl_c_at_an_import_of_the_start(started: str, words: list[str]) -> None:
    for number in (1, 2, 3, 5, 8, 13, 21, 34, 55):
        ended = subprocess.run(
            [sys.executable, "-c", COUNTED, str(number), started, *words],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (ended.returncode, ended.stdout, ended.stderr) == (4, "", "Stopped.\n"), number


def test_a_program_that_uses_ours_keeps_its_own_ctrl_c() -> None:
    code = "import signal, wizard; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "True\n"


@pytest.mark.parametrize("words", [["explain"], ["--version"]], ids=" ".join)
def test_ctrl_c_at_any_moment_of_the_start(words: list[str]) -> None:
    """A traceback is never one of this program: none of its lines had been reached."""
    seed = random.SystemRandom().randrange(1 << 32)
    dice = random.Random(seed)
    print(f"seed {seed}")
    for _turn in range(MOMENTS):
        with subprocess.Popen(
            [sys.executable, "-m", "wizard", *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        ) as process:
            time.sleep(dice.uniform(0.0, LONGEST))
            process.send_signal(signal.SIGINT)
            _out, errors = process.communicate(timeout=60)
        assert str(ROOT / "wizard") not in errors, errors
        if "Traceback" not in errors:
            assert process.returncode in (4, 0, -signal.SIGINT), (process.returncode, errors)
            assert errors in ("", "Stopped.\n"), errors
