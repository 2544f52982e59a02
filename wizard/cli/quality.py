"""`quality`: what is wrong with the data of everyone in scope, before provisioning is turned on."""

from __future__ import annotations

import argparse
import asyncio

from wizard.cli.config import read_config
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem, say
from wizard.cli.plan import computed_plan
from wizard.cli.session import assistant_for, with_proof
from wizard.cli.typed import read_key
from wizard.messages import _
from wizard.messages.quality import check_words
from wizard.plan.document import format_of
from wizard.plan.plan import Plan
from wizard.plan.quality import Quality
from wizard.plan.quality_document import by_mail_words, quality_json, row_words, write_quality
from wizard.plan.quality_report import FindingRows, quality_of
from wizard.problem import Problem, ProblemError
from wizard.steps.base.quality_words import counted, quality_summary

_SHOWN = 10
"""Rows printed for each finding; all of them are in the file."""


async def run(args: argparse.Namespace) -> int:
    """0: nothing needs attention; 1: something does, or is unknown; 2: a problem; 3: wrong use."""
    if args.format and not args.output:
        print_problem(Problem("plan_format_without_output"), as_json=args.json)
        return ExitCode.WRONG_USE
    try:
        config = read_config(args.config) if args.config else None
        wanted = format_of(args.output, args.format) if args.output else None
    except ProblemError as error:
        print_problem(error.problem, as_json=args.json)
        return ExitCode.WRONG_USE
    key = await read_key() if args.key_stdin else None
    async with assistant_for(args, key, keep_answers=False) as assistant:
        plan = await with_proof(
            assistant, lambda: computed_plan(assistant, config, args.scope, quality=True)
        )
    try:
        quality = quality_of(plan)
        if quality is None:
            raise ProblemError(Problem("quality_gone"))
        if wanted is not None:
            await asyncio.to_thread(write_quality, plan, quality, args.output, wanted)
        if args.json:
            print_json(quality_json(plan, quality))
        else:
            _show(plan, quality)
        if wanted is not None:
            say(_("The findings are saved in {file}.").format(file=args.output))
    finally:
        plan.discard()
    return ExitCode.ATTENTION if quality.attention else ExitCode.DONE


def _show(plan: Plan, quality: Quality) -> None:
    print(quality_summary(quality))
    for finding in quality.found:
        words = check_words(finding.code, finding.attribute)
        print(f"\n{words.title}: {counted(finding)}")
        print(f"  {words.why} {words.advice}")
        for row in FindingRows(plan, finding).rows(0, _SHOWN):
            told = row_words(finding, row)
            line = f"{row.name or row.id} <{row.user_name}>"
            print(f"  - {line}: {told}" if told else f"  - {line}")
        if finding.count is not None and finding.count > _SHOWN:
            more = _("… and {n} more; --output saves all of them")
            print("  " + more.format(n=finding.count - _SHOWN))
    nothing = sum(finding.count == 0 and not finding.unknown for finding in quality.findings)
    print("\n" + _("Checks that found nothing: {n}").format(n=nothing))
    print()
    for sentence in by_mail_words(quality.by_mail):
        print(sentence)
