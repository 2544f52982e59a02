"""What the frozen Windows program must hold, and must not."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from build.components import BILL, LICENSES
from build.frozen import BROKER, is_unwanted, with_broker
from build.windows.places import COMMAND_LINE, MODULES, WINDOW
from build.windows.wine import STAND_INS

_NEEDED = (
    COMMAND_LINE,
    WINDOW,
    MODULES,
    "python313.dll",
    "Qt6Widgets.dll",
    "qwindows.dll",
    "playvox-provisioning.svg",
    LICENSES,
    BILL,
)

_BROKER_LIBRARY = "msalruntime.dll"
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
    bare_names = {PurePosixPath(file).name for file in names}
    needed = [*_NEEDED, _BROKER_LIBRARY] if with_broker() else [*_NEEDED]
    found += [f"missing: {name}" for name in needed if name not in bare_names]
    if not with_broker():
        forbidden = [name for name in names if BROKER in name or name.endswith(_BROKER_LIBRARY)]
        found += [f"may not be given on: {name}" for name in forbidden]
    found += [f"modules are packed into {name}" for name in _PROGRAMS if _size(program / name) > _LARGEST]
    return found


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
