"""`relink`: deletes the stored link of one person, and has the service match the person again."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.application import application_in_use
from wizard.cli.committing import Committing, PlannedCommit
from wizard.cli.typed import read_key
from wizard.problem import ProblemError
from wizard.steps.relink.view import RelinkView


async def run(args: argparse.Namespace) -> int:
    """0: relinked; 1: shown but not done; 2: a problem, also when the person was not provisioned."""
    key = await read_key() if args.key_stdin else None
    committing = Committing(args)
    view: RelinkView | None = None
    try:
        async with application_in_use(args, key) as assistant:
            step = assistant.relink
            try:
                commit = PlannedCommit(
                    lambda: step.plan_relink(args.person), lambda: step.relink(args.person)
                )
                code = await committing.run(assistant, commit)
            finally:
                view = step.view
                if not args.json:
                    for row in view.stages:
                        if row.sentence:
                            print(f"{row.title}: {row.sentence}")
    except ProblemError as error:
        return committing.failed(error.problem, lambda: _json(view))
    return committing.finish(code, lambda: _json(view))


def _json(view: RelinkView | None) -> dict[str, Any]:
    return {
        "account_before": view.account_before if view is not None else "",
        "account": view.account if view is not None else "",
    }
