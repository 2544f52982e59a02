"""`make windows`: freeze, check, pack. Prints what it made and how long each part took."""

from __future__ import annotations

import os
import sys
import time

from build import components
from build.windows import contents, freezing, installer, msi, parts, signing, winget
from build.windows.places import COMMAND_LINE, INSTALLER, MSI, ON_WINDOWS, PROGRAM, WINDOW
from build.windows.wine import missing_tools, wine

_PACKERS = ("makensis", "candle", "light") if ON_WINDOWS else ("makensis", "wixl")


def main() -> int:
    """Make everything; exits with a sentence at the first fault."""
    needed = (
        _PACKERS
        if ON_WINDOWS
        else ("wine", "wineserver", "x86_64-w64-mingw32-gcc", "osslsigncode", *_PACKERS)
    )
    if missing := missing_tools(needed):
        sys.exit(f"These programs are missing: {', '.join(missing)}")
    started = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - started:4.0f} s  {what}", flush=True)

    if ON_WINDOWS:
        freezing.freeze(None)
    else:
        parts.bring()
        tell("Windows' Python and the locked packages are there, their hashes checked")
        with wine() as prefix:
            tell("wine runs")
            freezing.freeze(prefix)
    components.write(PROGRAM, parts.components())
    if found := contents.faults(PROGRAM):
        sys.exit("The frozen program is not right:\n  " + "\n  ".join(found[:20]))
    size = sum(file.stat().st_size for file in PROGRAM.rglob("*") if file.is_file())
    tell(f"{PROGRAM} ({size / 1e6:.0f} MB)")
    _sign_programs()
    tell(f"{installer.make()} ({INSTALLER.stat().st_size / 1e6:.0f} MB)")
    tell(f"{msi.make()} ({MSI.stat().st_size / 1e6:.0f} MB)")
    if found_signer := signing.signer():
        found_signer.sign(MSI)
    else:
        tell("Not signed: WINDOWS_CERTIFICATE names no certificate")
    if address := os.environ.get("RELEASE_URL"):
        tell(f"{winget.make(address)[0].parent}")
    else:
        tell("No winget manifest: RELEASE_URL does not say where the installers are downloaded from")
    return 0


def _sign_programs() -> None:
    if found := signing.signer():
        for name in (COMMAND_LINE, WINDOW):
            found.sign(PROGRAM / name)


if __name__ == "__main__":
    sys.exit(main())
