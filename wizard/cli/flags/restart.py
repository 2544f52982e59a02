"""The flags of `restart`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_application, add_committing, add_common
from wizard.messages import _
from wizard.messages.labels import RESTARTS, restart_words


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Restart provisioning and clear a part of its stored state, after showing what that does to "
        "people. A restart also turns provisioning on. It cannot be undone."
    )
    cleared = {name.replace("_", "-"): restart_words(name) for name in RESTARTS}
    parser.epilog = " ".join(
        [
            _("What --clear can name:"),
            *(f"{name}: {title}. {what}" for name, (title, what) in cleared.items()),
        ]
    )
    add_common(parser)
    add_application(parser)
    parser.add_argument(
        "--clear",
        choices=tuple(cleared),
        default="portal",
        help=_("what is cleared, as explained below; default: portal, as the admin center's own restart"),
    )
    add_committing(parser)
