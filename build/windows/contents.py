"""What the frozen Windows program must hold, and must not."""

from __future__ import annotations

from pathlib import Path

from build.frozen import is_unwanted
from build.windows.places import COMMAND_LINE, WINDOW
from build.windows.wine import STAND_INS

_NEEDED = (
    COMMAND_LINE,
    WINDOW,
    "_internal/python313.dll",
    "_internal/PySide6/Qt6Widgets.dll",
    "_internal/PySide6/plugins/platforms/qwindows.dll",
    "_internal/pymsalruntime/msalruntime.dll",
    "_internal/resources/icons/playvox-provisioning.svg",
)


def faults(program: Path) -> list[str]:
    """What is wrong with the files of the frozen program; empty when nothing is."""
    names = sorted(file.relative_to(program).as_posix() for file in program.rglob("*") if file.is_file())
    stand_ins = {f"{name}.dll" for name in STAND_INS}
    found = [
        f"a stand-in of wine's: {name}" for name in names if name.rpartition("/")[2].casefold() in stand_ins
    ]
    found += [f"not used by the program: {name}" for name in names if is_unwanted(name)]
    found += [f"missing: {name}" for name in _NEEDED if name not in names]
    return found
