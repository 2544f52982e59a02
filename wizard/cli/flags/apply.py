"""The flags of `apply`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.arguments import add_agreeing, add_common, add_config, add_field_stdin
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Make the tenant match a configuration file, after showing what that changes.")
    add_common(parser)
    add_config(parser)
    add_agreeing(parser, _("read the Playvox key from the first line of standard input"))
    add_field_stdin(parser)
    parser.add_argument(
        "--plan",
        type=Path,
        metavar="FILE",
        help=_("apply only what this saved plan says"),
    )
    parser.add_argument(
        "--max-deactivations",
        type=_number,
        metavar="N",
        help=_("stop without any change when more people could lose access"),
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise argparse.ArgumentTypeError(_("It is not a number of people."))
    return int(text)
