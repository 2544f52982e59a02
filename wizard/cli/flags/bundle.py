"""The flags of `bundle`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.arguments import add_common
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Show a support bundle, without keys and people's names, and save it.")
    add_common(parser)
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("the zip file to save"))
    parser.add_argument("--yes", action="store_true", help=_("save without asking"))
    parser.add_argument(
        "--refresh", action="store_true", help=_("sign in and read how the setup stands first")
    )
