"""The flags of `practice`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the actions `serve`, `people`, `change` and `cycle`."""
    parser.description = _("Run a practice tenant on this computer, for this program and others.")
    actions = parser.add_subparsers(
        title=_("actions"), dest="action", metavar="ACTION", required=True, prog=parser.prog
    )
    serve = actions.add_parser(
        "serve", help=_("start the servers, print one JSON line that describes them, and run until stopped")
    )
    serve.add_argument("--people", type=int, default=200, metavar="N", help=_("how many people to invent"))
    serve.add_argument(
        "--seed", type=int, default=1, metavar="S", help=_("the same seed invents the same people")
    )
    serve.add_argument(
        "--seed-ids",
        action="store_true",
        help=_("take the tenant's own id from the seed, too; otherwise a new tenant gets a random one"),
    )
    serve.add_argument(
        "--port", type=int, default=0, metavar="PORT", help=_("first port; 0 takes any free one")
    )
    serve.add_argument(
        "--state", type=Path, metavar="DIR", help=_("keep the tenant, with its id, in this folder")
    )
    serve.add_argument(
        "--clock-speed", type=float, default=1.0, metavar="X", help=_("practice seconds per real second")
    )
    serve.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME",
        help=_("let something go wrong; may be repeated"),
    )
    serve.add_argument(
        "--replication-lag",
        type=float,
        default=0.4,
        metavar="SECONDS",
        help=_("how long readers may not see a write"),
    )
    serve.add_argument(
        "--output", type=Path, metavar="FILE", help=_("write the line into this file as well")
    )
    _declare_people(actions.add_parser("people", help=_("show people in Entra, deleted ones too")))
    _declare_change(actions.add_parser("change", help=_("change one person in Entra")))
    cycle = actions.add_parser("cycle", help=_("run a provisioning cycle now"))
    cycle.description = _("Run a provisioning cycle of every job that is on, and wait for its end.")
    _add_line(cycle)


def _declare_people(people: argparse.ArgumentParser) -> None:
    people.description = _("Show people in the practice tenant's Entra, the first 50 by name.")
    people.add_argument(
        "text",
        nargs="?",
        default="",
        metavar="TEXT",
        help=_("part of a name or sign-in name; default: everyone"),
    )
    _add_line(people)


def _declare_change(change: argparse.ArgumentParser) -> None:
    change.description = _(
        "Change one person in the practice tenant's Entra, as an administrator does there. The next "
        "cycle, or provisioning on demand, brings it to Playvox."
    )
    change.add_argument("person", metavar="PERSON", help=_("sign-in name or object id"))
    rename = change.add_argument_group(_("rename"))
    rename.add_argument("--given-name", default="", metavar="NAME", help=_("first name"))
    rename.add_argument("--surname", default="", metavar="NAME", help=_("last name"))
    rename.add_argument(
        "--display-name", default="", metavar="NAME", help=_("default: first and last name")
    )
    rename.add_argument(
        "--user-name", default="", metavar="NAME", help=_("sign-in name; an equal mail address follows")
    )
    move = change.add_argument_group(_("move"))
    move.add_argument(
        "--department", default="", metavar="NAME", help=_("department; dynamic groups follow")
    )
    move.add_argument(
        "--join", action="append", default=[], metavar="GROUP", help=_("add to this group; may be repeated")
    )
    move.add_argument(
        "--leave",
        action="append",
        default=[],
        metavar="GROUP",
        help=_("remove from this group; may be repeated"),
    )
    state = change.add_argument_group(_("account"))
    only = state.add_mutually_exclusive_group()
    for name, about in (
        ("disable", _("disable the account")),
        ("enable", _("enable the account")),
        ("delete", _("delete the person, who can be restored for 30 days")),
        ("restore", _("restore a deleted person, with their groups")),
        ("purge", _("delete a deleted person permanently")),
    ):
        only.add_argument(
            f"--{name}", dest="state", action="store_const", const=name, default="", help=about
        )
    _add_line(change)


def _add_line(parser: argparse.ArgumentParser) -> None:
    """The tenant that runs: one of this command's own would end with it."""
    parser.add_argument(
        "--practice",
        type=Path,
        required=True,
        metavar="FILE",
        help=_("the file with the line of a running `practice serve`"),
    )
