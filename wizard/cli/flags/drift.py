"""The flags of `drift`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_common, add_config, add_key_sending
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Compare the tenant with a configuration file. Changes nothing.")
    add_common(parser)
    add_key_sending(parser)
    add_config(parser)
    parser.add_argument(
        "--key-stdin", action="store_true", help=_("compare with the key on standard input as well")
    )
