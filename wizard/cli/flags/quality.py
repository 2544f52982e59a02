"""The flags of `quality`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_planning
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Check the data of everyone in scope and all Playvox accounts before you turn provisioning on. "
        "Changes nothing."
    )
    add_planning(
        parser,
        config=_("check for the tenant as this file would make it"),
        scope=_("check this scope instead of the saved one"),
        output=_("save everyone found in this file"),
    )
