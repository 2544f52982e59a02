"""The flags of `plan`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.arguments import add_planning
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Show what provisioning would do to each person. Changes nothing.")
    parser.add_argument(
        "action",
        nargs="?",
        choices=("list", "show", "compare"),
        help=_(
            "list the plans saved with setups, show a saved plan, or compare it with what happened since"
        ),
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help=_("the saved plan: a file (JSON Lines), or an id that “plan list” shows"),
    )
    add_planning(
        parser,
        config=_("plan for the tenant as this file would make it"),
        scope=_("plan for this scope instead of the saved one"),
        output=_("save the plan in this file"),
    )
