"""Playvox Provisioning Setup: setup assistant and connection tester."""

import sys

__version__ = "0.1.0"

# httpx loads a command line of its own, with click, rich and pygments, wherever these are installed, which
# makes it twice as slow to load. It works without it when that module cannot be imported.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
