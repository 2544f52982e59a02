"""Reads the command line and environment of every process of a run, repeatedly."""

from __future__ import annotations

import contextlib
import threading
from types import TracebackType

import psutil


class ProcessWatcher:
    """Samples a process and its descendants on a separate thread until the context ends."""

    def __init__(self, pid: int, searched: dict[str, bytes], interval: float = 0.05) -> None:
        self.samples = 0
        self.seen: set[str] = set()
        self._root = psutil.Process(pid)
        self._searched = searched
        self._interval = interval
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="process watcher")

    def __enter__(self) -> ProcessWatcher:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(self._interval):
            try:
                family = [self._root, *self._root.children(recursive=True)]
            except psutil.Error:
                return
            for process in family:
                self._look_at(process)

    def _look_at(self, process: psutil.Process) -> None:
        try:
            name = process.name()
            texts = process.cmdline()
            # The program forbids it once it runs (`wizard.security.core_dumps`); then only root may read
            # it.
            with contextlib.suppress(psutil.AccessDenied):
                texts += process.environ().values()
        except psutil.Error:
            return  # has ended meanwhile
        shown = "\0".join(texts).encode(errors="replace")
        self.samples += 1
        self.seen |= {f"{name}: {shape}" for shape, text in self._searched.items() if text in shown}
