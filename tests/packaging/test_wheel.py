"""The wheel in an environment of its own, as pipx makes one: both commands, and the tour from it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from build.package import ROOT
from build.private_session import PrivateSession
from wizard import __version__

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(900)]


def run(*command: str | Path, **options: object) -> str:
    """Standard output of a command that succeeds."""
    words = [str(part) for part in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=600, **options)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the environment's commands; the locked packages are in it, and the wheel."""
    folder = tmp_path_factory.mktemp("pipx")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    [wheel] = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", folder / "environment")
    install = [folder / "environment" / "bin" / "python", "-m", "pip", "install", "--no-deps"]
    run(*install, "--require-hashes", "--requirement", ROOT / "requirements" / "run.lock")
    run(*install, wheel)
    run(folder / "environment" / "bin" / "python", "-m", "pip", "check")
    return folder / "environment" / "bin"


def alone() -> dict[str, str]:
    """The environment without anything that would let this checkout help."""
    return {name: value for name, value in os.environ.items() if "PYTHON" not in name}


def test_the_command_line_starts(scripts: Path, tmp_path: Path) -> None:
    told = run(scripts / "playvox-provisioning", "--version", cwd=tmp_path, env=alone())
    assert told == f"playvox-provisioning {__version__}\n"
    spanish = run(
        scripts / "playvox-provisioning", "journal", "--language", "es", "--help", cwd=tmp_path, env=alone()
    )
    assert spanish != run(scripts / "playvox-provisioning", "journal", "--help", cwd=tmp_path, env=alone())


def test_the_window_takes_the_tour(
    scripts: Path, tmp_path: Path, private_session: PrivateSession, check_tour: Callable[[Path], None]
) -> None:
    private_session.start_keyring()
    private_session.start_screen()
    screen = {"DISPLAY": private_session.environment["DISPLAY"], "QT_QPA_PLATFORM": "xcb"}
    window = scripts / "playvox-provisioning-setup"
    run(window, "--tour", tmp_path / "tour", cwd=tmp_path, env=alone() | screen)
    check_tour(tmp_path / "tour")
