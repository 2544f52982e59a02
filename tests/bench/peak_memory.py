"""The most memory that this process has used."""

from __future__ import annotations

import re
import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_memory() -> float:
    """Largest resident size of this process, in MiB.

    On Linux `ru_maxrss` includes the process that started this one (`getrusage(2)`: the value survives
    execve), so a measurement would depend on what ran before it in the tests' process. `VmHWM` does not.
    """
    if _STATUS.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB$", _STATUS.read_text(encoding="ascii"), re.MULTILINE)
        if found is not None:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
