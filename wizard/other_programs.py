"""The environment of the programs that this one starts: the browser, the file manager."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

_PATH, _ORIGINAL = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"


def give_back_library_path(variables: MutableMapping[str, str] | None = None) -> None:
    """Give the person's own library path to the programs that a frozen Linux program starts.

    PyInstaller puts its folder into `LD_LIBRARY_PATH`, and a browser would load that folder's libraries.
    This process read the variable when it started, so it keeps its own libraries. Call it before anything
    starts another program.
    """
    found: MutableMapping[str, str] = os.environ if variables is None else variables
    if not getattr(sys, "frozen", False) or sys.platform in ("win32", "darwin"):
        return
    original = found.pop(_ORIGINAL, "")
    if original:
        found[_PATH] = original
    else:
        found.pop(_PATH, None)
