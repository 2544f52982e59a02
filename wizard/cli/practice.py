"""`practice`: a practice tenant that other programs can use, and changes in one that runs."""

from __future__ import annotations

import argparse
import asyncio

from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import json_text, say
from wizard.cli.result_file import must_be_writable, save_result
from wizard.cli.streams import lost
from wizard.messages import _
from wizard.problem import Problem, ProblemError
from wizard.usage import WrongUseError, near


async def run(args: argparse.Namespace) -> int:
    """`serve` serves until the process is stopped, which is a success."""
    if args.action == "serve":
        return await _serve(args)
    from wizard.cli.practice_people import run_action

    return await run_action(args)


async def _serve(args: argparse.Namespace) -> int:
    # A web server, certificates and a generated directory: loaded only when needed.
    from wizard import practice
    from wizard.practice.faults import REGISTRY, UnknownFaultError

    if args.output is not None:
        must_be_writable(args.output)
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
    served = False
    try:
        async with practice.start(options) as running:
            line = json_text(running.line.model_dump(mode="json"), indent=None)
            print(line, flush=True)
            if lost() is not None:
                return ExitCode.FAILS  # nobody could use it
            if args.output is not None:
                save_result(args.output, line + "\n")
            say(_("The practice tenant is running. Ctrl+C stops it."))
            served = True
            await running.wait_stopped()
    except UnknownFaultError as error:
        facts = {"name": str(error), "near": near(str(error), REGISTRY)}
        raise WrongUseError(Problem("practice_fault_unknown", facts)) from error
    except practice.StateFolderError as error:
        raise ProblemError(
            Problem("practice_state_unusable", {"folder": str(args.state)}, str(error))
        ) from error
    except OSError as error:
        raise ProblemError(Problem("practice_ports_taken", {"port": str(args.port)}, str(error))) from error
    except asyncio.CancelledError:
        if not served:
            raise
        return ExitCode.DONE
    return ExitCode.DONE
