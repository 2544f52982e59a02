"""Keeps Python's garbage collector from stopping everybody while a plan is computed.

A full collection walks through every object of the process, 40 ms and more for the libraries alone, and
all threads wait for it. What was there before the plan is set aside until the plan is finished.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_plans = 0  # under way, of those that set something aside


@contextmanager
def short_collections() -> Iterator[None]:
    """Inside, only what was made since the first plan under way began is searched for garbage.

    A program that set objects aside itself, or runs the collector by itself as the window does, is left to
    its own ways.
    """
    global _plans  # the collector is one for the process
    with _lock:
        ours = _plans > 0 or (gc.isenabled() and gc.get_freeze_count() == 0)
        if ours and not _plans:
            gc.freeze()
        _plans += ours
    try:
        yield
    finally:
        with _lock:
            _plans -= ours
            if ours and not _plans:
                gc.unfreeze()
