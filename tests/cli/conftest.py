"""Subcommands as processes, against a practice tenant in another process."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.answers import contract_broken

ROOT = Path(__file__).resolve().parents[2]

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
def serving(file: Path, *options: str) -> Iterator[Served]:
    """Start a practice tenant in a separate process; its line is written to the file."""
    command = [sys.executable, "-m", "wizard", "practice", "serve", "--people", "60", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            text = process.stdout.readline()
            file.write_text(text)
            yield Served(file, json.loads(text))
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A practice tenant in a separate process."""
    with serving(tmp_path / "practice.json") as running:
        yield running


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("apply", "--config", file, stdin="…")` with this test's own data folder.

    `encoding` is that of the standard streams, `env` adds to the environment.
    """

    def start(
        *arguments: object,
        stdin: str | bytes = "",
        encoding: str = "utf-8",
        env: dict[str, str] | None = None,
    ) -> Ran:
        command: list[str | bytes] = [sys.executable, "-m", "wizard"]
        command += [each if isinstance(each, bytes) else str(each) for each in arguments]
        if str(arguments[0]) not in _WITHOUT_FOLDER:
            command += ["--data-folder", str(tmp_path / "data")]
        done = subprocess.run(
            command,
            cwd=ROOT,
            input=stdin.encode(encoding) if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=120,
            env={**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": encoding, **(env or {})},
        )
        return Ran(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    return start


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with everything that `apply` can set."""
    file = tmp_path / "setup.toml"
    file.write_text(CONFIG)
    return file
