"""`why`: the links from one person's assignment to Playvox's answer, and the first broken one."""

from __future__ import annotations

import argparse

from wizard.cli.application import application_in_use
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem, problem_json
from wizard.cli.session import with_proof
from wizard.cli.typed import read_key
from wizard.messages import _
from wizard.messages.why import link_name, link_state
from wizard.plan.why import Why
from wizard.steps.base.asking_why import SeveralPeopleError, ask_why
from wizard.steps.base.why_words import WhyWords, why_json, why_words

_MARKS = {"ok": "✓", "broken": "✗", "unknown": "?", "not_reached": "·"}


async def run(args: argparse.Namespace) -> int:
    """0: provisioned; 1: a link is broken or unknown; 2: a problem; 3: wrong use."""
    key = await read_key() if args.key_stdin else None
    async with application_in_use(args, key) as assistant:
        context = assistant.context
        try:
            why = await with_proof(assistant, lambda: ask_why(context, args.person))
        except SeveralPeopleError as error:
            _show_several(error, as_json=args.json)
            return ExitCode.FAILS
        job = context.facts.provisioning_job
    status = job.status if job is not None else None
    words = why_words(why, status.quarantine if status is not None else None)
    if args.json:
        print_json(why_json(why, words))
    else:
        _show(why, words)
    fine = why.broken is None and why.unknown is None
    return ExitCode.DONE if fine else ExitCode.ATTENTION


def _show(why: Why, words: WhyWords) -> None:
    print(words.answer)
    print()
    for line in words.lines:
        print(f"{_MARKS[line.state]} {link_name(line.link)} ({link_state(line.state)}): {line.evidence}")
    if words.more:
        print()
        for sentence in words.more:
            print(sentence)
    if words.do:
        print("\n" + _("What to do:"))
        for remedy in words.do:
            print(f"- {remedy}")


def _show_several(error: SeveralPeopleError, *, as_json: bool) -> None:
    if not as_json:
        print_problem(error.problem, as_json=False)
        return
    people = [
        {"id": each.id, "name": each.display_name, "user_name": each.user_principal_name, "mail": each.mail}
        for each in error.people
    ]
    print_json({"problem": problem_json(error.problem), "people": people})
