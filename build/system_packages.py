"""The Debian packages the program and its tests need in addition to Python.

Runs on a bare Python without the virtual environment, so it uses the standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

# Shared libraries that the Qt wheels need from the system: Qt's own list for the xcb platform plug-in.
WINDOW = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0t64|libglib2.0-0",  # Debian 13 and newer | Debian 12
    "libgssapi-krb5-2",
    "libopengl0",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
    "libxrender1",
)
# A virtual screen, a window manager, a keyring, a screen reader's bindings, fonts for names in many
# scripts, and gettext, which judges the translations.
SCREEN = (
    "at-spi2-core",
    "dbus",
    "dbus-daemon",
    "fonts-dejavu-core",
    "fonts-noto-core",
    "fonts-wqy-microhei",
    "gettext",
    "gir1.2-atspi-2.0",
    "gnome-keyring",
    "openbox",
    "python3-gi",
    "xvfb",
)
FREEZE = ("appstream", "binutils", "desktop-file-utils", "dpkg", "dpkg-dev", "libxcb-util1", "lintian")
WINE = (
    "fonts-open-sans",
    "fonts-wine",
    "gcc-mingw-w64-x86-64-win32",
    "nsis",
    "openssl",
    "osslsigncode",
    "wine",
    "wine64",
    "wixl",
)
BARE = ("debootstrap",)
GROUPS = {"window": WINDOW, "screen": SCREEN, "freeze": FREEZE, "windows": WINE}


class MissingPackagesError(Exception):
    """System packages are missing and the user may not install them."""


def missing(names: tuple[str, ...]) -> list[str]:
    """Those of `names` that dpkg does not report as installed; empty where there is no dpkg.

    A name may have alternatives, as in "newer|older": one of them is enough.
    """
    if shutil.which("dpkg-query") is None:
        return []
    every = [alternative for name in names for alternative in name.split("|")]
    command = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *every]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in names if installed.isdisjoint(name.split("|"))]


def ensure(names: tuple[str, ...]) -> None:
    """Install missing packages when allowed, else report them and the command to install them."""
    absent = missing(names)
    if not absent:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends"]
    if not _is_root():
        command += _available(absent)
        raise MissingPackagesError(
            f"These system packages are missing: {', '.join(absent)}\n"
            f"Install them with:\n  sudo {' '.join(command)}"
        )
    print(f"Installing system packages: {' '.join(absent)}", flush=True)
    _apt(["apt-get", "update", "--quiet"])
    _apt([*command, *_available(absent)])
    if still := missing(names):
        raise MissingPackagesError(f"apt-get did not install: {', '.join(still)}")


def _available(names: list[str]) -> list[str]:
    """For each name the first alternative that this release of Debian has."""
    return [
        next((each for each in name.split("|") if _has_candidate(each)), name.rpartition("|")[2])
        for name in names
    ]


def _has_candidate(name: str) -> bool:
    environment = {**os.environ, "LC_ALL": "C"}
    command = ["apt-cache", "policy", name]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return "Candidate:" in answer.stdout and "Candidate: (none)" not in answer.stdout


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _apt(command: list[str], tries: int = 3) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["--option", "Acquire::Retries=3", "--option", "DPkg::Lock::Timeout=120"]
    for attempt in range(1, tries + 1):
        answer = subprocess.run(
            [command[0], *options, *command[1:]],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if answer.returncode == 0:
            return
        print(
            f"{' '.join(command[:2])} failed (try {attempt} of {tries}):\n{answer.stdout[-2000:]}",
            file=sys.stderr,
        )
        time.sleep(5 * attempt)
    raise MissingPackagesError(f"{' '.join(command[:2])} failed {tries} times")
