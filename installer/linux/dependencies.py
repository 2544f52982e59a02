"""What the frozen program needs from Debian, computed from its files by dpkg-shlibdeps."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from build.native_libraries import bundled_packages, sources
from build.package import WORK

# Not linked to, so no file tells: the certificates of the system, fonts with their settings, keyboards.
_MORE = ("ca-certificates", "fontconfig-config", "xkb-data")
_CONTROL = "Source: x\n\nPackage: x\nArchitecture: any\n"


def dependencies(frozen: Path) -> list[str]:
    """The packages with the versions that the symbols need, without those whose libraries are inside."""
    inside = bundled_packages(sources(WORK))
    found = [each for each in _computed(frozen) if each.split()[0] not in inside]
    return sorted({*found, *_MORE})


def _computed(frozen: Path) -> list[str]:
    regular = (path for path in sorted(frozen.rglob("*")) if path.is_file() and not path.is_symlink())
    files = [path for path in regular if _is_elf(path)]
    folders = sorted({path.parent for path in files})
    with tempfile.TemporaryDirectory() as scratch:
        control = Path(scratch, "debian", "control")
        control.parent.mkdir()
        control.write_text(_CONTROL, encoding="ascii")
        command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0"]
        command += [f"-l{folder}" for folder in folders] + [str(file) for file in files]
        answer = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        sys.exit(f"dpkg-shlibdeps failed:\n{answer.stderr[-2000:]}")
    return [each.strip() for each in answer.stdout.strip().removeprefix("shlibs:Depends=").split(",")]


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
