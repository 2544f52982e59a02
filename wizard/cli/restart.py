"""`restart`: restarts provisioning and clears a part of its stored state, after showing what that does."""

from __future__ import annotations

import argparse

from wizard.cli.application import application_in_use
from wizard.cli.committing import Committing, PlannedCommit
from wizard.cli.typed import read_key
from wizard.problem import ProblemError


async def run(args: argparse.Namespace) -> int:
    """0: restarted; 1: shown but not done; 2: a problem."""
    key = await read_key() if args.key_stdin else None
    committing = Committing(args)
    choice = args.clear.replace("-", "_")
    try:
        async with application_in_use(args, key) as assistant:
            monitor = assistant.monitor
            commit = PlannedCommit(lambda: monitor.plan_restart(choice), lambda: monitor.restart(choice))
            code = await committing.run(assistant, commit)
    except ProblemError as error:
        return committing.failed(error.problem)
    return committing.finish(code)
