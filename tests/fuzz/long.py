"""Sends new damages through every door: `python -m tests.fuzz.long SECONDS [DOOR …]`.

What is neither read nor a problem with words is written to the corpus, and named with the place.
"""

from __future__ import annotations

import hashlib
import sys
import time
import traceback
import warnings
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.test_doors import CORPUS, DOORS, come_through

SLOW = 3.0  # seconds


def main(arguments: list[str]) -> int:
    """The number of kinds of failures found."""
    seconds = float(arguments[0]) if arguments else 60.0
    warnings.simplefilter("ignore")
    seen: set[str] = set()
    every = settings(
        max_examples=max(100, int(seconds * 200)),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for name in arguments[1:] or DOORS:
        every(given(DOORS[name][2])(_check(name, time.monotonic() + seconds, seen)))()
    return len(seen)


def _check(name: str, end: float, seen: set[str]) -> Callable[[bytes], None]:
    folder, door, _damages = DOORS[name]

    def check(data: bytes) -> None:
        began = time.monotonic()
        if began > end:
            return
        try:
            come_through(door, data)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            last = ([each for each in frames if "/wizard/" in each.filename] or list(frames))[-1]
            kind = f"{type(error).__name__} {last.filename}:{last.lineno}"
            if kind not in seen:
                seen.add(kind)
                mark = hashlib.sha256(data).hexdigest()[:8]
                path = CORPUS / folder / f"{name.replace(' ', '-')}-{mark}"
                path.write_bytes(data)
                print(f"{path.name}: {kind}: {str(error)[:200]}", flush=True)
        if (took := time.monotonic() - began) > SLOW:
            print(f"{name}: {took:.1f} s for {data[:100]!r}", flush=True)

    return check


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
