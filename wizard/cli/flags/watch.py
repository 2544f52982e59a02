"""The flags of `watch`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from wizard.cli.arguments import add_common, add_key_sending, add_key_stdin
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Check again and again whether provisioning works, and print one line for each change. Changes "
        "nothing. Ctrl+C ends it. With --once it checks once, for a scheduler."
    )
    add_common(parser)
    add_key_sending(parser)
    add_key_stdin(parser)
    parser.add_argument(
        "--once", action="store_true", help=_("check once; the exit code gives the state: 0, 1 or 2")
    )
    for flag, least, most, usual, unit, purpose in (
        ("--interval", 1, 1440, 5, "MINUTES", _("time between two checks; default: 5 minutes")),
        (
            "--max-failures",
            0,
            100,
            10,
            "PERCENT",
            _("so many of the newest 100 log results may be failures; default: 10"),
        ),
        (
            "--max-key-age",
            1,
            36500,
            365,
            "DAYS",
            _("the key in Entra may be this old; default: 365 days; known only where it was saved"),
        ),
    ):
        parser.add_argument(flag, type=_between(least, most), default=usual, metavar=unit, help=purpose)
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help=_("also compare the tenant with this file"),
    )


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
            message = _("It is not a number from {least} to {most}.")
            raise argparse.ArgumentTypeError(message.format(least=least, most=most))
        return int(text)

    return number
