"""The flags of `scope`."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.arguments import add_application, add_committing, add_common
from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the actions `show`, `filter` and `count`."""
    parser.description = _("Show who is in scope, set the scoping filter, and count people.")
    actions = parser.add_subparsers(
        title=_("actions"), metavar="ACTION", required=True, prog=parser.prog, dest="action"
    )
    show = actions.add_parser("show", help=_("show the saved scope and the scoping filter"))
    show.description = _("Show the saved scope and the scoping filter. Changes nothing.")
    add_common(show)
    add_application(show)
    change = actions.add_parser("filter", help=_("set or remove the scoping filter"))
    change.description = _(
        "Set or remove the scoping filter, after showing what that does to people. The conditions replace "
        "the present filter."
    )
    what = change.add_mutually_exclusive_group(required=True)
    _add_where(what)
    what.add_argument("--remove", action="store_true", help=_("remove the filter: everyone passes"))
    _add_or(change)
    add_common(change)
    add_application(change)
    add_committing(change)
    count = actions.add_parser("count", help=_("count who passes the filter"))
    count.description = _(
        "Count who passes the saved scoping filter, or other conditions, among those in the saved scope. "
        "Changes nothing."
    )
    _add_where(count)
    _add_or(count)
    add_common(count)
    add_application(count)


def _add_where(parser: Any) -> None:
    parser.add_argument(
        "--where",
        action=_Where,
        metavar="CONDITION",
        help=_(
            'a condition, such as "department EQUALS Support" or "mail IS NOT NULL"; all of them must hold'
        ),
    )


def _add_or(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--or",
        action=_Or,
        nargs=0,
        dest="where",
        help=_("begin another group of conditions; one group must hold"),
    )


class _Where(argparse.Action):
    """`--where`: adds a condition to the last group of `where`."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option: Any = None,
    ) -> None:
        groups: list[list[str]] = [*(namespace.where or [[]])]
        namespace.where = [*groups[:-1], [*groups[-1], values]]


class _Or(argparse.Action):
    """`--or`: begins another group of `where`."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option: Any = None,
    ) -> None:
        groups: list[list[str]] = [*(namespace.where or [[]])]
        if not groups[-1]:
            parser.error(_("--or stands between two conditions, and there is none before it."))
        namespace.where = [*groups, []]
