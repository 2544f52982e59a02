"""A practice tenant with a whole setup, of which every run gets a copy to damage."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.cli.conftest import CONFIG, serving
from tests.cli.matrix.attempt import Attempt
from tests.cli.matrix.commands import Command
from tests.cli.matrix.odd_tenant import odd_tenant
from tests.cli.one_reading import Between
from tests.cli.programs import ROOT, Programs, program_server
from tests.connection.lab.authority import Authority

_NUMBERS = count(1)
_SCHEMA = ROOT / "tests" / "data" / "expressions" / "playvox_schema.json"
_PERSON = {
    "userPrincipalName": "ana@contoso.example",
    "mail": "ana@contoso.example",
    "givenName": "Ana",
    "surname": "Ruiz",
    "accountEnabled": True,
}
_FINE = (0, 1)


@dataclass(frozen=True)
class World:
    """What is whole: damages get copies."""

    base: Path
    known: str
    """The sign-in name of somebody who is not assigned."""
    middle: Between
    """Between the program and the tenant, for runs that go through it."""
    odd: Path
    """The line that goes through it."""
    lab: Authority
    """What that line trusts beside the tenant."""

    def environment(self, place: Path) -> dict[str, str]:
        """That of a person without desktop, whose home is below this folder."""
        for name in ("home", "tmp"):
            (place / name).mkdir(exist_ok=True)
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(place / "home"),
            "TMPDIR": str(place / "tmp"),
            "LANG": "C.UTF-8",
        }

    @contextmanager
    def programs(self) -> Iterator[Programs]:
        """Quick runs of the program, in the environment of a person without desktop."""
        with program_server(self.environment(self.base)) as made:
            yield made

    @contextmanager
    def attempt(self, command: Command) -> Iterator[Attempt]:
        """A run of the subcommand with its own copy of all files; they are gone afterwards."""
        place = self.base / f"run-{next(_NUMBERS)}"
        place.mkdir()
        for name in ("data", "practice.json", "setup.toml", "person.json", "schema.json"):
            source = self.base / name
            (shutil.copytree if source.is_dir() else shutil.copyfile)(source, place / name)
        places = {
            "place": place,
            "folder": place / "data",
            "line": place / "practice.json",
            "config": place / "setup.toml",
            "person": place / "person.json",
            "schema": place / "schema.json",
            "state": self.base / "state",
            "saved": _saved_plan(place / "data"),
            "odd": self.odd,
        }
        try:
            yield Attempt(
                command,
                places,
                self.environment(place),
                self.known,
                stdin=command.stdin,
                middle=self.middle,
                lab=self.lab,
            )
        finally:
            self.middle.rewrite = None
            shutil.rmtree(place, ignore_errors=True)


def _saved_plan(folder: Path) -> Path:
    """The number of the saved plan, by which it is shown."""
    [found] = folder.rglob("saved-*.sqlite")
    return Path(found.stem.removeprefix("saved-"))


@contextmanager
def world(base: Path) -> Iterator[World]:
    """A running practice tenant and a data folder that a whole setup has filled."""
    (base / "setup.toml").write_text(CONFIG)
    (base / "person.json").write_text(json.dumps(_PERSON))
    shutil.copyfile(_SCHEMA, base / "schema.json")
    with serving(base / "state.json", "--state", str(base / "state"), "--people", "5"):
        pass
    with serving(base / "practice.json") as served, odd_tenant(served.line, base) as through:
        made = World(base, served.line["account"], *through)
        for words in (("apply", "--config", str(base / "setup.toml"), "--yes"), ("plan",), ("logs",)):
            place = ("--practice", str(served.file), "--data-folder", str(base / "data"))
            subprocess.run(
                [sys.executable, "-m", "wizard", *words, *place],
                cwd=ROOT,
                env=made.environment(base),
                check=True,
                capture_output=True,
            )
        yield made
