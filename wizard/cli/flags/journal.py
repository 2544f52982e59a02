"""The flags of `journal`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_journal_reading
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("List what this program changed, when, and with which account.")
    add_journal_reading(parser)
