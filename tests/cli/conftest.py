"""Subcommands as processes, against a practice tenant in another process."""

from __future__ import annotations

import json
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.answers import contract_broken
from tests.cli.programs import ROOT as ROOT
from tests.cli.programs import Programs, program_server, read_process, run_process

CONFIG = """
[playvox]
tenant_url = "https://acme.playvox.com/scim/v1"
[application]
name = "Playvox"
[people]
scope = "assigned"
assign = ["ana@contoso.example"]
role = "User"
[provisioning]
notification_email = "it@contoso.example"
deletion_threshold = 50
enabled = true
"""

_WITHOUT_FOLDER = (
    "check",
    "evaluate",
    "explain",
    "practice",
    "preview",
    "--version",
    "--print-completion=bash",
)
"""First arguments of commands that keep nothing on this computer."""
LAG = 0.05
"""How long, in seconds, a reader of the practice tenant may not see a write; shorter than usual."""


@dataclass(frozen=True)
class Served:
    """A running `practice serve`: the file with its line, and the line."""

    file: Path
    line: dict[str, str]

    def truth(self) -> dict[str, Any]:
        """True state of the practice servers."""
        trust = ssl.create_default_context(cafile=self.line["ca_file"])
        with urllib.request.urlopen(f"{self.line['control']}/truth", context=trust) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def settle(self) -> None:
        """Wait until every server of Entra shows what was changed: a reader may see the former state."""
        time.sleep(2 * LAG)

    def control(self, method: str, path: str, body: Any) -> None:
        """Send a request to the practice tenant's control API, for example to switch a fault on."""
        trust = ssl.create_default_context(cafile=self.line["ca_file"])
        request = urllib.request.Request(
            f"{self.line['control']}/{path}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, context=trust):
            pass


@dataclass(frozen=True)
class Ran:
    """Result of a subcommand."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Standard output as JSON; it must be what the subcommand's schema says."""
        found: dict[str, Any] = json.loads(self.out)
        assert contract_broken(found, self.code) == []
        return found


Run = Callable[..., Ran]


@contextmanager
def serving(file: Path, *options: str, programs: Programs | None = None) -> Iterator[Served]:
    """Start a practice tenant in a separate process; its line is written to the file."""
    arguments = ["practice", "serve", "--people", "60", "--replication-lag", str(LAG), *options]
    with read_process(arguments) if programs is None else programs.read(arguments) as told:
        text = told.readline()
        file.write_text(text)
        yield Served(file, json.loads(text))


@pytest.fixture(scope="session")
def programs() -> Iterator[Programs]:
    """Quick runs of the program, for all tests of this process."""
    with program_server() as made:
        yield made


@pytest.fixture
def served(tmp_path: Path, programs: Programs) -> Iterator[Served]:
    """A practice tenant in a separate process."""
    with serving(tmp_path / "practice.json", programs=programs) as running:
        yield running


@pytest.fixture
def run(tmp_path: Path, programs: Programs) -> Run:
    """`run("apply", "--config", file, stdin="…")` with this test's own data folder.

    `encoding` is that of the standard streams, `env` adds to the environment: with the latter, or with
    arguments of bytes, the program is started instead of forked.
    """

    def start(
        *arguments: object,
        stdin: str | bytes = "",
        encoding: str = "utf-8",
        env: dict[str, str] | None = None,
    ) -> Ran:
        command = [each if isinstance(each, bytes) else str(each) for each in arguments]
        if str(arguments[0]) not in _WITHOUT_FOLDER:
            command += ["--data-folder", str(tmp_path / "data")]
        given = stdin.encode(encoding) if isinstance(stdin, str) else stdin
        texts = [each for each in command if isinstance(each, str)]
        if not env and len(texts) == len(command) and programs.fits():
            code, out, err = programs.run(texts, given, encoding)
        else:
            code, out, err = run_process(command, given, {"PYTHONIOENCODING": encoding, **(env or {})})
        if "--yes" in command:  # a reader may see the former state for a moment
            time.sleep(2 * LAG)
        return Ran(code, out.decode(encoding), err.decode(encoding))

    return start


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with everything that `apply` can set."""
    file = tmp_path / "setup.toml"
    file.write_text(CONFIG)
    return file
