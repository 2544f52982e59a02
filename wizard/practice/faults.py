"""Everything that can go wrong in practice, by name.

One registry for the command line, the Practice panel, the tests and `docs/practice-faults.md`. The server
that owns a fault calls `Faults.take(name)` where the fault could occur; that is true while the fault is
switched on and uses up one of its `times`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wizard.practice import faultlist


@dataclass(frozen=True)
class Fault:
    """One fault: `group` is the server it belongs to, `about` what it does."""

    name: str
    group: str  # "authority", "graph", "playvox", "connection" (Playvox below HTTP) or "service"
    about: str


REGISTRY: Mapping[str, Fault] = {
    name: Fault(name, group, about)
    for group, faults in faultlist.GROUPS.items()
    for name, about in faults.items()
}


class UnknownFaultError(ValueError):
    """No fault has this name."""


class Faults:
    """The faults that are switched on. Safe from any thread."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._on: dict[str, int | None] = {}
        for name in names:
            self.switch(name, on=True)

    def switch(self, name: str, *, on: bool, times: int | None = None) -> None:
        """Switch a fault on or off; `times` limits how often it occurs."""
        if name not in REGISTRY:
            raise UnknownFaultError(name)
        with self._lock:
            if on and (times is None or times > 0):
                self._on[name] = times
            else:
                self._on.pop(name, None)

    def clear(self) -> None:
        """Switch everything off."""
        with self._lock:
            self._on.clear()

    def is_on(self, name: str) -> bool:
        """Whether the fault would occur; does not count against its `times`."""
        if name not in REGISTRY:
            raise UnknownFaultError(name)
        with self._lock:
            return name in self._on

    def take(self, name: str) -> bool:
        """Whether the fault occurs now; counts against its `times`."""
        if name not in REGISTRY:
            raise UnknownFaultError(name)
        with self._lock:
            if name not in self._on:
                return False
            left = self._on[name]
            if left is not None:
                if left <= 1:
                    del self._on[name]
                else:
                    self._on[name] = left - 1
            return True

    def on(self) -> list[str]:
        """Names of all faults that are switched on."""
        with self._lock:
            return sorted(self._on)
