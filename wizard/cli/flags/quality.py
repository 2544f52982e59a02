"""The flags of `quality`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.arguments import PLAN_FORMATS, add_common, add_key_sending
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Check the data of everyone in scope and all Playvox accounts before you turn provisioning on. "
        "Changes nothing."
    )
    add_common(parser)
    add_key_sending(parser)
    parser.add_argument(
        "--config",
        type=Path,
        metavar="CONFIG",
        help=_("check for the tenant as this file would make it"),
    )
    parser.add_argument(
        "--scope", choices=("assigned", "all"), help=_("check this scope instead of the saved one")
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("save everyone found in this file"))
    parser.add_argument(
        "--format",
        choices=PLAN_FORMATS,
        help=_("format of the saved file; default: what its name tells, else jsonl"),
    )
    parser.add_argument(
        "--key-stdin",
        action="store_true",
        help=_("read the Playvox key from the first line of standard input"),
    )
