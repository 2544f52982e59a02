"""`undo`: takes back one change of `history`, after showing what that will do."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.apply import add_agreeing, agreed, answer, read_key, show
from wizard.cli.common import (
    ExitCode,
    add_common,
    assistant_for,
    print_json,
    print_problem,
)
from wizard.messages import _
from wizard.problem import ProblemError
from wizard.steps import ChangePreview


def add(subparsers: Any) -> None:
    """Declare the subcommand."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "undo", help=_("take back one change"), description=__doc__
    )
    add_common(parser)
    parser.add_argument("number", type=int, metavar="NUMBER", help=_("the change's number in `history`"))
    add_agreeing(parser, _("read the Playvox key from the first line of standard input; settings need it"))
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace) -> int:
    """0: taken back, or it is as before already; 1: shown but not done; 2: it cannot be taken back."""
    key = await read_key() if args.key_stdin else None
    effect = ChangePreview()
    try:
        async with assistant_for(args, key) as assistant:
            if assistant.context.key is None:
                await assistant.context.load_key()
            effect = await assistant.history.plan_undo(args.number)
            if not args.json:
                show(effect)
            if not effect.empty:
                if args.dry_run or not (args.yes or await agreed(args)):
                    if args.json:
                        print_json(answer(effect.changes, effect.warnings, applied=False))
                    return ExitCode.ATTENTION
                await assistant.history.undo(args.number)
    except ProblemError as error:
        if args.json:
            print_json(answer(effect.changes, effect.warnings, applied=False, problem=error.problem))
        else:
            print_problem(error.problem, as_json=False)
        return ExitCode.FAILS
    if args.json:
        print_json(answer(effect.changes, effect.warnings, applied=not effect.empty))
    elif not effect.empty:
        print(_("Done."))
    return ExitCode.DONE
