"""Runs the tests: first those that can run in parallel, then those with windows.

`python -m build.run_tests` runs everything whose result does not depend on the machine's load, and `subset`
the part of it that CI runs with a second Python and Qt. `bench` runs the measurements, which need an idle
machine, `packaging` tests the frozen program, `bare` its Debian package and `make run` in a fresh Debian,
and `windows` the installed Windows program under wine.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

# Two for each core, hyper-threads counted: half of the time, tests wait for other processes.
_WORKERS = 2 * (psutil.cpu_count(logical=True) or 1)

_LATER = "not bench and not packaging and not bare and not windows"

_AT_ONCE = (
    *("-n", str(_WORKERS), "--dist", "loadfile", "--no-loadscope-reorder"),
    *("-m", f"not journey and {_LATER}"),
)
# What another Python or Qt may break.
_SUBSET = [
    f"tests/{name}" for name in ("mapping", "messages", "network", "playvox", "security", "setup", "ui")
]

# On a busy machine a process may answer too late: what failed beside other tests runs once more alone.
_ALONE_AGAIN = {"all", "subset"}

# Where the tests of a kind are, because collecting all tests takes half a minute.
_PLACES = {
    "packaging": ["tests/packaging", "tests/bench/frozen"],
    "bare": ["tests/packaging"],
    "windows": ["tests/packaging/windows"],
}

# Minutes in another process are no reason to worry.
_SLOW = ("-o", "faulthandler_timeout=0", "--durations", "0", "--durations-min", "5")

# Journeys share one screen.
_PHASES = {
    "all": (_AT_ONCE, ("-m", f"journey and {_LATER}")),
    "subset": ((*_AT_ONCE, *_SUBSET),),
    "bench": (("-m", "bench"),),
    "packaging": ((*_SLOW, "-m", "packaging"),),
    "bare": ((*_SLOW, "-m", "bare"),),
    "windows": ((*_SLOW, "-m", "windows"),),
}


def main(arguments: list[str]) -> int:
    """Run every phase, also after a failed one, so that one run reports everything."""
    kind = arguments[0] if arguments else "all"
    if kind not in _PHASES:
        sys.exit(f"usage: python -m build.run_tests [{'|'.join(_PHASES)}]")
    more = arguments[1:]
    if not any(Path(each.partition("::")[0]).exists() for each in more):
        more += _PLACES.get(kind, [])
    codes = []
    for options in _PHASES[kind]:
        code = _pytest(*options, *more)
        if kind in _ALONE_AGAIN and code == pytest.ExitCode.TESTS_FAILED:
            print("Failed beside other tests; now each alone:", flush=True)
            code = _pytest(*options, *more, "-n", "0", "--dist", "no", "--last-failed")
        codes.append(code)
    return max(codes)


def _pytest(*options: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *options], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
