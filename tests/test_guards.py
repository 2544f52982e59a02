"""The guards of tests/fixtures work; a misbehaving test file is run by a separate pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from build.private_session import PrivateSession

ROOT = Path(__file__).resolve().parents[1]


MISBEHAVING = """
import logging, os, socket, threading, time
from PySide6.QtWidgets import QLabel
from wizard.security.redactor import remember

kept = []

def test_connects():
    socket.socket().connect(("192.0.2.1", 80))

def test_looks_up_and_hides_it():
    try:
        socket.getaddrinfo("playvox.com", 443)
    except OSError:
        pass

def test_warns():
    logging.getLogger("wizard.x").warning("oh")

def test_logs_a_secret():
    remember("correct-horse")
    logging.getLogger("wizard.x").debug("key is %s", "correct-horse")

def test_leaves_a_thread():
    threading.Thread(target=time.sleep, args=(5,), name="busy").start()

def test_leaves_a_window(qtbot):
    kept.append(QLabel("x"))
    kept[0].show()

def test_python_warning():
    import warnings
    warnings.warn("old", DeprecationWarning)
"""

COMPLAINTS = {
    "test_connects": "tried to leave this machine: connection to ('192.0.2.1', 80)",
    "test_looks_up_and_hides_it": "tried to leave this machine: look-up of 'playvox.com'",
    "test_warns": "unexpected log lines",
    "test_logs_a_secret": "a secret was logged by wizard.x",
    "test_leaves_a_thread": "threads still run: busy",
    "test_leaves_a_window": "windows left open: QLabel",
    "test_python_warning": "DeprecationWarning: old",
}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Output of a separate pytest, with the project's guards, about the misbehaving tests."""
    test = tmp_path_factory.mktemp("inner") / "test_inner.py"
    test.write_text(MISBEHAVING)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        "pyproject.toml",
        "-p",
        "tests.conftest",
        str(test),
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize("name", COMPLAINTS)
def test_misbehavior_fails(complaints: str, name: str) -> None:
    lines = [
        line for line in complaints.splitlines() if line.startswith(("FAILED", "ERROR")) and name in line
    ]
    assert lines, complaints
    assert COMPLAINTS[name] in complaints


def test_the_home_is_private(private_session: PrivateSession) -> None:
    assert Path.home() == private_session.folder / "home"
    assert Path(os.environ["XDG_DATA_HOME"]).is_relative_to(private_session.folder)


@pytest.mark.keyring
def test_the_keyring_is_real_and_private() -> None:
    from keyring.backends.SecretService import Keyring  # others are backends of other tests

    assert Keyring.priority > 0
    keyring = Keyring()
    keyring.set_password("playvox-guard", "who", "what")
    assert keyring.get_password("playvox-guard", "who") == "what"
    keyring.delete_password("playvox-guard", "who")
