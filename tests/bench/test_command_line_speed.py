"""Light subcommands start nearly as fast as Python: processor time, as ratios within one run."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST = 2.5  # times the processor time of the modules that every subcommand needs
ROUNDS = 9

BASE = ("-c", "import argparse, asyncio, wizard.messages")
COMMANDS = {
    "--version": ("--version",),
    "--help": ("--help",),
    "practice --help": ("practice", "--help"),
    "plan --help": ("plan", "--help"),
    "test --help": ("test", "--help"),
    "evaluate": ("evaluate", "--expression", 'Join(" ", [givenName], ToUpper([surname]))'),
    "evaluate, misspelled": ("evaluate", "--expression", "Jion([a])"),
    "evaluate --batch": ("evaluate", "--batch"),
}
LINE = {"id": 1, "expression": 'Switch([a], "b", "c", "d")', "person": {"a": "c"}}
INPUT = json.dumps(LINE).encode() + b"\n"

pytestmark = pytest.mark.bench


def seconds(*arguments: str) -> float:
    """Processor time of one process and all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=ROOT, input=INPUT, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_light_subcommands_start_quickly() -> None:
    # Alternating, so that other work of the machine affects all of them; the minimum is the least
    # disturbed.
    base: list[float] = []
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _round in range(ROUNDS):
        base.append(seconds(*BASE))
        for name, arguments in COMMANDS.items():
            times[name].append(seconds("-m", "wizard", *arguments))
    ratios = {name: min(measured) / min(base) for name, measured in times.items()}
    for name, ratio in ratios.items():
        print(f"{name:22} {ratio:.2f} times {min(base) * 1000:.0f} ms (at most {MOST})")
    assert {name: ratio for name, ratio in ratios.items() if ratio > MOST} == {}
