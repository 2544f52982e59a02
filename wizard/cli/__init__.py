"""The command line: the same steps without a window. Exit codes: docs/cli.md.

Importing this package loads almost nothing: each subcommand's modules are loaded only when it runs.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType

from wizard import stopping
from wizard.asked_language import choose_language, unknown_language
from wizard.cli.commands import COMMANDS, load
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import (
    be_quiet,
    begin_answer,
    has_answered,
    print_problem,
    say,
)
from wizard.cli.parser import parsed
from wizard.cli.result_file import must_not_be_read, results_in
from wizard.cli.streams import accept_every_letter, flush, give_up_output, lost
from wizard.cli.talk import requests_shown
from wizard.environment import is_set
from wizard.messages import _
from wizard.messages.explanation import for_command_line
from wizard.notices import collecting, without_remarks
from wizard.problem import Problem, ProblemError
from wizard.security import output
from wizard.security.plain import plain, plain_output
from wizard.slow_files import slow_files_said
from wizard.usage import WrongUseError, print_wrong_use

__all__ = ["COMMANDS", "ExitCode", "main"]


def main(argv: Sequence[str]) -> int:
    """Run one subcommand; returns the process's exit code."""
    output.install()
    accept_every_letter()
    try:
        with for_command_line():
            code = _outcome(argv)
            flush()
            if (problem := lost()) is not None:
                print_problem(problem, as_json=False)
                code = max(code, ExitCode.FAILS)
    except OSError as error:  # the reader, or the terminal, is gone
        if not isinstance(error, BrokenPipeError) and error.errno != errno.EIO:
            raise
        give_up_output()
        return ExitCode.CANCELLED
    return code


def _outcome(argv: Sequence[str]) -> int:
    """Parse and run. Problems of the flags themselves, and of the file for the result, are printed here."""
    as_json = "--json" in argv or is_set("--json")
    choose_language(argv, as_json=as_json)
    begin_answer(argv[0] if argv and argv[0] in COMMANDS else "")
    try:
        args = parsed(argv)
        as_json = args.json
        begin_answer(" ".join(filter(None, (args.command, getattr(args, "action", None)))))
        if args.quiet:
            be_quiet()
        if asked := unknown_language(argv):
            say(_("There are no texts in the language {language}: English is used.").format(language=asked))
        must_not_be_read(args)
        file = getattr(args, "result_file", None)
        with plain_output(), results_in(file), requests_shown(verbose=args.verbose), slow_files_said(say):
            return _guarded(args)
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else ExitCode.WRONG_USE
    except ProblemError as error:
        return _refused(error, as_json=as_json)
    except BrokenPipeError:
        raise
    except Exception:  # in the parser, or in what stands around the subcommand
        return _defect(as_json=as_json)


def _guarded(args: argparse.Namespace) -> int:
    """Run the subcommand; what ends it is printed like its result."""
    try:
        return _noticing(args)
    except ProblemError as error:
        return _refused(error, as_json=args.json)
    except (KeyboardInterrupt, asyncio.CancelledError):
        with suppress(OSError):  # the terminal may have gone, which ended the program
            _end(Problem("command_stopped"), as_json=args.json)
        stopping.tell(_("Stopped."))
        return ExitCode.CANCELLED
    except (BrokenPipeError, SystemExit):
        raise
    except Exception:
        return _defect(as_json=args.json)


def _noticing(args: argparse.Namespace) -> int:
    """Run the subcommand, and name what it could not read: 0 becomes 1 then."""
    with collecting() as unread:
        try:
            code = _run(args)
        except ProblemError as error:  # said once, although it was noticed on its way
            said = (error.problem.code, error.problem.facts)
            unread[:] = [each for each in unread if (each.code, each.facts) != said]
            raise
        finally:
            for problem in unread:
                print_problem(problem, as_json=False)
    return ExitCode.ATTENTION if without_remarks(unread) and code == ExitCode.DONE else code


def _refused(error: ProblemError, *, as_json: bool) -> int:
    if not isinstance(error, WrongUseError):
        print_problem(error.problem, as_json=as_json)
        return ExitCode.FAILS
    if error.command is not None:
        begin_answer(error.command)
    if as_json:
        print_problem(error.problem, as_json=True)
    print_wrong_use(error)
    return ExitCode.WRONG_USE


def _end(problem: Problem, *, as_json: bool) -> None:
    """The JSON answer of a subcommand that was ended, unless it has answered already."""
    if as_json and not has_answered():
        print_problem(problem, as_json=True)


def _run(args: argparse.Namespace) -> int:
    command = load(args.command)
    with asyncio.Runner() as runner:
        return int(runner.run(_until_stopped(command, args)))


async def _until_stopped(command: ModuleType, args: argparse.Namespace) -> int:
    """Run the subcommand; Ctrl+C and the end of the session cancel it, with cleanup."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None

    def cancel() -> None:
        task.cancel()
        loop.call_soon_threadsafe(lambda: None)  # wakes the loop

    with stopping.canceling(cancel, task.done, _("Stopped.")):
        return int(await command.run(args))


def _defect(*, as_json: bool) -> ExitCode:
    """Report the exception that is being handled, without locals, redacted like any other text."""
    import traceback

    from wizard.security.redactor import redact

    print(plain(redact(traceback.format_exc())), file=sys.stderr)
    print(_("This is a defect of the program. Please report the lines above."), file=sys.stderr)
    _end(Problem("command_defect"), as_json=as_json)
    return ExitCode.DEFECT
