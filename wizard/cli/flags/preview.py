"""The flags of `preview`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.flags.evaluate import add_now
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Show the request that Entra's provisioning service would send for one person. Works offline."
    )
    parser.add_argument("--person", type=Path, metavar="FILE", required=True, help=_("the person, as JSON"))
    parser.add_argument("--schema", type=Path, metavar="FILE", required=True, help=_("the schema, as JSON"))
    parser.add_argument(
        "--playvox-account", type=Path, metavar="FILE", help=_("the account in Playvox, as JSON")
    )
    parser.add_argument("--account", type=Path, help=argparse.SUPPRESS)  # the name it once had
    parser.add_argument(
        "--compliant", action="store_true", help=_("the Tenant URL carries aadOptscim062020")
    )
    parser.add_argument("--out-of-scope", action="store_true", help=_("the person is not assigned"))
    add_now(parser)
