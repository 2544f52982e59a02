"""The flags of `history`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_journal_reading
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Show in words what this program changed, with the numbers that undo takes.")
    add_journal_reading(parser)
