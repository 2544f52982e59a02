"""`provision`: provisions people on demand, one after the other, after showing what happens to each."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.application import application_in_use
from wizard.cli.committing import Committing, PlannedCommit
from wizard.cli.exit_codes import ExitCode
from wizard.cli.provision_queue import ProvisionQueue
from wizard.cli.session import with_proof
from wizard.cli.typed import read_key
from wizard.problem import Problem, ProblemError


async def run(args: argparse.Namespace) -> int:
    """0: all provisioned; 1: shown but not done, or somebody was skipped or failed; 2: a problem."""
    if sum((bool(args.people), args.file is not None, args.resume)) != 1:
        raise args.wrong(Problem("usage.one_list"))
    key = await read_key() if args.key_stdin else None
    committing = Committing(args)
    queue: ProvisionQueue | None = None

    def more() -> dict[str, Any]:
        return queue.json() if queue is not None else {"planned": [], "results": [], "not_found": []}

    try:
        async with application_in_use(args, key) as assistant:
            queue = ProvisionQueue(assistant, args.max_deactivations)
            chosen = queue
            await with_proof(assistant, lambda: chosen.choose(args.people, args.file, resume=args.resume))
            try:
                code = await committing.run(assistant, PlannedCommit(queue.plan, queue.provision))
            finally:
                if not args.json:
                    queue.print_results()
    except ProblemError as error:
        return committing.failed(error.problem, more)
    if code is ExitCode.DONE and not queue.all_succeeded:
        code = ExitCode.ATTENTION
    return committing.finish(code, more)
