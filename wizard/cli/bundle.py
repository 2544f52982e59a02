"""`bundle`: a file for support, without keys and names of people, shown before it is saved."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem, problem_json, say
from wizard.cli.session import assistant_for
from wizard.cli.typed import says_yes
from wizard.messages import _
from wizard.notices import notice
from wizard.paths import data_folder
from wizard.problem import Problem, ProblemError
from wizard.reports import Bundle
from wizard.steps.assistant import Assistant
from wizard.steps.base.practice_line import PracticeLine
from wizard.steps.base.services import Services


async def run(args: argparse.Namespace) -> int:
    """0: shown, and saved if requested; 1: shown but not saved; 2: a problem."""
    async with _assistant(args) as assistant:
        bundle = await assistant.support.bundle()
        if not args.json:
            _show(bundle)
        saved, problem = False, None
        if args.output is not None and (args.yes or await _agreed(args)):
            try:
                await assistant.support.save(bundle, args.output)
                saved = True
            except ProblemError as error:
                problem = error.problem
    if args.json:
        _answer(bundle, args.output if saved else None, problem)
    elif problem is not None:
        print_problem(problem, as_json=False)
    if saved:
        say(_("Saved as {file}.").format(file=args.output))
    elif problem is None:
        hint = _("Nothing was saved: --output FILE names the file.")
        say(hint if args.output is None else _("Nothing was saved: without --yes, only after a yes."))
    if problem is not None:
        return ExitCode.FAILS
    return ExitCode.DONE if saved or args.output is None else ExitCode.ATTENTION


@asynccontextmanager
async def _assistant(args: argparse.Namespace) -> AsyncIterator[Assistant]:
    if args.refresh:
        async with assistant_for(args) as assistant:
            await assistant.refresh()
            yield assistant
        return

    async def launch() -> PracticeLine:
        raise ProblemError(Problem("sign_in_first"))  # no sign-in here

    assistant = Assistant(Services(args.data_folder or data_folder(), launch, keep_answers=False))
    wanted = args.tenant.casefold()
    found = await asyncio.to_thread(assistant.context.store.profiles.look)
    for problem in found.problems:
        notice(problem)
    for profile in found.profiles:
        if profile.practice == (args.practice is not None) and wanted in ("", profile.tenant_id.casefold()):
            assistant.support.use(profile)
            break
    try:
        yield assistant
    finally:
        await assistant.close()


def _show(bundle: Bundle) -> None:
    for each in bundle.files:
        print(f"=== {each.name}: {each.about}")
        print(each.text)


def _answer(bundle: Bundle, saved: Path | None, problem: Problem | None) -> None:
    print_json(
        {
            "saved": str(saved) if saved is not None else None,
            "files": [{"name": each.name, "about": each.about, "text": each.text} for each in bundle.files],
            "problem": problem_json(problem) if problem is not None else None,
        }
    )


async def _agreed(args: argparse.Namespace) -> bool:
    """Ask for confirmation, unless the input is not interactive."""
    if args.json or not sys.stdin.isatty():
        return False
    question = _("Save this as {file}? Type yes: ")
    return await says_yes(question.format(file=args.output))
