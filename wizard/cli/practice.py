"""`practice serve`: a practice tenant that other programs can use."""

from __future__ import annotations

import argparse
import asyncio

from wizard.cli.exit_codes import ExitCode
from wizard.problem import Problem, ProblemError, near_name
from wizard.usage import WrongUseError


async def run(args: argparse.Namespace) -> int:
    """Serve until the process is stopped, which is a success."""
    # A web server, certificates and a generated directory: loaded only when needed.
    from wizard import practice
    from wizard.practice.faultlist import GROUPS
    from wizard.practice.faults import UnknownFaultError

    try:
        options = practice.PracticeOptions(
            people=args.people,
            seed=args.seed,
            seed_ids=args.seed_ids,
            port=args.port,
            state=args.state,
            clock_speed=args.clock_speed,
            faults=tuple(args.fault),
            replication_lag=args.replication_lag,
        )
    except ValueError as error:
        raise WrongUseError(Problem("practice_options_wrong", {"reason": str(error)})) from error
    try:
        async with practice.start(options) as running:
            # ASCII, so that a reader need not know this output's encoding.
            print(running.line.model_dump_json(ensure_ascii=True), flush=True)
            await running.wait_stopped()
    except UnknownFaultError as error:
        names = [name for group in GROUPS.values() for name in group]
        facts = {"name": str(error), "near": near_name(str(error), names)}
        raise WrongUseError(Problem("practice_fault_unknown", facts)) from error
    except practice.StateFolderError as error:
        raise ProblemError(
            Problem("practice_state_unusable", {"folder": str(args.state)}, str(error))
        ) from error
    except OSError as error:
        raise ProblemError(Problem("practice_ports_taken", {"port": str(args.port)}, str(error))) from error
    except asyncio.CancelledError:
        return ExitCode.DONE
    return ExitCode.DONE
