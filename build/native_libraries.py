"""Shared libraries of this Debian system inside the frozen program, with the licenses of their packages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from build.components import Part

_FOLDERS = tuple(
    Path(root, str(sysconfig.get_config_var("MULTIARCH") or "")) for root in ("/usr/lib", "/lib")
)


def bundled_packages(frozen: Path) -> list[str]:
    """The Debian packages whose libraries are in the program, in order of their names."""
    names = sorted({file.name for file in (frozen / "_internal").rglob("lib*.so*")})
    return sorted({owner for owner in map(_owner, names) if owner})


def parts(frozen: Path) -> list[Part]:
    """Those packages, and Python where it is none of Debian's."""
    found = [_package(name) for name in bundled_packages(frozen)]
    if not any(part.name.startswith("libpython") for part in found):
        found.append(Part("python", sys.version.split()[0], "PSF-2.0", _python_license(), "generic"))
    return found


def _owner(library: str) -> str:
    if shutil.which("dpkg-query") is None:
        return ""
    for folder in _FOLDERS:
        # Debian 12 moved /lib into /usr/lib, but dpkg knows some files by their old place.
        answer = subprocess.run(
            ["dpkg-query", "--search", str(folder / library)], capture_output=True, text=True, check=False
        )
        if answer.returncode == 0:
            return answer.stdout.split(":")[0]
    return ""


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
    return " and ".join(named)[:200] if named else "LicenseRef-see-licenses.txt"


def _python_license() -> str:
    for file in (Path(sys.base_prefix, "LICENSE.txt"), Path(sysconfig.get_path("stdlib"), "LICENSE.txt")):
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return "https://docs.python.org/3/license.html"
