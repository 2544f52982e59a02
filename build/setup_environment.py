"""Everything a checkout needs before it can run: system packages, virtual environment, locked dependencies.

`python3 -m build.setup_environment PURPOSE` (run, test, package or windows) works on any Python from 3.11
to 3.14, without packages.
Existing parts are kept, so a second call takes only a moment.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

from build import system_packages

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / "installed.json"
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("run", "dev")}


def prepare(purpose: str) -> None:
    """Make the checkout ready for `run`, `test`, `package` or `windows`."""
    system_packages.ensure(_system_packages_for(purpose))
    _create_environment()
    _install_lock("run" if purpose == "run" else "dev")


def has_display() -> bool:
    """Whether a window can be opened on this machine."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _system_packages_for(purpose: str) -> tuple[str, ...]:
    groups = ["window"]
    if purpose != "run" or not has_display():
        groups.append("screen")
    if purpose in ("package", "windows"):
        groups.append("freeze" if purpose == "package" else "windows")
    names = [name for group in groups for name in system_packages.GROUPS[group]]
    # Debian packages both separately; other Python builds include them.
    if importlib.util.find_spec("ensurepip") is None:
        names.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if purpose == "package" and sys.base_prefix == "/usr":
        names.append(f"libpython{sys.version_info.major}.{sys.version_info.minor}")
    return tuple(names)


def _create_environment() -> None:
    if _works(PYTHON):
        return
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    print(f"Creating the virtual environment {ENVIRONMENT}", flush=True)
    # A separate process: ensurepip may have been installed just now.
    subprocess.run([sys.executable, "-m", venv.__name__, str(ENVIRONMENT)], check=True)


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    check = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))"
    return subprocess.run([str(python), "-c", check], capture_output=True, check=False).returncode == 0


def _install_lock(name: str, tries: int = 3) -> None:
    digests = {lock: hashlib.sha256(path.read_bytes()).hexdigest() for lock, path in LOCKS.items()}
    if _installed().get(name) == digests[name]:
        return
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
    command += ["--require-hashes", "--no-deps", "--requirement", str(LOCKS[name])]
    print(f"Installing the locked dependencies of requirements/{name}.lock", flush=True)
    for attempt in range(1, tries + 1):
        if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0:
            break
        if attempt == tries:
            sys.exit(f"The dependencies could not be installed (tried {tries} times).")
        time.sleep(5 * attempt)
    # The development lock includes the run lock.
    done = digests if name == "dev" else {"run": digests["run"]}
    STAMP.write_text(json.dumps(done), encoding="utf-8")


def _installed() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def main(arguments: list[str]) -> None:
    """Prepare for the purpose named on the command line."""
    if arguments not in (["run"], ["test"], ["package"], ["windows"]):
        sys.exit("usage: python3 -m build.setup_environment run|test|package|windows")
    if not (3, 11) <= sys.version_info < (3, 15):
        sys.exit(f"Python 3.11 to 3.14 is needed; this is {sys.version.split()[0]}.")
    try:
        prepare(arguments[0])
    except system_packages.MissingPackagesError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
