"""The flags of `evaluate`."""

from __future__ import annotations

import argparse
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
    parser.add_argument("--now", metavar="TIME", help=_("the moment Now() gives, as ISO 8601"))
