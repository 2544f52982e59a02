"""Says which file is waited for: while it blocks the program, nothing else could say so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wizard.cli.output import say
from wizard.messages import _
from wizard.waits import SLOW, awaited

_EVERY = 0.5  # seconds between two looks


@contextmanager
def files_said(seconds: float = SLOW, every: float = _EVERY) -> Iterator[None]:
    """During the block, a file or folder that does not answer in time is named on standard error, once."""
    over = threading.Event()

    def watch() -> None:
        said: set[Path] = set()
        while not over.wait(every):
            path = awaited(seconds)
            if path is not None and path not in said:
                said.add(path)
                text = _("Waiting for {path}. It may be on a drive that does not answer, or in use.")
                say(text.format(path=path))

    thread = threading.Thread(target=watch, name="files-said", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
