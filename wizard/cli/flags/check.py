"""The flags of `check`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Check a configuration file without signing in: every mistake with its line and column."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the TOML file"))
    parser.add_argument("--json", action="store_true", help=_("answer with one JSON object"))
