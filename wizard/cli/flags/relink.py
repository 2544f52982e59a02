"""The flags of `relink`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_agreeing, add_application, add_common
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Delete the stored link between one person and an account in Playvox, and have Microsoft's service "
        "match the person again. Correct the cause first. Provisioning is paused meanwhile. This uses a "
        "part of Microsoft Graph that is in beta. An interrupted run goes on."
    )
    parser.add_argument("person", metavar="PERSON", help=_("sign-in name or object id"))
    add_common(parser)
    add_application(parser)
    add_agreeing(parser, _("read the Playvox key from the first line of standard input"))
