"""`undo`: undoes one change of `history`, after showing what that will do."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.apply import agreed, answer, read_key, show, why_not
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem, say
from wizard.cli.session import assistant_for
from wizard.messages import _, explain
from wizard.plan.document import header_json
from wizard.problem import ProblemError
from wizard.steps import ChangePreview
from wizard.steps.base.people_impact import PeopleImpact, people_impact
from wizard.steps.base.plan_words import plan_sentences


async def run(args: argparse.Namespace) -> int:
    """0: undone, or already as before; 1: shown but not done; 2: it cannot be undone."""
    key = await read_key() if args.key_stdin else None
    effect = ChangePreview()
    impact: PeopleImpact | None = None
    try:
        async with assistant_for(args, key) as assistant:
            if assistant.context.key_store.key is None:
                await assistant.context.key_store.load()
            effect = await assistant.history.plan_undo(args.number)
            impact = None if effect.empty else await people_impact(assistant.context, effect)
            if not args.json:
                show(effect)
                _show_people(impact)
            if not effect.empty:
                number = impact.must_type if impact is not None else None
                if args.dry_run or not (args.yes or await agreed(args, number)):
                    if args.json:
                        people = _json(impact)
                        print_json(answer(effect.changes, effect.warnings, applied=False, people=people))
                    say(why_not(args, number))
                    return ExitCode.ATTENTION
                await assistant.history.undo(args.number)
                if effect.keeps_plan and impact is not None and impact.plan is not None:
                    await assistant.plans.keep(impact.plan)
    except ProblemError as error:
        if args.json:
            print_json(answer(effect.changes, effect.warnings, applied=False, problem=error.problem))
        else:
            print_problem(error.problem, as_json=False)
        return ExitCode.FAILS
    finally:
        if impact is not None:
            impact.discard()
    if args.json:
        people = _json(impact)
        print_json(answer(effect.changes, effect.warnings, applied=not effect.empty, people=people))
    elif not effect.empty:
        print(_("Done."))
    return ExitCode.DONE


def _show_people(impact: PeopleImpact | None) -> None:
    if impact is None:
        return
    print(_("What the next provisioning cycle would do to people:"))
    if impact.plan is not None:
        sentences = plan_sentences(impact.plan)
    else:
        why = explain(impact.problem).what if impact.problem is not None else ""
        sentences = (_("Who is affected is unknown. {why}").format(why=why).strip(),)
    for sentence in sentences:
        print(f"  {sentence}")


def _json(impact: PeopleImpact | None) -> dict[str, Any] | None:
    return header_json(impact.plan.header) if impact is not None and impact.plan is not None else None
