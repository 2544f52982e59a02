"""The flags of `provision`."""

from __future__ import annotations

import argparse
from pathlib import Path

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
        nargs="*",
        type=person_name,
        metavar="PERSON",
        help=_("sign-in name, mail address or object id"),
    )
    parser.add_argument(
        "--file",
        type=Path,
        metavar="LIST",
        help=_("provision the people in this text or CSV file, one per line; who is not found is reported"),
    )
    parser.add_argument(
        "--resume", action="store_true", help=_("go on with the list of the run that was interrupted")
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
