"""The compiled mappings stay within their limit relative to the same mappings in plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).with_name("bench_mapping.py")
PEOPLE = os.environ.get("BENCH_PEOPLE", "100000")


@pytest.mark.bench
def test_the_eight_mappings_cost_at_most_four_times_the_code_by_hand() -> None:
    command = [sys.executable, str(BENCH), PEOPLE]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    print(answer.stdout)
    assert answer.returncode == 0, answer.stdout + answer.stderr
