"""The flags of `practice`."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the action `serve`."""
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
