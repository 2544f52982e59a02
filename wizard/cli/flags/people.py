"""The flags of `people`."""

from __future__ import annotations

import argparse

from wizard.cli.arguments import add_application, add_committing, add_common
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the actions `list`, `assign` and `unassign`."""
    parser.description = _(
        "Show who is assigned to the application, assign people and groups, or remove them."
    )
    actions = parser.add_subparsers(
        title=_("actions"), metavar="ACTION", required=True, prog=parser.prog, dest="action"
    )
    listing = actions.add_parser(
        "list", help=_("show everyone who is assigned, with role, and directly or by which group")
    )
    listing.description = _(
        "Show everyone who is assigned, with role, and directly or by which group. Changes nothing."
    )
    add_common(listing)
    add_application(listing)
    assign = actions.add_parser("assign", help=_("assign people and groups"))
    assign.description = _("Assign people and groups, after showing what that does to people.")
    _add_names(assign)
    assign.add_argument(
        "--role",
        default="",
        metavar="ROLE",
        help=_(
            "name, value or id; default: User, else the only one. It replaces the role of those assigned"
        ),
    )
    unassign = actions.add_parser("unassign", help=_("remove assignments of people and groups"))
    unassign.description = _(
        "Remove assignments of people and groups, after showing who loses access. Their accounts are not "
        "deleted."
    )
    _add_names(unassign)


def _add_names(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "names",
        nargs="+",
        metavar="NAME",
        help=_("sign-in name or object id of a person; group:NAME or group:ID for a group"),
    )
    add_common(parser)
    add_application(parser)
    add_committing(parser)
