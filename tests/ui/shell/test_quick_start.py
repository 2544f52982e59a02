"""The window is shown before what only its content needs, and painted before network code is loaded."""

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
# What the content needs, or a text with a secret, an error, the end of the session.
LATER = (
    *(*HEAVY, "html", "socket", "sqlite3", "datetime", "wizard.security.redactor"),
    *("wizard.messages.explanation", "wizard.ui.session.interrupts", "wizard.ui.widgets.text"),
)
SHOWN = """
import os, sys
import wizard.__main__, wizard.app
show = wizard.app.Program.open

def show_and_end(program):
    show(program)
    assert program.frame.isVisible()
    late = [name for name in sys.argv[3:] if name in sys.modules]
    late += ["Qt's own enumerations"] * ("Qt" in vars(sys.modules["PySide6.QtCore"]))
    print(*late, sep=", ", flush=True)
    os._exit(0)

wizard.app.Program.open = show_and_end
sys.exit(wizard.app.main(sys.argv[1:3]))
"""


def test_the_window_is_shown_before_what_only_its_content_needs(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SHOWN, "--data-folder", str(tmp_path), *LATER]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "\n"


def test_the_first_page_loads_no_heavy_module() -> None:
    run = subprocess.run(
        [sys.executable, "-c", FIRST, *HEAVY], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []
