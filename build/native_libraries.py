"""Shared libraries of this Debian system inside the frozen program, with the licenses of their packages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from build.components import Part


def sources(work: Path) -> dict[str, Path]:
    """Where each binary of the program was copied from, as build/wizard.spec wrote it down in `work`."""
    found: dict[str, str] = json.loads((work / "wizard" / "binaries.json").read_text(encoding="utf-8"))
    return {target: Path(source) for target, source in found.items()}


def bundled_packages(copied: Mapping[str, Path]) -> list[str]:
    """The Debian packages that the copied files are of, in order of their names."""
    places = sorted({place for source in copied.values() for place in _places(source)})
    if not places or shutil.which("dpkg-query") is None:
        return []
    command = ["dpkg-query", "--search", *places]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # 1: some are unknown
    return sorted(set(re.findall(r"^([a-z0-9+.-]+)(?::[a-z0-9]+)?: /", answer.stdout, re.MULTILINE)))


def parts(copied: Mapping[str, Path]) -> list[Part]:
    """Those packages, and Python where it is none of Debian's."""
    found = [_package(name) for name in bundled_packages(copied)]
    if not any(part.name.startswith("libpython") for part in found):
        found.append(Part("python", sys.version.split()[0], "PSF-2.0", _python_license(), "generic"))
    return found


def _places(source: Path) -> list[str]:
    """The names under which dpkg may know a file: Debian 12 moved /lib into /usr/lib."""
    name = str(source)
    return [name, name.removeprefix("/usr")] if name.startswith("/usr/lib/") else [name, f"/usr{name}"]


def _package(name: str) -> Part:
    shown = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", name],
        capture_output=True,
        text=True,
        check=True,
    )
    text = Path("/usr/share/doc", name, "copyright").read_text(encoding="utf-8", errors="replace")
    return Part(name, shown.stdout, _license(text), text.strip(), "deb")


def _license(copyright_file: str) -> str:
    """The licenses that a copyright file names; such files use names of their own, not SPDX's."""
    named = sorted(set(re.findall(r"^License: *(\S.*)$", copyright_file, re.MULTILINE)))
    return " and ".join(named) if named else "LicenseRef-see-licenses.txt"


def _python_license() -> str:
    for file in (Path(sys.base_prefix, "LICENSE.txt"), Path(sysconfig.get_path("stdlib"), "LICENSE.txt")):
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return "https://docs.python.org/3/license.html"
