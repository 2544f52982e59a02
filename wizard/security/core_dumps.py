"""Disables core dumps of this process: they would contain the key and the tokens."""

from __future__ import annotations

import sys


def forbid() -> None:
    """Tell the system not to write this process's memory to disk when it crashes; POSIX only.

    Linux may hand dumps to a program whatever the limit of their size is (core(5)), unless the process is
    not dumpable; then other programs of the same person cannot read its memory either (prctl(2)).
    Windows writes dumps only where that is configured for this program.
    """
    if sys.platform == "win32":
        return
    from wizard.security import core_dumps_posix

    core_dumps_posix.forbid()
