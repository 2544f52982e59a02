"""Permissions, other keyrings' settings, and another copy of the program."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.matrix.attempt import Attempt
from tests.cli.matrix.commands import Command
from tests.cli.matrix.damages.damage import Damage
from tests.cli.programs import ROOT

_OTHERS = 0o077


def _open_files(place: Path) -> str:
    """Files of the program that others may read."""
    found = [
        f"{each.relative_to(place)} {stat.filemode(each.stat().st_mode)}"
        for each in place.rglob("*")
        if not each.is_symlink() and each.stat().st_mode & _OTHERS
    ]
    return f"permissions: {found}" if found else ""


def _umask(mask: int, *, new: bool) -> Callable[[Attempt], None]:
    """Started with this umask; `new`: the data folder is not there yet."""

    def change(attempt: Attempt) -> None:
        attempt.umask, attempt.fresh = mask, True
        folder = attempt.places["folder"]
        if new:
            attempt.places["folder"] = folder = attempt.places["place"] / "new" / "data"
        else:
            for each in (folder, *folder.rglob("*")):
                each.chmod(0o700 if each.is_dir() else 0o600)
        attempt.checks.append(lambda: _open_files(folder.parent if new else folder))

    return change


def _keyring_settings(content: bytes | None) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        attempt.fresh = True
        place = attempt.places["place"] / "home" / ".config" / "python_keyring"
        place.mkdir(parents=True)
        file = place / "keyringrc.cfg"
        if content is None:
            file.mkdir()
        else:
            file.write_bytes(content)

    return change


def _pipe_as_settings(attempt: Attempt) -> None:
    attempt.fresh = True
    place = attempt.places["place"] / "home" / ".config" / "python_keyring"
    place.mkdir(parents=True)
    os.mkfifo(place / "keyringrc.cfg")


def _another_copy(attempt: Attempt) -> None:
    """The same subcommand on the same folder at the same time."""

    @contextmanager
    def running() -> Iterator[None]:
        with subprocess.Popen(
            [sys.executable, "-m", "wizard", *attempt.arguments()],
            cwd=ROOT,
            env=attempt.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                yield
            finally:
                process.terminate()

    attempt.beside.enter_context(running())


def _writing(attempt: Attempt) -> None:
    if "--dry-run" in attempt.command.arguments:
        found = [each for each in attempt.arguments() if each != "--dry-run"]
        attempt.instead = [*found, "--yes"]
    _another_copy(attempt)


def _keeps(command: Command) -> bool:
    return command.keeps


DAMAGES = [
    *(
        Damage(f"umask: {mask:03o}{', new folder' if new else ''}", _umask(mask, new=new), _keeps)
        for mask in (0o000, 0o777, 0o022)
        for new in (False, True)
    ),
    *(
        Damage(f"keyring settings: {name}", _keyring_settings(content), _keeps)
        for name, content in {
            "empty": b"",
            "no text": b"\xff\xfe\x00",
            "no section": b"x = 1",
            "unknown": b"[backend]\ndefault-keyring=no.such.Keyring\n",
            "half": b"[backend\ndefault-keyring",
            "a folder": None,
        }.items()
    ),
    Damage("keyring settings: a pipe", _pipe_as_settings, _keeps),
    Damage("two copies: the same", _another_copy, _keeps),
    Damage(
        "two copies: both save",
        _writing,
        lambda command: command.name in ("apply", "plan", "logs", "status"),
    ),
]
