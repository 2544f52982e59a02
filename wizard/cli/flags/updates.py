"""The flags of `updates`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Say whether a newer version is published. Nothing is ever downloaded or installed, and without "
        "--check nothing is requested."
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help=_("check now"))
    choice.add_argument(
        "--on", action="store_true", help=_("check once a day while the window is open; off at first")
    )
    choice.add_argument("--off", action="store_true", help=_("no longer check by itself"))
    parser.add_argument("--data-folder", type=Path, metavar="DIR", help=_("where the setting is kept"))
