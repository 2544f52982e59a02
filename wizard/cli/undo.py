"""`undo`: undoes one change of `history`, after showing what that will do."""

from __future__ import annotations

import argparse
from functools import partial

from wizard.cli.committing import Committing, PlannedCommit
from wizard.cli.session import assistant_for
from wizard.cli.typed import read_key
from wizard.problem import ProblemError


async def run(args: argparse.Namespace) -> int:
    """0: undone, or already as before; 1: shown but not done; 2: it cannot be undone."""
    key = await read_key() if args.key_stdin else None
    committing = Committing(args)
    try:
        async with assistant_for(args, key) as assistant:
            if assistant.context.key_store.key is None:
                await assistant.context.key_store.load()
            history = assistant.history
            commit = PlannedCommit(
                partial(history.plan_undo, args.number), partial(history.undo, args.number)
            )
            code = await committing.run(assistant, commit)
    except ProblemError as error:
        return committing.failed(error.problem)
    return committing.finish(code)
