"""Which file is waited for, in words: what blocks cannot say so itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wizard.messages import _
from wizard.waits import SLOW, awaited

_EVERY = 0.5  # seconds between two looks


def waited_for(seconds: float = SLOW) -> str:
    """The sentence about a file or folder that has not answered for so long; empty without one."""
    path = awaited(seconds)
    if path is None:
        return ""
    return _("Waiting for {path}. It may be on a drive that does not answer, or in use.").format(path=path)


@contextmanager
def slow_files_said(
    say: Callable[[str], object], seconds: float = SLOW, every: float = _EVERY
) -> Iterator[None]:
    """During the block, a file or folder that does not answer in time is said once, from another thread."""
    over = threading.Event()

    def watch() -> None:
        said: set[str] = set()
        while not over.wait(every):
            sentence = waited_for(seconds)
            if sentence and sentence not in said:
                said.add(sentence)
                say(sentence)

    thread = threading.Thread(target=watch, name="slow-files", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
