"""The Windows program is hardly larger than an empty Qt window with the same packages, and about as fast.

The empty window is that of tests/bench/frozen, frozen with Windows' Python as the program is.
"""

from __future__ import annotations

import hashlib
import statistics
from pathlib import Path

import pytest

from build.package import size_of
from build.windows import freezing, parts
from build.windows.places import PROGRAM, ROOT, WINDOW, WORK
from build.windows.wine import Wine
from tests.bench.frozen.mapped_window import seconds_to_window
from tests.bench.frozen.test_frozen_size_and_start import ROUNDS, SLOWEST, SPEC

pytestmark = pytest.mark.timeout(1800)

# Times an empty window: the same megabytes of our own are a larger part than on Linux. With 0.4 MB for the
# guide's pictures and its page for the browser.
LARGEST = 1.125
EMPTY = WORK / "empty" / "empty-window"


@pytest.fixture
def empty(prefix: Wine) -> Path:
    """The empty window, frozen; it is kept until what it is made from changes."""
    made_from = [SPEC, SPEC.with_suffix(".py"), ROOT / "build" / "frozen.py", parts.LOCK]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in made_from)).hexdigest()
    stamp = EMPTY.with_name("made-from")
    if not stamp.is_file() or stamp.read_text() != digest:
        stamp.unlink(missing_ok=True)
        freezing.run_pyinstaller(SPEC, EMPTY, prefix)
        stamp.write_text(digest)
    return EMPTY


@pytest.mark.windows
def test_it_is_hardly_larger_than_an_empty_window(empty: Path) -> None:
    ours, theirs = size_of(PROGRAM), size_of(empty)
    print(
        f"size: ours {ours / 1e6:.1f} MB, empty {theirs / 1e6:.1f} MB, × {ours / theirs:.3f} (≤ {LARGEST})"
    )
    assert ours / theirs <= LARGEST


@pytest.mark.bench
@pytest.mark.skipif(not (PROGRAM / WINDOW).is_file(), reason="needs the Windows program of `make windows`")
def test_its_window_is_there_as_fast(empty: Path, prefix: Wine) -> None:
    programs = (empty / "empty-window.exe", PROGRAM / WINDOW)

    def seconds(program: Path) -> float:
        try:
            return seconds_to_window(["wine", program], prefix.environment)
        finally:
            prefix.run("taskkill", "/F", "/IM", program.name)

    for program in programs:  # once to fill the disk cache
        seconds(program)
    # Alternating, so that other work of the machine affects both.
    times = [[seconds(program) for program in programs] for _ in range(ROUNDS)]
    least, ours = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"start: ours {ours:.3f} s, empty {least:.3f} s, × {ours / least:.2f} (at most {SLOWEST})")
    assert ours / least <= SLOWEST
