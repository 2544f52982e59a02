"""The flags of `evaluate`."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Evaluate an attribute mapping expression for one person. Works offline.")
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--expression", metavar="E", help=_("the expression"))
    given.add_argument(
        "--expression-stdin", action="store_true", help=_("read the expression from standard input")
    )
    given.add_argument(
        "--batch", action="store_true", help=_("read JSON Lines with id, expression and person")
    )
    parser.add_argument("--person", type=Path, metavar="FILE", help=_("JSON object with the attributes"))
    parser.add_argument(
        "--now", type=_moment, metavar="TIME", help=_("the moment Now() gives, as ISO 8601")
    )


def add_now(parser: argparse.ArgumentParser) -> None:
    """`--now TIME`."""
    about = _("the moment Now() gives, as ISO 8601")
    parser.add_argument("--now", type=_moment, metavar="TIME", help=about)


def _moment(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("It is not a time such as 2026-11-01T08:30.")) from None
    return text
