"""The installer (NSIS): for one person or for the computer, silent on request."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from build.windows import signing
from build.windows.places import INSTALLER, ON_WINDOWS, PROGRAM, ROOT, VERSION, four_numbers
from build.windows.resources import ICON

SCRIPT = ROOT / "installer" / "windows" / "installer.nsi"


def make(
    out: Path = INSTALLER, *, version: str = VERSION, program: Path = PROGRAM, compressor: str = ""
) -> Path:
    """Pack the frozen program into an installer; tests ask for another version.

    `INSTALLER_COMPRESSOR=zlib` takes a tenth of the time and makes a file that is a fifth larger.
    """
    size = sum(file.stat().st_size for file in program.rglob("*") if file.is_file()) // 1024
    defined = {
        "VERSION": version,
        "VERSION_NUMBERS": ".".join(str(number) for number in four_numbers(version)),
        "PROGRAM": program,
        "OUT": out,
        "ICON": ICON,
        "LICENSE": ROOT / "LICENSE",
        "SIZE": size,
        "COMPRESSOR": compressor or os.environ.get("INSTALLER_COMPRESSOR", "lzma"),
        # NSIS for Windows has stubs for x86 alone; Debian's x86 stub would need a 32-bit wine.
        "TARGET": "x86-unicode" if ON_WINDOWS else "amd64-unicode",
    }
    if signing.signer() is not None:
        defined["SIGN"] = f'"{sys.executable}" -m build.windows.signing'
    flag = "/" if ON_WINDOWS else "-"
    options = [f"{flag}D{name}={value}" for name, value in defined.items()]
    out.parent.mkdir(parents=True, exist_ok=True)
    command = ["makensis", f"{flag}V2", f"{flag}WX", f"{flag}NOCD", *options, str(SCRIPT)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        sys.exit(f"makensis failed:\n{answer.stdout}{answer.stderr}")
    return out
