"""The flags of `plan`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.arguments import PLAN_FORMATS, add_common, add_key_sending
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Show what provisioning would do to each person. Changes nothing.")
    parser.add_argument(
        "action",
        nargs="?",
        choices=("show", "compare"),
        help=_("show a saved plan, or compare it with what happened since"),
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=_("the saved plan (JSON Lines)"))
    add_common(parser)
    add_key_sending(parser)
    parser.add_argument(
        "--config",
        type=Path,
        metavar="CONFIG",
        help=_("plan for the tenant as this file would make it"),
    )
    parser.add_argument(
        "--scope", choices=("assigned", "all"), help=_("plan for this scope instead of the saved one")
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("save the plan in this file"))
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
