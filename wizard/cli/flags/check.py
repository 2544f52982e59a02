"""The flags of `check`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_config
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Check a configuration file without signing in: every mistake with its line and column."
    )
    add_config(parser, "config")
