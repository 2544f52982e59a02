"""A key made for this run appears in nothing that the program writes, prints or shows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from build.private_session import PrivateSession
from tests.security.encodings import (
    encodings_of,
    sightings,
)
from tests.security.watcher import ProcessWatcher

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "wizard"]

SETUP = """
[playvox]
tenant_url = "https://acme.playvox.com/scim/v1"
[application]
name = "Playvox"
[people]
scope = "assigned"
assign = []
role = "User"
[provisioning]
notification_email = "it@contoso.example"
deletion_threshold = 50
enabled = true
"""


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A practice tenant in a separate process: it plays Playvox, which must know the key."""
    with PrivateSession() as elsewhere:
        server = subprocess.Popen(
            [*PROGRAM, "practice", "serve", "--people", "40", "--clock-speed", "600"],
            cwd=ROOT,
            env=elsewhere.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None
            yield json.loads(server.stdout.readline())
        finally:
            server.terminate()
            assert server.wait(30) == 0
            assert server.stdout is not None
            server.stdout.close()


@pytest.fixture
def line_file(line: dict[str, Any], tmp_path: Path) -> Path:
    """The line in a file, outside everything that is searched."""
    path = tmp_path / "line" / "practice.json"
    path.parent.mkdir()
    path.write_text(json.dumps(line), encoding="utf-8")
    return path


@pytest.fixture
def desk() -> Iterator[PrivateSession]:
    """A fresh home with keyring and screen, so that this run wrote everything in it."""
    with PrivateSession() as session:
        session.start_keyring()
        session.start_screen()
        yield session


def run_watched(
    desk: PrivateSession, key: str, arguments: list[str], cwd: Path, typed: str = ""
) -> tuple[subprocess.Popen[str], str]:
    """Run the program to its end; fail when the key appears meanwhile. Returns its output."""
    searched = encodings_of(key)
    environment = {**desk.environment, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with ProcessWatcher(process.pid, searched) as watcher:
        output, _ = process.communicate(typed, timeout=540)
    assert watcher.samples > 5, "the process list was not looked at"
    assert watcher.seen == set()
    assert [shape for shape, text in searched.items() if text in output.encode()] == []
    places = [desk.folder, cwd]
    found = [s for place in places for s in sightings(place, searched, spared=(desk.keyring_folder,))]
    assert found == []
    return process, output


def test_the_tour_leaves_no_trace_of_the_key(
    desk: PrivateSession, line: dict[str, Any], line_file: Path, tmp_path: Path
) -> None:
    cwd = tmp_path / "here"
    cwd.mkdir()
    # A data folder that remains afterwards: the tour deletes its own.
    arguments = [
        "--tour",
        str(cwd / "tour"),
        "--data-folder",
        str(cwd / "data"),
        "--practice",
        str(line_file),
    ]
    process, output = run_watched(desk, line["key"], arguments, cwd)
    assert process.returncode == 0, output
    truth = json.loads((cwd / "tour" / "tour.json").read_text(encoding="utf-8"))
    assert truth["secret_masked"] is True
    # The run really used the key: without it nobody would be there. And it is the entire journey.
    assert len(truth["in_playvox"]) == len(truth["in_scope"]) >= 2
    assert truth["applications"] == 1
    assert truth["job"] == {"state": "Active", "code": "Active"}
    assert truth["mismatches"] == []
    assert len(truth["pictures"]) >= 9


def test_the_command_line_leaves_no_trace_of_the_key(
    desk: PrivateSession, line: dict[str, Any], line_file: Path, tmp_path: Path
) -> None:
    cwd = tmp_path / "here"
    cwd.mkdir()
    (cwd / "setup.toml").write_text(SETUP, encoding="utf-8")
    arguments = ["apply", "--config", "setup.toml", "--yes", "--key-stdin", "--practice", str(line_file)]
    process, output = run_watched(desk, line["key"], arguments, cwd, typed=line["key"] + "\n")
    assert process.returncode == 0, output
    asking = ["bundle", "--refresh", "--practice", str(line_file), "--output", "bundle.zip", "--yes"]
    process, output = run_watched(desk, line["key"], asking, cwd)
    assert process.returncode == 0, output
    assert (cwd / "bundle.zip").exists()


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_wrong_key_is_not_repeated_either(
    desk: PrivateSession, line_file: Path, tmp_path: Path, options: list[str]
) -> None:
    cwd = tmp_path / "here"
    cwd.mkdir()
    (cwd / "setup.toml").write_text(SETUP, encoding="utf-8")
    wrong = "Y2FuYXJ5LXVzZXI6d3JvbmctY2FuYXJ5LWtleS0wMTIzNDU2Nzg5"
    arguments = [
        "apply",
        "--config",
        "setup.toml",
        "--yes",
        "--key-stdin",
        "--practice",
        str(line_file),
        *options,
    ]
    process, _ = run_watched(desk, wrong, arguments, cwd, typed=wrong + "\n")
    assert process.returncode != 0
