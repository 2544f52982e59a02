"""The frozen program is hardly larger than an empty Qt window with the same packages, and about as fast.

The empty window is frozen by the same filter with the packages that any such program needs: PySide6, httpx,
keyring, msal and pydantic. Run after `make package`.
"""

from __future__ import annotations

import hashlib
import shutil
import statistics
import sys
from pathlib import Path

import pytest

from build.package import FROZEN, LOCK, PROGRAM, ROOT, run_pyinstaller, size_of, strip_symbols
from build.private_session import PrivateSession
from tests.bench.frozen.mapped_window import start_to_window

pytestmark = pytest.mark.timeout(900)

LARGEST = 1.05  # times an empty window as PyInstaller leaves it
LARGEST_STRIPPED = 1.08  # times an empty window without symbols for debuggers, which ours has not either
SLOWEST = 1.2  # times as long until the window is there
SLOWEST_TO_QT = 1.5  # times as long as an empty window that has imported nothing but Qt
ROUNDS = 7

HERE = Path(__file__).resolve().parent
SPEC = HERE / "empty_window.spec"
KEPT = ROOT / ".cache" / "empty-window"


@pytest.fixture(scope="module")
def empty() -> Path:
    """The empty window, frozen; it is kept until what it is made from changes."""
    made_from = [SPEC, HERE / "empty_window.py", ROOT / "build" / "frozen.py", LOCK]
    content = b"".join(path.read_bytes() for path in made_from) + sys.version.encode()
    stamp, digest = KEPT / "made-from", hashlib.sha256(content).hexdigest()
    if not stamp.is_file() or stamp.read_text() != digest:
        shutil.rmtree(KEPT, ignore_errors=True)
        run_pyinstaller(SPEC, KEPT)
        stamp.write_text(digest)
    return KEPT / "empty-window"


@pytest.mark.packaging
def test_it_is_hardly_larger_than_an_empty_window(empty: Path, tmp_path: Path) -> None:
    stripped = Path(shutil.copytree(empty, tmp_path / "stripped", symlinks=True))
    strip_symbols(stripped)
    ours, theirs, least = size_of(FROZEN), size_of(empty), size_of(stripped)
    print(
        f"size: ours {ours / 1e6:.1f} MB, empty {theirs / 1e6:.1f} MB, × {ours / theirs:.3f} (≤ {LARGEST})"
    )
    print(f"empty without symbols {least / 1e6:.1f} MB, × {ours / least:.3f} (≤ {LARGEST_STRIPPED})")
    assert ours / theirs <= LARGEST
    assert ours / least <= LARGEST_STRIPPED


@pytest.mark.bench
@pytest.mark.skipif(not PROGRAM.is_file(), reason="needs the frozen program of `make package`")
def test_its_window_is_there_as_fast(empty: Path, private_session: PrivateSession) -> None:
    private_session.start_screen()
    environment = {**private_session.environment, "QT_QPA_PLATFORM": "xcb"}
    window = str(empty / "empty-window")
    programs = {"ours": [str(PROGRAM)], "empty": [window], "qt alone": [window, "--qt-alone"]}
    for command in programs.values():  # once to fill the disk cache
        start_to_window(command, environment)
    # Alternating, so that other work of the machine affects all of them.
    rounds = [
        {name: start_to_window(command, environment) for name, command in programs.items()}
        for _ in range(ROUNDS)
    ]
    ratios = {}
    for kind in ("seconds", "processor"):
        middle = {
            name: statistics.median(getattr(each[name], kind) for each in rounds) for name in programs
        }
        for name, most in (("empty", SLOWEST), ("qt alone", SLOWEST_TO_QT)):
            ratios[kind, name] = middle["ours"] / middle[name], most
            print(
                f"start, {kind}: ours {middle['ours']:.3f}, {name} {middle[name]:.3f}, "
                f"× {middle['ours'] / middle[name]:.2f} (at most {most})"
            )
    assert {key: found for key, (found, most) in ratios.items() if found > most} == {}
