"""The installed program where things are not as usual: drives, long paths, no network, killed halfway."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from build.windows.places import COMMAND_LINE
from tests.cli.conftest import CONFIG
from tests.packaging.windows.conftest import Installed

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]

LONG = "\\".join(f"Müller 日本 {number} {'x' * 60}" for number in range(4))
"""More than the 260 letters that Windows once allowed a path."""


@pytest.fixture
def drive(installed: Installed, tmp_path: Path) -> Iterator[Path]:
    """A folder of this machine as the drive D: of Windows."""
    letter = installed.wine.prefix / "dosdevices" / "d:"
    letter.symlink_to(tmp_path)
    try:
        yield tmp_path
    finally:
        letter.unlink()


def test_a_killed_run_goes_on_on_another_drive_with_a_long_path(installed: Installed, drive: Path) -> None:
    data, config = f"D:\\{LONG}", drive / "setup.toml"
    config.write_text(CONFIG, encoding="utf-8")
    wine = installed.wine
    with installed.practice(drive / "practice.json") as line:
        words = ("apply", "--config", config, "--yes", "--data-folder", data, "--practice", line)
        plain = [wine.path(word) if isinstance(word, Path) else word for word in words]
        with subprocess.Popen(
            ["wine", installed.folder / COMMAND_LINE, *plain],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=wine.environment,
        ) as first:  # fmt: skip
            until = time.monotonic() + 240
            while first.poll() is None and not any(drive.rglob("journal*")) and time.monotonic() < until:
                time.sleep(0.05)
            first.kill()
        again = installed.run(*words)
        assert again.code == 0, again
        status = installed.run("status", "--json", "--data-folder", data, "--practice", line)
        assert (status.code in (0, 1), status.json["problem"]) == (True, None), status
        changes = installed.run("history", "--json", "--data-folder", data)
    assert changes.json["changes"] != []
    assert max(len(str(path)) for path in drive.rglob("*")) > 300
    assert not any(path.name.startswith("D:") for path in drive.rglob("*"))


@pytest.mark.parametrize(
    ("address", "causes"),
    [
        ("https://nobody.invalid/scim/v1", {"dns_not_found", "dns_failed"}),
        ("https://127.0.0.1:9/scim/v1", {"tcp_refused"}),
    ],
    ids=["no name", "nobody listens"],
)
def test_without_a_network_it_says_why(installed: Installed, address: str, causes: set[str]) -> None:
    answer = installed.run(
        "test", "--url", address, "--key-stdin", "--allow-loopback", "--json", stdin=b"QUJDREVGR0g=\n"
    )
    assert answer.code == 2, answer
    found = {check.get("cause") for check in answer.json["checks"]}
    assert found & causes, answer.out


def test_a_folder_that_cannot_be_made_is_a_problem_with_words(installed: Installed, tmp_path: Path) -> None:
    """A file lies in its place, and a folder in which nobody can make one."""
    file, config = tmp_path / "file", tmp_path / "setup.toml"
    file.write_text("mine")
    config.write_text(CONFIG, encoding="utf-8")
    with installed.practice(tmp_path / "practice.json") as line:
        for folder in (file, Path("/sys/kernel/data")):
            words = ("--config", config, "--yes", "--practice", line, "--data-folder", folder)
            answer = installed.run("apply", "--json", *words)
            assert answer.code == 2, answer
            problem = answer.json["problem"]
            assert installed.wine.path(folder) in problem["what"] + problem["why"], problem
            assert "The system reports" not in problem["why"], problem
    assert file.read_text() == "mine"
