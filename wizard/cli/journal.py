"""`journal`: what this program changed, when, as whom."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from wizard.cli.common import Exit, print_json
from wizard.paths import data_folder
from wizard.setup import Journal, Operation, Profiles
from wizard.words import _


def add(subparsers: Any) -> None:
    """Declare the subcommand."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "journal", help=_("list what this program changed"), description=__doc__
    )
    parser.add_argument("--json", action="store_true", help=_("answer with one JSON object"))
    parser.add_argument(
        "--practice",
        nargs="?",
        const="",
        metavar="FILE",
        help=_("list what was changed in practice tenants only"),
    )
    parser.add_argument("--data-folder", type=Path, metavar="DIR", help=_("where the journal is kept"))
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace) -> int:
    """0 always: an empty journal is an answer, too."""
    folder = args.data_folder or data_folder()
    found: dict[str, tuple[Operation, ...]] = {}
    for profile in Profiles(folder / "profiles").all():
        if args.practice is not None and not profile.practice:
            continue
        found[profile.id] = Journal(folder / "journal.sqlite", profile.id).operations()
    if args.json:
        print_json({"operations": [_as_json(name, each) for name, rows in found.items() for each in rows]})
        return Exit.DONE
    for name, rows in found.items():
        for each in rows:
            when = each.began.astimezone().strftime("%Y-%m-%d %H:%M:%S")
            print(f"{when}  {each.state:8}  {each.kind:18}  {each.account}  {name}  {each.subject}")
    return Exit.DONE


def _as_json(setup: str, operation: Operation) -> dict[str, Any]:
    return {
        "setup": setup,
        "id": operation.id,
        "kind": operation.kind,
        "subject": operation.subject,
        "account": operation.account,
        "began": operation.began.isoformat(),
        "ended": operation.ended.isoformat() if operation.ended else None,
        "state": operation.state.value,
        "old": dict(operation.old),
        "new": dict(operation.new),
        "outcome": dict(operation.outcome),
    }
