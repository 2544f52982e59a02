"""`history`: the changes this program made, in sentences, with the numbers for `undo`."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.exit_codes import ExitCode
from wizard.cli.journals import journals
from wizard.cli.output import print_json, say, tell
from wizard.messages import _, ngettext
from wizard.messages.times import moment
from wizard.paths import data_folder
from wizard.setup import OperationState
from wizard.steps.base.interrupted import LOOKS
from wizard.steps.history.step import history_rows
from wizard.steps.history.view import HistoryRow


async def run(args: argparse.Namespace) -> int:
    """0 always: an empty history is a result, too."""
    found = [
        (setup, row) for setup, journal in journals(args) for row in history_rows(journal.operations())
    ]
    open_ends = sum(row.state == OperationState.BEGUN and row.kind in LOOKS for _setup, row in found)
    if open_ends:
        text = ngettext(
            "The result of {n} change is not known. “status” and “apply” read it from Entra.",
            "The results of {n} changes are not known. “status” and “apply” read them from Entra.",
            open_ends,
        )
        tell(text.format(n=open_ends))
    if not found:
        text = _("Nothing was changed by this program: no change is recorded in {folder}.")
        say(text.format(folder=args.data_folder or data_folder()))
    if args.json:
        print_json({"changes": [_as_json(setup, row) for setup, row in found]})
        return ExitCode.DONE
    for _setup, row in found:
        when = moment(row.shown_time)
        print(f"{row.id:5}  {when}  {row.account}  {row.title} ({row.state_text})")
        for each in row.changes:
            print(f"       {each.sign} {each.what}" + (f": {each.detail}" if each.detail else ""))
    return ExitCode.DONE


def _as_json(setup: str, row: HistoryRow) -> dict[str, Any]:
    return {
        "setup": setup,
        "id": row.id,
        "when": row.when.isoformat(),
        "account": row.account,
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "changes": [{"sign": each.sign, "what": each.what, "detail": each.detail} for each in row.changes],
        "can_undo": not row.why_not,
        "why_not": row.why_not,
    }
