"""What the frozen Windows program must hold, and must not."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from build.components import BILL, LICENSES
from build.frozen import is_unwanted
from build.windows.places import COMMAND_LINE, WINDOW
from build.windows.wine import STAND_INS

_NEEDED = (
    COMMAND_LINE,
    WINDOW,
    "python313.dll",
    "Qt6Widgets.dll",
    "qwindows.dll",
    "msalruntime.dll",
    "playvox-provisioning.svg",
    LICENSES,
    BILL,
)


def faults(program: Path) -> list[str]:
    """What is wrong with the files of the frozen program; empty when nothing is."""
    names = sorted(file.relative_to(program).as_posix() for file in program.rglob("*") if file.is_file())
    stand_ins = {f"{name}.dll" for name in STAND_INS}
    found = [
        f"a stand-in of wine's: {name}" for name in names if name.rpartition("/")[2].casefold() in stand_ins
    ]
    found += [f"not used by the program: {name}" for name in names if is_unwanted(name)]
    found += [
        f"missing: {name}" for name in _NEEDED if name not in {PurePosixPath(file).name for file in names}
    ]
    return found
