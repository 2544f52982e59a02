"""Signals keep their references: PySide6 6.12.0 on Python 3.11 aborts after some hundred boolean emits."""

from __future__ import annotations

import subprocess
import sys

MANY = 100_000
PROGRAM = f"""
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Sender(QObject):
    switched = Signal(bool)

app = QCoreApplication([])
heard = []
sender = Sender()
sender.switched.connect(heard.append)
for number in range({MANY}):
    sender.switched.emit(number % 2 == 0)
print(len(heard), sum(heard))
"""


def test_a_hundred_thousand_emits_are_survived() -> None:
    # In a separate process: the defect ends the entire interpreter.
    answer = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == [str(MANY), str(MANY // 2)]
