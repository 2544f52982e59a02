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
    "libglib2.0-0",
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
# A virtual screen, a window manager, a keyring and fonts for names in many scripts.
SCREEN = (
    "dbus",
    "dbus-daemon",
    "fonts-dejavu-core",
    "fonts-noto-core",
    "fonts-wqy-microhei",
    "gnome-keyring",
    "openbox",
    "xvfb",
)
FREEZE = ("binutils", "desktop-file-utils", "dpkg", "libxcb-util1")
GROUPS = {"window": WINDOW, "screen": SCREEN, "freeze": FREEZE}


class MissingPackagesError(Exception):
    """System packages are missing and the user may not install them."""


def missing(names: tuple[str, ...]) -> list[str]:
    """Those of `names` that dpkg does not report as installed; empty where there is no dpkg."""
    if shutil.which("dpkg-query") is None:
        return []
    command = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in installed]


def ensure(names: tuple[str, ...]) -> None:
    """Install missing packages when allowed, else report them and the command to install them."""
    absent = missing(names)
    if not absent:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *absent]
    if not _is_root():
        raise MissingPackagesError(
            f"These system packages are missing: {', '.join(absent)}\n"
            f"Install them with:\n  sudo {' '.join(command)}"
        )
    print(f"Installing system packages: {' '.join(absent)}", flush=True)
    _apt(["apt-get", "update", "--quiet"])
    _apt(command)
    if still := missing(names):
        raise MissingPackagesError(f"apt-get did not install: {', '.join(still)}")


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
