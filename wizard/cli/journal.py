"""`journal`: the changes this program made, with time and account."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.exit_codes import ExitCode
from wizard.cli.journals import journals
from wizard.cli.output import print_json, say
from wizard.messages import _
from wizard.messages.times import moment_to_second
from wizard.paths import data_folder
from wizard.setup import Operation


async def run(args: argparse.Namespace) -> int:
    """0 always: an empty journal is a result, too."""
    found = {setup: journal.operations() for setup, journal in journals(args)}
    if not any(found.values()):
        text = _("No operation is recorded in {folder}.")
        say(text.format(folder=args.data_folder or data_folder()))
    if args.json:
        print_json({"operations": [_as_json(name, each) for name, rows in found.items() for each in rows]})
        return ExitCode.DONE
    for name, rows in found.items():
        for each in rows:
            when = moment_to_second(each.began)
            print(f"{when}  {each.state:8}  {each.kind:18}  {each.account}  {name}  {each.subject}")
    return ExitCode.DONE


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
