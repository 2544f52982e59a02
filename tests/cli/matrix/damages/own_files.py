"""Damaged files in the data folder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.cli.matrix.attempt import Attempt
from tests.cli.matrix.commands import Command
from tests.cli.matrix.damages.damage import Damage
from tests.cli.matrix.damages.databases import ODD, ODD_TEXTS, UNREADABLE, locked

_DATABASES = {
    "journal": "journal.sqlite",
    "links": "links.sqlite",
    "log": "logs/*.sqlite",
    "saved plan": "saved-*.sqlite",
}


def _reads_journal(command: Command) -> bool:
    without = ("updates", "test", "logs", "key reminder")
    return command.keeps and command.name not in without and command.way not in _WAYS


_WAYS = ("list", "show", "compare", "--offline")


def _reads_profile(command: Command) -> bool:
    return command.keeps and command.name not in ("updates", "test") and command.way not in _WAYS[:2]


_READERS: dict[str, Callable[[Command], bool]] = {
    "journal": _reads_journal,
    "links": lambda command: command.name in ("plan", "why", "report") and command.way not in _WAYS,
    "log": lambda command: command.name == "logs",
    "saved plan": lambda command: command.name == "plan" and command.way in _WAYS,
}
"""Who must name the file when it cannot be read at all."""


def _file(attempt: Attempt, pattern: str) -> Path:
    [found] = [each for each in attempt.places["folder"].rglob(pattern) if ".damaged" not in each.name]
    return found


def _database(kind: str, damage: Callable[[Path], None], *, unreadable: bool) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        path = _file(attempt, _DATABASES[kind])
        damage(path)
        if unreadable and _READERS[kind](attempt.command):
            attempt.named = path.name

    return change


def _locked(kind: str) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        path = _file(attempt, _DATABASES[kind])
        attempt.beside.enter_context(locked(path))
        if _READERS[kind](attempt.command):
            attempt.named = path.name

    return change


def _profile(make: Callable[[Path], object], *, unreadable: bool = True) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        path = _file(attempt, "profiles/*.json")
        content = path.read_bytes()
        path.unlink()
        path.with_name("content").write_bytes(content)
        make(path)
        path.with_name("content").unlink()
        if unreadable and _reads_profile(attempt.command):
            attempt.named = path.name

    return change


def _member(value: object) -> Callable[[Path], None]:
    """The value instead of every member of the profile but its version."""

    def make(path: Path) -> None:
        content = json.loads(path.with_name("content").read_bytes())
        path.write_text(json.dumps({**dict.fromkeys(content, value), "version": content.get("version")}))

    return make


def _texts(value: str) -> Callable[[Path], None]:
    """The value in every text of the profile, except what identifies it."""

    def make(path: Path) -> None:
        content = json.loads(path.with_name("content").read_bytes())
        changed = {
            name: value
            if isinstance(each, str) and name in ("account", "application_name", "name")
            else each
            for name, each in content.items()
        }
        path.write_text(json.dumps(changed))

    return make


_PROFILES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00"),
    "half": lambda path: path.write_bytes(path.with_name("content").read_bytes()[:200]),
    "a list": lambda path: path.write_text("[1]"),
    "deep": lambda path: path.write_text("[" * 200_000),
    "huge": lambda path: path.write_bytes(b" " * 5_000_000),
    "newer": lambda path: path.write_text('{"version": 9}'),
    "a pipe": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
    "a loop": lambda path: path.symlink_to(path),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "numbers": _member(5),
    "lists": _member([[]]),
}


def _folder(name: str, make: Callable[[Path], object]) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        path = attempt.places["folder"] / name if name else attempt.places["folder"]
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        make(path)

    return change


_FOLDERS: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_text("x"),
    "a link to nowhere": lambda path: path.symlink_to("/nonexistent/place"),
    "a pipe": os.mkfifo,
    "a loop": lambda path: path.symlink_to(path),
}


def _keeps(command: Command) -> bool:
    return command.keeps


_SOME = frozenset({"status", "watch", "bundle", "report", "test", "apply", "undo"})


def _touches(kind: str) -> Callable[[Command], bool]:
    """Those that must name the file, and some of the others."""
    return lambda command: command.keeps and (_READERS[kind](command) or command.name in _SOME)


DAMAGES = [
    *(
        Damage(f"own files: {kind} {name}", _database(kind, damage, unreadable=True), _touches(kind))
        for kind in _DATABASES
        for name, damage in UNREADABLE.items()
    ),
    *(
        Damage(f"own rows: {kind} {name}", _database(kind, damage, unreadable=False), _touches(kind))
        for kind in _DATABASES
        for name, damage in ODD.items()
    ),
    *(Damage(f"own files: {kind} locked", _locked(kind), _touches(kind)) for kind in _DATABASES),
    *(Damage(f"own files: profile {name}", _profile(make), _keeps) for name, make in _PROFILES.items()),
    *(
        Damage(f"own files: {name} in the profile", _profile(_texts(text), unreadable=False), _keeps)
        for name, text in ODD_TEXTS.items()
    ),
    *(
        Damage(f"own files: {name or 'data folder'} {how}", _folder(name, make), _keeps)
        for name in ("", "profiles", "logs", "plans", "updates.json", "profiles/.lock")
        for how, make in _FOLDERS.items()
    ),
]
