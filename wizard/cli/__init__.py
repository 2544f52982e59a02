"""The command line: the same steps without a window. Exit codes: docs/cli.md."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import importlib.util
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from wizard import __version__
from wizard.cli.common import (
    ExitCode,
    print_problem,
)
from wizard.messages import _
from wizard.problem import ProblemError
from wizard.security.redactor import redact

COMMANDS = (
    "status",
    "apply",
    "drift",
    "export",
    "history",
    "undo",
    "journal",
    "bundle",
    "test",
    "preview",
    "evaluate",
    "practice",
)


class _Parser(argparse.ArgumentParser):
    """argparse leaves with 2, which here means "does not work"; wrong use is 3."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(ExitCode.WRONG_USE, f"{self.prog}: {message}\n")


def main(argv: Sequence[str]) -> int:
    """Run one subcommand; returns the process's exit code."""
    arguments = list(argv)
    parser = _parser(arguments)
    try:
        args = parser.parse_args(arguments)
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else ExitCode.WRONG_USE
    try:
        with asyncio.Runner() as runner:
            return int(runner.run(_until_stopped(args)))
    except ProblemError as error:
        print_problem(error.problem, as_json=getattr(args, "json", False))
        return ExitCode.FAILS
    except (KeyboardInterrupt, asyncio.CancelledError):
        print(_("Stopped."), file=sys.stderr)
        return ExitCode.CANCELLED
    except BrokenPipeError:
        return ExitCode.CANCELLED
    except Exception:
        # Locals stay out of a traceback, and what is left goes through the redaction like any other text.
        print(redact(traceback.format_exc()), file=sys.stderr)
        print(_("This is a defect of the program. Please report the lines above."), file=sys.stderr)
        return ExitCode.DEFECT


async def _until_stopped(args: argparse.Namespace) -> int:
    """Run the subcommand; SIGTERM ends it as CTRL-C does, with its clean-up."""
    task = asyncio.current_task()
    if task is not None:
        with suppress(NotImplementedError):  # Windows has no such signal handlers
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    code = await args.run(args)
    return int(code)


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="playvox-provisioning",
        description=_("Give and remove Playvox accounts automatically from Microsoft Entra ID."),
        epilog=_("Without a subcommand the window opens."),
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    subparsers = parser.add_subparsers(
        title=_("subcommands"), metavar="SUBCOMMAND", required=True, parser_class=_Parser
    )
    named = [arguments[0]] if arguments and arguments[0] in COMMANDS else COMMANDS
    for name in named:  # loading them all would slow down the one that is wanted
        module = f"wizard.cli.{name}"
        if importlib.util.find_spec(module) is None:
            continue
        command = importlib.import_module(module)
        command.add(subparsers)
        chosen = subparsers.choices.get(name)
        if chosen is not None and chosen.get_default("run") is None:
            chosen.set_defaults(run=command.run)
    return parser
