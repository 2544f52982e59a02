"""The window's first paint imports no network code: that is loaded afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("asyncio", "cryptography", "httpx", "msal", "pydantic", "wizard.steps")
FIRST = """
import sys
import wizard.app, wizard.ui.shell.frame, wizard.ui.shell.window
import wizard.ui.session.session, wizard.ui.pages.start.page
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_the_first_page_loads_no_heavy_module() -> None:
    run = subprocess.run(
        [sys.executable, "-c", FIRST, *HEAVY], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []
