"""Damaged lines of practice tenants, and tenants that have ended."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.cli.matrix.attempt import Attempt
from tests.cli.matrix.commands import Command
from tests.cli.matrix.damages.damage import Damage
from tests.cli.matrix.damages.databases import ODD, UNREADABLE, locked

_PROBLEM = frozenset({2, 3})


def _uses_line(command: Command) -> bool:
    return command.signs_in or (command.name.startswith("practice ") and command.name != "practice serve")


def _content(content: bytes) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        attempt.places["line"].write_bytes(content)
        attempt.codes = _PROBLEM

    return change


def _instead(make: Callable[[Path], object]) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        attempt.places["line"].unlink()
        make(attempt.places["line"])
        attempt.codes = _PROBLEM

    return change


def _members(**members: Any) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        _rewrite(attempt, members)
        attempt.codes = _PROBLEM

    return change


def _rewrite(attempt: Attempt, members: dict[str, Any]) -> None:
    line = json.loads(attempt.places["line"].read_text())
    attempt.places["line"].write_text(json.dumps({**line, **members}))


def _authority(make: Callable[[Path], object]) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        path = attempt.places["place"] / "ca.pem"
        make(path)
        _rewrite(attempt, {"ca_file": str(path)})
        attempt.codes = _PROBLEM

    return change


def _silent(*, backlog: int) -> Callable[[Attempt], None]:
    """Something else has the port, and says nothing."""

    def change(attempt: Attempt) -> None:
        listener = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        attempt.beside.enter_context(closing(listener))
        address = f"https://localhost:{listener.getsockname()[1]}"
        line = json.loads(attempt.places["line"].read_text())
        tenant = line["authority"].rpartition("/")[2]
        _rewrite(
            attempt, {"graph": address, "authority": f"{address}/{tenant}", "control": f"{address}/control"}
        )
        attempt.codes = _PROBLEM

    return change


def _state(damage: Callable[[Path], None]) -> Callable[[Attempt], None]:
    """A tenant that is kept in a folder, of which the database is damaged."""

    def change(attempt: Attempt) -> None:
        folder = attempt.places["place"] / "state"
        shutil.copytree(attempt.places["state"], folder)
        for each in folder.glob("practice.sqlite3"):
            damage(each)
        attempt.more += ["--state", str(folder)]

    return change


def _state_folder(make: Callable[[Path], object]) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        path = attempt.places["place"] / "state"
        make(path)
        attempt.more += ["--state", str(path)]
        attempt.codes = _PROBLEM

    return change


def _state_locked(attempt: Attempt) -> None:
    folder = attempt.places["place"] / "state"
    shutil.copytree(attempt.places["state"], folder)
    for each in folder.glob("practice.sqlite3"):
        attempt.beside.enter_context(locked(each))
    attempt.more += ["--state", str(folder)]
    attempt.codes = _PROBLEM


def _serves(command: Command) -> bool:
    return command.name == "practice serve"


_LINES = {
    "empty": _content(b""),
    "a list": _content(b"[1]"),
    "deep": _content(b"[" * 90_000),
    "no text": _content(b"\xff\x00\xe9"),
    "huge": _content(b"x" * 5_000_000),
    "missing": _instead(lambda path: None),
    "a folder": _instead(lambda path: path.mkdir()),
    "a pipe": _instead(os.mkfifo),
    "a device": _instead(lambda path: path.symlink_to("/dev/zero")),
    "a loop": _instead(lambda path: path.symlink_to(path)),
    "ended": _members(
        graph="https://localhost:1",
        authority="https://localhost:1/t",
        control="https://localhost:1/control",
    ),
    "numbers": _members(account=5, tenant_id=[]),
    "account with escapes": _members(graph="https://localhost:1", account="\x1b[31m\u202e\ud800\x00=1"),
    "no control": _members(control=None),
    "silent port": _silent(backlog=5),
    "CA missing": _authority(lambda path: None),
    "CA empty": _authority(lambda path: path.write_bytes(b"")),
    "CA damaged": _authority(
        lambda path: path.write_text("-----BEGIN CERTIFICATE-----\n\x00\n-----END CERTIFICATE-----\n")
    ),
    "CA a folder": _authority(lambda path: path.mkdir()),
    "CA a pipe": _authority(os.mkfifo),
    "CA a device": _authority(lambda path: path.symlink_to("/dev/zero")),
}
_STATE_FOLDERS: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_text("x"),
    "a pipe": os.mkfifo,
    "a link to nowhere": lambda path: path.symlink_to("/nonexistent/x"),
    "a loop": lambda path: path.symlink_to(path),
}
DAMAGES = [
    *(Damage(f"practice line: {name}", change, _uses_line) for name, change in _LINES.items()),
    *(
        Damage(f"practice state: {name}", _state(damage), _serves)
        for name, damage in {**UNREADABLE, **ODD}.items()
    ),
    *(
        Damage(f"practice state: folder {name}", _state_folder(make), _serves)
        for name, make in _STATE_FOLDERS.items()
    ),
    Damage("practice state: locked", _state_locked, _serves),
]
