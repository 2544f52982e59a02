"""The flags of `undo`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_committing, add_common
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Undo one change of the history, after showing what that changes.")
    add_common(parser)
    parser.add_argument("number", type=int, metavar="NUMBER", help=_("the change's number in `history`"))
    add_committing(parser)
