"""The canary's own search finds what it searches for: otherwise the canary tests could not fail."""

from __future__ import annotations

import base64
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.security.encodings import (
    encodings_of,
    sightings,
)
from tests.security.watcher import ProcessWatcher

KEY = base64.b64encode(b"canary-user:canary/key+0123456789").decode()


@pytest.mark.parametrize(
    "written",
    [KEY, quote(KEY), "canary-user:canary/key+0123456789", "x canary/key+0123456789 y", f"Bearer {KEY}"],
)
def test_a_written_key_is_found(tmp_path: Path, written: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "log.txt").write_text(f"before {written} after", encoding="utf-8")
    assert sightings(tmp_path, encodings_of(KEY))
    assert not sightings(tmp_path, encodings_of(KEY), spared=(tmp_path / "deep",))


def test_a_key_packed_into_a_zip_file_is_found(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.txt", f"before {KEY} after")
    assert sightings(tmp_path, encodings_of(KEY))


def test_an_innocent_folder_is_clean(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("canary-user asked for a key", encoding="utf-8")
    assert not sightings(tmp_path, encodings_of(KEY))


def test_a_key_on_a_command_line_is_seen() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(20)", KEY]
    with subprocess.Popen(command) as process:
        with ProcessWatcher(process.pid, encodings_of(KEY), interval=0.01) as watcher:
            deadline = time.monotonic() + 15
            while not watcher.seen and time.monotonic() < deadline:
                time.sleep(0.02)
        process.kill()
    assert any("as it is" in sight for sight in watcher.seen)


def test_a_key_in_the_environment_is_seen() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(20)"]
    with subprocess.Popen(command, env={"PLAYVOX_KEY": KEY}) as process:
        with ProcessWatcher(process.pid, encodings_of(KEY), interval=0.01) as watcher:
            deadline = time.monotonic() + 15
            while not watcher.seen and time.monotonic() < deadline:
                time.sleep(0.02)
        process.kill()
    assert watcher.seen
