"""Fixtures for every test: a private home, no internet access, and a check for what it leaves running.

Imported before Qt: without a platform plug-in chosen, Qt would search for a screen.
"""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

pytest_plugins = [
    f"tests.fixtures.{name}"
    for name in (
        "session",
        "network_guard",
        "log_guard",
        "left_overs",
        "order",
        "practice",
        "invented_examples",
        "laboratory",
        "loop_clock",
    )
]
