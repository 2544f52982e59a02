"""Unneeded modules are not imported, whichever module is requested."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.programs import ROOT
from wizard.cli.arguments import PLAN_FORMATS
from wizard.cli.parser import COMMANDS
from wizard.plan.document import FORMATS

SIGN_IN = {"msal", "keyring", "requests"}
PRACTICE = {"starlette", "uvicorn"}
HEAVY = {*SIGN_IN, *PRACTICE, "httpx", "pydantic", "cryptography", "PySide6", "sqlite3"}


def loaded(code: str) -> set[str]:
    """Top-level modules that are loaded after running this code in a new process."""
    # A module set to None cannot be imported.
    tell = "print(*(name for name in sys.modules if sys.modules[name]), file=sys.stderr)"
    command = [sys.executable, "-c", f"import sys\n{code}\n{tell}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = {name.partition(".")[0] for name in done.stderr.split()}
    assert "argparse" in names
    return names


def after(*arguments: str) -> set[str]:
    """Modules loaded by running the program with these arguments."""
    return loaded(
        f"sys.argv[1:] = {arguments!r}\nimport argparse\nfrom wizard.__main__ import main\nmain()\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("evaluate", "--expression", "ToUpper([a])"),
        ("evaluate", "--expression", "Nonsense([a])"),
        *((name, "--help") for name in COMMANDS),
        ("practice", "serve", "--help"),
        ("apply", "--no-such-flag"),
        ("nonsense",),
    ],
    ids=" ".join,
)
def test_what_needs_nothing_heavy_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert after(*arguments) & HEAVY == set()


def test_the_formats_of_plans_are_the_same_without_loading_them() -> None:
    assert PLAN_FORMATS == FORMATS


def test_version_loads_no_formatter_either() -> None:
    assert after("--version") & {*HEAVY, "rich", "rich_argparse", "shtab"} == set()


EVERY_MODULE = """
import argparse, importlib, pkgutil, wizard
for each in pkgutil.walk_packages(wizard.__path__, "wizard."):
    if not each.name.startswith(("wizard.practice", "wizard.__main__")):
        importlib.import_module(each.name)
"""


def test_sign_in_and_keyring_are_loaded_when_they_are_used() -> None:
    found = loaded(EVERY_MODULE)
    assert {"httpx", "PySide6", "pydantic"} <= found, "not every module was imported"
    assert found & SIGN_IN == set()


def test_httpx_does_without_its_own_command_line() -> None:
    found = loaded("import argparse, wizard, httpx")
    assert "httpx" in found
    assert found & {"click", "pygments", "rich"} == set()


# Every import waits a moment, so that there is time to press Ctrl+C; prints a line when it starts.
SLOW = """
import builtins, sys, time
ours = builtins.__import__
def slow(name, *more, **others):
    if name.startswith("wizard.steps") and not hasattr(sys, "told"):
        sys.told = True
        print("loading", flush=True)
        for _ in range(3000):
            time.sleep(0.01)
    return ours(name, *more, **others)
from wizard.__main__ import main
builtins.__import__ = slow
sys.argv[1:] = ["status", "--practice"]
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent otherwise there")
def test_ctrl_c_while_loading_ends_with_one_line() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)
    assert (process.returncode, out, errors) == (4, "", "Stopped.\n")


# Prints when the handler of Ctrl+C is installed.
READY = """
import signal, sys
ours = signal.signal
def install(*which):
    before = ours(*which)
    if not hasattr(sys, "told"):
        sys.told = True
        print("ready", flush=True)
    return before
signal.signal = install
from wizard.__main__ import main
sys.argv[1:] = ["status", "--practice"]
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent otherwise there")
@pytest.mark.parametrize("after_seconds", [0.0, 0.3, 1.0])
def test_ctrl_c_at_any_moment_ends_without_a_traceback(after_seconds: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", READY],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(after_seconds)
        process.send_signal(signal.SIGINT)
        _out, errors = process.communicate(timeout=60)
    assert process.returncode == 4, errors
    assert errors.splitlines()[-1:] == ["Stopped."]
    assert "Traceback" not in errors


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=str)
def test_the_end_of_the_session_while_the_command_line_loads(number: int) -> None:
    """As Ctrl+C: one line, exit code 4."""
    code = (
        "import os, sys\n"
        "class Loading:\n"
        "    def find_spec(self, name, *_more):\n"
        "        if name == 'wizard.cli.commands':\n"
        f"            os.kill(os.getpid(), {int(number)})\n"
        "sys.meta_path.insert(0, Loading())\n"
        "sys.argv[1:] = ['history']\n"
        "from wizard.__main__ import main\n"
        "main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (4, "", "Stopped.\n")
