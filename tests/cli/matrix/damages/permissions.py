"""What this account may not read or write; it is not tried as root, because nothing stops root."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.cli.matrix.attempt import Attempt
from tests.cli.matrix.commands import Command
from tests.cli.matrix.damages.damage import Damage

_PLACES = {
    "data folder": ".",
    "profiles": "profiles",
    "a profile": "profiles/*.json",
    "the journal": "journal.sqlite",
    "logs": "logs",
    "a log": "logs/*.sqlite",
    "plans": "plans",
}
_MODES = (0o000, 0o400, 0o500)
_STOPS = hasattr(os, "geteuid") and os.geteuid() != 0


def _without(attempt: Attempt, path: Path, mode: int) -> None:
    before = path.stat().st_mode
    path.chmod(mode)
    attempt.beside.callback(path.chmod, before)


def _own(pattern: str, mode: int) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        folder = attempt.places["folder"]
        for path in [folder] if pattern == "." else sorted(folder.glob(pattern)):
            _without(attempt, path, mode)
        if (
            mode == 0
            and pattern in (".", "journal.sqlite")
            and attempt.command.name in ("history", "journal")
        ):
            attempt.named = folder.name if pattern == "." else pattern

    return change


def _given(place: str) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        _without(attempt, attempt.places[place], 0)
        attempt.codes = frozenset({2, 3})

    return change


def _closed_folder(attempt: Attempt) -> None:
    folder = attempt.places["place"] / "closed"
    folder.mkdir()
    attempt.more += ["--output", str(folder / "out.html")]
    _without(attempt, folder, 0o500)
    attempt.codes = frozenset({2, 3})


def _no_temporary_files(attempt: Attempt) -> None:
    attempt.fresh = True
    _without(attempt, attempt.places["place"] / "tmp", 0o500)


def _uses(place: str) -> Callable[[Command], bool]:
    return lambda command: _STOPS and f"{{{place}}}" in command.arguments


DAMAGES = [
    *(
        Damage(
            f"permissions: {name} {mode:03o}", _own(pattern, mode), lambda command: _STOPS and command.keeps
        )
        for name, pattern in _PLACES.items()
        for mode in _MODES
    ),
    *(
        Damage(f"permissions: {place} 000", _given(place), _uses(place))
        for place in ("config", "person", "schema")
    ),
    Damage("permissions: result", _closed_folder, lambda command: _STOPS and "--output" in command.flags),
    Damage("permissions: temporary files", _no_temporary_files, lambda _command: _STOPS),
]
