"""Memory that is measured is that of the measured process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HELD = 300 << 20  # bytes

pytestmark = pytest.mark.bench


def test_memory_of_the_starting_process_does_not_count() -> None:
    held = b"x" * HELD
    program = (
        f"from tests.bench.peak_memory import peak_memory; held = b'x' * {100 << 20}; print(peak_memory())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert len(held) == HELD
    assert 100 < float(done.stdout) < 200
