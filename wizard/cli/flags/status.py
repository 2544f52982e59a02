"""The flags of `status`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_common
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Show how the setup stands, step by step, as Entra and Playvox have it.")
    add_common(parser)
