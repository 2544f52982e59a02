"""The flags of `report`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.arguments import add_common, add_key_sending, add_key_stdin
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Write a report on the setup and its health: what is configured, who is in scope, tests, plans, "
        "changes and open issues. Changes nothing."
    )
    add_common(parser)
    add_key_sending(parser)
    add_key_stdin(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help=_("the file to save: .html for people, or .json")
    )
    parser.add_argument(
        "--names", action="store_true", help=_("with the names of people instead of pseudonyms")
    )
