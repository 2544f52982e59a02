"""`make package`: freezes the program into dist/ and runs the tour with the frozen program.

PyInstaller runs in an environment of its own with requirements/freeze.lock: what the tests and checks of
this checkout need cannot get into the program. The same source gives the same files.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from build import components, native_libraries
from build.components import Part
from build.practice_window import tour
from build.source_date import reproducible

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
FROZEN = DIST / "playvox-provisioning"
PROGRAM = FROZEN / ("playvox-provisioning.exe" if sys.platform == "win32" else "playvox-provisioning")
TOUR = ROOT / ".cache" / "frozen-tour"
WORK = ROOT / ".cache" / "pyinstaller"
ENVIRONMENT = ROOT / ".cache" / "freezing"
LOCK = ROOT / "requirements" / "freeze.lock"


def freeze(dist: Path = DIST) -> Path:
    """Freeze the program into `dist`, with what it is made of; returns its folder."""
    run_pyinstaller(ROOT / "build" / "wizard.spec", dist)
    frozen = dist / FROZEN.name
    components.write(frozen, parts())
    strip_symbols(frozen)
    return frozen


def run_pyinstaller(spec: Path, dist: Path) -> None:
    """Run PyInstaller on a description; its work files stay out of build/, which is source here."""
    command = [str(_environment()), "-m", "PyInstaller", str(spec), "--noconfirm", "--clean"]
    command += ["--workpath", str(WORK), "--distpath", str(dist), "--log-level", "WARN"]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **reproducible()})


def size_of(folder: Path) -> int:
    """The bytes of all files in a folder; links count nothing."""
    return sum(
        path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )


def strip_symbols(frozen: Path) -> None:
    """Remove the symbols for debuggers from libraries and extension modules, as Debian does with its own.

    The program itself is left alone: PyInstaller appends its modules to it, and `strip` would cut them off.
    """
    libraries = [path for path in sorted(frozen.rglob("*.so*")) if path.is_file() and not path.is_symlink()]
    options = ["--strip-unneeded", "--remove-section=.comment", "--remove-section=.note"]
    subprocess.run(["strip", *options, "--", *map(str, libraries)], check=True)


def parts() -> list[Part]:
    """What the program is made of: the locked packages, Python, and libraries of this system."""
    site = next(ENVIRONMENT.glob("lib/python*/site-packages"), ENVIRONMENT / "Lib" / "site-packages")
    return [*components.packages(site), *native_libraries.parts(native_libraries.sources(WORK))]


def _environment() -> Path:
    """The Python that has the locked packages and PyInstaller, and nothing else."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = ENVIRONMENT / "installed"
    digest = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return python
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    print(f"Installing requirements/{LOCK.name} for freezing", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
    subprocess.run([*command, "--require-hashes", "--no-deps", "--requirement", str(LOCK)], check=True)
    stamp.write_text(digest, encoding="utf-8")
    return python


def main() -> int:
    """Freeze, then take the tour with the frozen program."""
    freeze()
    print(f"Frozen: {FROZEN} ({size_of(FROZEN) / 1e6:.0f} MB). It takes its tour now.", flush=True)
    return tour([str(PROGRAM)], TOUR)


if __name__ == "__main__":
    sys.exit(main())
