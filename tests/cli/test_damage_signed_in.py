"""Every subcommand that signs in, with damage in the data folder: no traceback, no hang, nothing silent.

`test_damage.py` has the subcommands without a sign-in. Each damage is tried with every subcommand at once,
on a copy of a folder that a whole setup has filled.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import CONFIG, Served, serving
from tests.cli.programs import Programs

_MOST = 60.0  # seconds, also on a busy computer
_FINE, _PROBLEMS = 0, (1, 2, 3)
COMMANDS: dict[str, tuple[str, ...]] = {
    "status": ("status",),
    "plan": ("plan",),
    "drift": ("drift", "--config", "CONFIG"),
    "apply": ("apply", "--config", "CONFIG", "--dry-run"),
    "export": ("export",),
    "undo": ("undo", "1"),
    "why": ("why", "ana@contoso.example"),
    "people": ("people", "list"),
    "scope": ("scope", "show"),
    "mappings": ("mappings", "list"),
    "logs": ("logs",),
    "watch": ("watch", "--once"),
    "report": ("report", "--json"),
    "plan list": ("plan", "list"),
    "plan show": ("plan", "show", "SAVED"),
}
_WITHOUT_SIGN_IN = ("plan list", "plan show")
READS = {
    "journal.sqlite": frozenset(COMMANDS) - set(_WITHOUT_SIGN_IN),
    "profile": frozenset(COMMANDS) - {*_WITHOUT_SIGN_IN},
    "links.sqlite": frozenset({"plan", "why", "report"}),
    "log": frozenset({"logs"}),
    "saved": frozenset({"plan list", "plan show"}),
}
"""The subcommands that must name the damage of a file; the others may do without it."""

_PATTERNS = {
    "profile": "profiles/practice-*.json",
    "log": "logs/*.sqlite",
    "saved": "plans/*/saved-*.sqlite",
}


@dataclass(frozen=True)
class Whole:
    """A folder that a whole setup has filled, with the practice tenant it belongs to."""

    served: Served
    programs: Programs
    folder: Path
    config: Path

    def file(self, name: str) -> Path:
        """A file of the folder, by its name in `READS`."""
        [found] = self.folder.rglob(_PATTERNS.get(name, name))
        return found.relative_to(self.folder)

    def run(self, folder: Path, *arguments: str, signs_in: bool = True) -> tuple[int, str]:
        """Exit code and all output of a run with this data folder."""
        practice = ("--practice", str(self.served.file)) if signs_in else ()
        code, out, err = self.programs.run(
            [*arguments, *practice, "--data-folder", str(folder)], b"", "utf-8"
        )
        return code, (out + err).decode()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, programs: Programs) -> Iterator[Whole]:
    base = tmp_path_factory.mktemp("damage")
    config = base / "setup.toml"
    config.write_text(CONFIG)
    with serving(base / "practice.json", programs=programs) as served:
        made = Whole(served, programs, base / "data", config)
        for arguments in (("apply", "--config", str(config), "--yes"), ("plan",), ("logs",)):
            assert made.run(made.folder, *arguments)[0] == 0
        yield made


Damage = Callable[[Path], None]


def _instead(make: Callable[[Path], object]) -> Damage:
    def damage(path: Path) -> None:
        path.unlink()
        make(path)

    return damage


def _sql(statement: str, *values: object) -> Damage:
    def damage(path: Path) -> None:
        with sqlite3.connect(path) as database:
            database.execute(statement, values)
        database.close()

    return damage


def _pipe(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with a name here")
    os.mkfifo(path)


DAMAGES: dict[str, tuple[str, Damage]] = {
    "profile a pipe": ("profile", _instead(_pipe)),
    "profile newer": ("profile", lambda path: path.write_text('{"version": 9}') and None),
    "journal no database": ("journal.sqlite", lambda path: path.write_text("no database" * 99) and None),
    "journal a folder": ("journal.sqlite", _instead(lambda path: path.mkdir())),
    "journal other tables": ("journal.sqlite", _sql("ALTER TABLE operations RENAME COLUMN old TO former")),
    "links a loop": ("links.sqlite", _instead(lambda path: path.symlink_to(path))),
    "links row": ("links.sqlite", _sql("UPDATE mappings SET since = ?", "[" * 100_000)),
    "log a pipe": ("log", _instead(_pipe)),
    "log row": ("log", _sql("UPDATE entries SET milliseconds = ?", 9e300)),
    "saved plan row": ("saved", _sql("UPDATE rows SET facts = ?", "[" * 100_000)),
    "saved plan header": ("saved", _sql("UPDATE header SET value = ?", b"\xff")),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_by_all_that_need_the_file(name: str, whole: Whole, tmp_path: Path) -> None:
    kind, damage = DAMAGES[name]
    saved = whole.file("saved").stem.removeprefix("saved-")

    def attempt(command: str) -> list[str]:
        folder = tmp_path / command.replace(" ", "-")
        shutil.copytree(whole.folder, folder)
        path = folder / whole.file(kind)
        damage(path)
        places = {"CONFIG": str(whole.config), "SAVED": saved}
        arguments = [places.get(each, each) for each in COMMANDS[command]]
        began = time.monotonic()
        code, said = whole.run(folder, *arguments, signs_in=command not in _WITHOUT_SIGN_IN)
        wrong = []
        if "Traceback" in said or code not in (_FINE, *_PROBLEMS):
            wrong.append(f"a defect, {code}")
        if time.monotonic() - began > _MOST:
            wrong.append("a hang")
        if command in _must_name(name, kind) and (code == _FINE or path.name not in said):
            wrong.append(f"silent, {code}")
        return [f"{name}, {command}: {each}\n{said[-1500:]}" for each in wrong]

    with ThreadPoolExecutor(4) as several:
        found = [each for some in several.map(attempt, COMMANDS) for each in some]
    assert found == []


def _must_name(name: str, kind: str) -> frozenset[str]:
    if name == "saved plan row":
        return frozenset({"plan show"})  # the list shows headers alone
    return READS[kind]
