"""The flags of `provision`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_application, add_committing, add_common
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Let Microsoft's service provision people on demand, one after the other, after showing what "
        "happens to each. This changes Playvox at once, also while provisioning is off."
    )
    parser.add_argument(
        "people",
        nargs="+",
        type=person_name,
        metavar="PERSON",
        help=_("sign-in name or object id"),
    )
    add_common(parser)
    add_application(parser)
    add_committing(parser)


def person_name(text: str) -> str:
    """A person's name as typed; a group is none."""
    if text.startswith("group:"):
        raise argparse.ArgumentTypeError(_("It is a group. Name people one by one."))
    if not text.strip():
        raise argparse.ArgumentTypeError(_("It is empty."))
    return text.strip()
