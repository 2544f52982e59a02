"""What every test gets: a private home, no way out to the internet, and a look at what it leaves behind.

This module is read before anything of Qt: without a platform plug-in chosen, Qt would look for a screen.
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
        "practice",
        "invented_examples",
        "laboratory",
    )
]
