"""The flags of `mappings`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_application, add_committing, add_common, add_key_sending, add_key_stdin
from wizard.cli.flags.provision import person_name
from wizard.messages import _

APPLY = ("always", "on_creation", "if_empty", "values_added", "multiple_values_added")
"""`wizard.cli.config.mappings.APPLIES`, which takes long to load."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the actions `list`, `set`, `reset` and `preview`."""
    parser.description = _("Show, change, reset and preview the attribute mappings of people.")
    actions = parser.add_subparsers(
        title=_("actions"), metavar="ACTION", required=True, prog=parser.prog, dest="action"
    )
    listing = actions.add_parser("list", help=_("show the attribute mappings"))
    listing.description = _("Show the attribute mappings of people. Changes nothing.")
    add_common(listing)
    add_application(listing)
    change = actions.add_parser("set", help=_("map one attribute, or map it no longer"))
    change.description = _(
        "Map one attribute of accounts, after showing what that does to people. What is left out stays as "
        "it is."
    )
    _declare_set(change)
    reset = actions.add_parser("reset", help=_("reset to Microsoft's default mappings"))
    reset.description = _(
        "Reset to the mappings that Microsoft's gallery gives this application, after showing what that "
        "does to people."
    )
    add_common(reset)
    add_application(reset)
    add_committing(reset)
    preview = actions.add_parser("preview", help=_("show what would be sent for one person"))
    preview.description = _(
        "Show what provisioning would send for one person, beside their account. Changes nothing."
    )
    preview.add_argument("person", type=person_name, metavar="PERSON", help=_("sign-in name or object id"))
    add_common(preview)
    add_application(preview)
    add_key_sending(preview)
    add_key_stdin(preview)


def _declare_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="TARGET", help=_("the attribute in Playvox, such as displayName"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--value",
        metavar="VALUE",
        help=_('an attribute such as mail, an expression, or a constant in quotation marks; "": none'),
    )
    what.add_argument("--remove", action="store_true", help=_("map it no longer"))
    parser.add_argument("--default", metavar="TEXT", help=_('value if there is none; "": no default'))
    parser.add_argument(
        "--matching", type=_order, metavar="N", help=_("order in which accounts are searched; 0: not by it")
    )
    parser.add_argument(
        "--apply",
        choices=APPLY,
        help=_(
            "when the attribute is sent; the last three are AttributeAddOnly, ValueAddOnly and "
            "MultiValueAddOnly of Microsoft Graph"
        ),
    )
    add_common(parser)
    add_application(parser)
    add_committing(parser)


def _order(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise argparse.ArgumentTypeError(_("It is not a whole number from 0 to 999."))
    return int(text)
