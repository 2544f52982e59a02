"""`undo`: undoes one change of `history`, after showing what that will do."""

from __future__ import annotations

import argparse

from wizard.cli.apply import agreed, answer, read_key, show
from wizard.cli.arguments import add_agreeing, add_common
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem
from wizard.cli.session import assistant_for
from wizard.messages import _
from wizard.problem import ProblemError
from wizard.steps import ChangePreview


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _("Undo one change of the history, after showing what that changes.")
    add_common(parser)
    parser.add_argument("number", type=int, metavar="NUMBER", help=_("the change's number in `history`"))
    add_agreeing(parser, _("read the Playvox key from the first line of standard input; settings need it"))


async def run(args: argparse.Namespace) -> int:
    """0: undone, or already as before; 1: shown but not done; 2: it cannot be undone."""
    key = await read_key() if args.key_stdin else None
    effect = ChangePreview()
    try:
        async with assistant_for(args, key) as assistant:
            if assistant.context.key_store.key is None:
                await assistant.context.key_store.load()
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
