"""What a blocked thread waits for, so that another one can say it.

A file on a network drive may not answer for minutes, and a database may be locked by another program. Then
the thread that asked cannot say anything itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SLOW = 3.0
"""Seconds after which it is said what is waited for."""


@dataclass(frozen=True, slots=True, eq=False)
class _Wait:
    path: Path
    since: float


_waits: list[_Wait] = []
_guard = threading.Lock()


@contextmanager
def waiting_for(path: Path) -> Iterator[None]:
    """The block may wait for this file or folder."""
    wait = _Wait(path, time.monotonic())
    with _guard:
        _waits.append(wait)
    try:
        yield
    finally:
        with _guard:
            _waits.remove(wait)


def awaited(seconds: float = SLOW) -> Path | None:
    """The file or folder that has been waited for that long; None without one."""
    before = time.monotonic() - seconds
    with _guard:
        slow = [each for each in _waits if each.since <= before]
    return slow[-1].path if slow else None
