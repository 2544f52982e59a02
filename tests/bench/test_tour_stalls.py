"""The window is never blocked for 100 ms, measured on the guided tour."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from build.private_session import PrivateSession

ROOT = Path(__file__).resolve().parents[2]
MOST = 100.0  # milliseconds; waiting for a processor in use by others does not count


@pytest.mark.bench
@pytest.mark.timeout(600)
def test_no_turn_of_the_event_loop_takes_a_tenth_of_a_second(tmp_path: Path) -> None:
    with PrivateSession() as session:
        session.start_keyring()
        session.start_screen()
        command = [sys.executable, "-m", "wizard", "--tour", str(tmp_path / "tour")]
        # An installed program keeps its compiled modules, whatever the test machine's settings are.
        environment = session.environment | {"PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _run in range(2):  # the first one compiles them
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=290
            )
    assert done.returncode == 0, done.stdout + done.stderr
    truth = json.loads((tmp_path / "tour" / "tour.json").read_text(encoding="utf-8"))
    print(f"longest stall {truth['longest_stall_ms']:.1f} ms (at most {MOST}); {truth['stalls_ms']}")
    assert truth["longest_stall_ms"] < MOST, truth["stalls_ms"]
