"""The flags of `why`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_application, add_common, add_key_stdin
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Explain why one person has no account in Playvox, why the account was deactivated, or why it "
        "shows old values. Reads Entra, Playvox and the provisioning log; changes nothing."
    )
    parser.add_argument(
        "person",
        metavar="PERSON",
        help=_("user principal name, email address, object id or display name"),
    )
    add_common(parser)
    add_application(parser)
    add_key_stdin(parser)
