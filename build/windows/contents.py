"""What the frozen Windows program must hold, and must not."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from build.components import BILL, LICENSES
from build.frozen import is_unwanted
from build.windows.places import COMMAND_LINE, MODULES, WINDOW
from build.windows.wine import STAND_INS

_NEEDED = (
    COMMAND_LINE,
    WINDOW,
    MODULES,
    "python313.dll",
    "Qt6Widgets.dll",
    "qwindows.dll",
    "msalruntime.dll",
    "playvox-provisioning.svg",
    LICENSES,
    BILL,
)

_PROGRAMS = (COMMAND_LINE, WINDOW)
_LARGEST = 2_000_000  # bytes of a program whose modules lie in the archive that both share


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
    found += [f"modules are packed into {name}" for name in _PROGRAMS if _size(program / name) > _LARGEST]
    return found


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
