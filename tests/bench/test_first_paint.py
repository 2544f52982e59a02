"""The window appears about as fast as any Qt window written in Python can."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from build.private_session import PrivateSession

ROOT = Path(__file__).resolve().parents[2]
MOST = 1.6  # times as long as an empty window, until there is a window
MOST_FILLED = 2.8  # times as long as an empty window, until its content is there
ROUNDS = 7

# Both print when the window was first painted; ours also when its content was.
EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
        QTimer.singleShot(0, app.quit)

app = QApplication([])
window = Window()
window.resize(1280, 820)
window.show()
app.exec()
"""
OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from wizard.app import Program, _parser

app = QApplication([])
options = _parser().parse_args([])
program = Program(app, options, Path(sys.argv[1]))

def filled():
    print("filled", flush=True)
    QTimer.singleShot(0, app.quit)

def painted():
    print("painted", flush=True)
    QTimer.singleShot(0, lambda: program.window.painted.connect(filled))

program.frame.painted.connect(painted)
program.frame.show()
app.exec()
program.close()
"""


def seconds_to_first_paint(session: PrivateSession, code: str, folder: Path) -> tuple[float, float]:
    """Seconds from starting the interpreter to the first paint, and to the last line printed."""
    environment = {**session.environment, "QT_QPA_PLATFORM": "xcb"}
    # An installed program keeps its compiled modules, whatever the test machine's settings are.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        moments = [(line, time.perf_counter() - begin) for line in process.stdout]
    assert moments[0][0] == "painted\n"
    return moments[0][1], moments[-1][1]


@pytest.mark.bench
def test_the_window_paints_as_soon_as_an_empty_one(private_session: PrivateSession, tmp_path: Path) -> None:
    private_session.start_screen()
    for code in (EMPTY, OURS):  # once to fill the disk cache and compile the modules
        seconds_to_first_paint(private_session, code, tmp_path)
    empty, ours, filled = [], [], []
    for _ in range(ROUNDS):  # alternating, so that other work of the machine affects both
        empty.append(seconds_to_first_paint(private_session, EMPTY, tmp_path)[0])
        frame, content = seconds_to_first_paint(private_session, OURS, tmp_path)
        ours.append(frame)
        filled.append(content)
    floor, first, last = (statistics.median(times) for times in (empty, ours, filled))
    print(
        f"first paint: empty {floor:.3f} s, ours {first:.3f} s, × {first / floor:.2f} (at most {MOST}); "
        f"with content {last:.3f} s, × {last / floor:.2f} (at most {MOST_FILLED})"
    )

    assert first / floor <= MOST
    assert last / floor <= MOST_FILLED
