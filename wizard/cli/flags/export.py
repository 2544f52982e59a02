"""The flags of `export`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.arguments import add_common
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Write the tenant's setup as a configuration file for apply. The file never holds the key."
    )
    add_common(parser)
    parser.add_argument(
        "--application", default="", metavar="NAME", help=_("name or object id; default: the one in use")
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("write here instead of showing it"))
    parser.add_argument("--force", action="store_true", help=_("replace the file if it exists"))
