"""`plan`: what provisioning would do to each person, for the tenant as it is or with a file applied.

`plan list` lists the plans saved with setups, `plan show FILE` shows a saved plan, `plan compare FILE`
compares it with what happened.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from dataclasses import replace
from typing import Any

from wizard.cli.config import Config
from wizard.cli.config_file import config_of, print_mistakes
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, say
from wizard.cli.plan_files import named_plan, show_saved_plans
from wizard.cli.session import assistant_for, with_proof
from wizard.cli.setting_up import SettingUp
from wizard.cli.typed import read_key
from wizard.messages import _
from wizard.messages.plan import action_name, plan_verdict
from wizard.messages.times import moment
from wizard.plan.actions import ACTIONS
from wizard.plan.document import (
    DocumentHeader,
    PlanDocument,
    format_of,
    header_json,
    row_json,
    write_document,
)
from wizard.plan.outcome import Verdict
from wizard.plan.outcome_store import PlanOutcome
from wizard.plan.plan import Plan
from wizard.plan.request import Run
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant
from wizard.steps.base.outcome_words import (
    comparison_notes,
    outcome_json,
    outcome_words,
    share_rests_on,
    share_sentence,
)
from wizard.steps.base.plan_comparing import compare_plan
from wizard.steps.base.planning import compute_plan, plan_request

_SHOWN = 20
"""Rows printed for each action; all of them are in the file."""
_SAID: tuple[Verdict, ...] = ("as_planned", "differently", "not_yet", "unknown", "was_unknown")


async def run(args: argparse.Namespace) -> int:
    """0: planned, shown, or all happened as planned; 1: some did not; 2: a problem; 3: wrong use."""
    try:
        _check_use(args)
        config = config_of(args) if args.config else None
        wanted = format_of(args.output, args.format) if args.output else None
        document = await asyncio.to_thread(named_plan, args, args.file) if args.file else None
    except ProblemError as error:
        print_mistakes(error, as_json=args.json)
        return ExitCode.WRONG_USE
    if args.action == "list":
        await asyncio.to_thread(show_saved_plans, args)
        return ExitCode.DONE
    if document is not None and args.action == "show":
        _show_document(document, as_json=args.json)
        return ExitCode.DONE
    key = await read_key() if args.key_stdin else None
    async with assistant_for(args, key, keep_answers=False) as assistant:
        if document is not None:
            application = document.header.application
            await _use_application(assistant, application.id or application.name)
            with await with_proof(assistant, lambda: _compared(assistant, document)) as found:
                _show_outcome(found, document.header, as_json=args.json)
                return ExitCode.ATTENTION if found.counts["differently"] else ExitCode.DONE
        plan = await with_proof(assistant, lambda: computed_plan(assistant, config, args.scope))
    try:
        if wanted is not None:
            await asyncio.to_thread(write_document, plan, args.output, wanted)
        if args.json:
            print_json(header_json(plan.header))
        else:
            _show_plan(plan)
        if wanted is not None:
            say(_("The plan is saved in {file}.").format(file=args.output))
    finally:
        plan.discard()
    return ExitCode.DONE


async def _compared(assistant: Assistant, document: PlanDocument) -> PlanOutcome:
    if assistant.context.key_store.key is None:
        await assistant.context.key_store.load()
    return await compare_plan(assistant.context, document.header, lambda: document.rows)


def _check_use(args: argparse.Namespace) -> None:
    computing = {
        "--config": args.config,
        "--scope": args.scope,
        "--output": args.output,
        "--format": args.format,
    }
    if args.action is None:
        if args.format and not args.output:
            raise ProblemError(Problem("plan_format_without_output"))
        return
    if args.action == "list":
        computing["FILE"] = args.file
    elif args.file is None:
        raise ProblemError(Problem("plan_file_missing", {"action": args.action}))
    for flag, value in computing.items():
        if value is not None:
            raise ProblemError(Problem("plan_flag_unused", {"flag": flag, "action": args.action}))


async def _use_application(assistant: Assistant, name_or_id: str) -> None:
    if not await assistant.application.use(name_or_id):
        raise ProblemError(Problem("plan_no_application", {"name": name_or_id}))


async def computed_plan(
    assistant: Assistant, config: Config | None, scope: str | None, *, quality: bool = False
) -> Plan:
    """The plan of the tenant as it is, or with the file applied; with the `quality` of people's data."""
    context = assistant.context
    if config is not None:
        setting_up = SettingUp(assistant, config, key_stated=False)
        await setting_up.plan(test=False)
        request = await setting_up.plan_request(scope)
        return await compute_plan(context, replace(request, quality=quality))
    if not context.store.profile.application_id:
        await _use_application(assistant, "Playvox")
    saved = await context.facts.saved.refresh()
    sync_all = bool(saved.sync_all) if scope is None else scope == "all"
    keep = bool(saved.skip_out_of_scope_deletions)
    request = await plan_request(context, sync_all=sync_all, keep_out_of_scope=keep, quality=quality)
    return await compute_plan(context, request)


def _show_plan(plan: Plan) -> None:
    from wizard.steps.base.plan_words import plan_sentences

    for sentence in plan_sentences(plan):
        print(sentence)
    first = plan.header.run is Run.FIRST
    for action in ACTIONS:
        rows = plan.rows(0, _SHOWN, action=action)
        if not rows:
            continue
        number = plan.count(action=action)
        print(f"\n{action_name(action, first=first)} ({number})")
        for row in rows:
            print(_line(row_json(row)))
        _say_more(number)


def _show_document(document: PlanDocument, *, as_json: bool) -> None:
    header = document.header
    if as_json:
        shown = header.model_dump(mode="json")
        print_json({**shown, "rows": [row.model_dump(mode="json") for row in document.rows]})
        return
    title = _("Plan of {time} for {application}, tenant {tenant}, job {job}")
    print(
        title.format(
            time=moment(header.time),
            application=header.application.name or header.application.id,
            tenant=header.tenant,
            job=header.job or "–",
        )
    )
    if header.held_back:
        print(_("The deletion threshold of {n} holds all deactivations back.").format(n=header.threshold))
    numbers = Counter(row.action for row in document.rows)
    for action in ACTIONS:
        if not numbers[action]:
            continue
        print(f"\n{action_name(action)} ({numbers[action]})")
        for row in [row for row in document.rows if row.action == action][:_SHOWN]:
            print(_line(row.model_dump()))
        _say_more(numbers[action], saved=True)


def _show_outcome(found: PlanOutcome, header: DocumentHeader, *, as_json: bool) -> None:
    """Print counts, the sources of the comparison, and every difference with both reasons."""
    notes = comparison_notes(found.compared_with, header)
    if as_json:
        counts: dict[str, Any] = {str(verdict): found.counts[verdict] for verdict in _SAID}
        rows = [outcome_json(each, header) for each in found.rows(verdict="differently")]
        unknown = [outcome_json(each, header) for each in found.rows(verdict="unknown")]
        print_json(
            {
                **counts,
                "share": found.share,
                "share_rests_on": list(share_rests_on(found.compared_with)),
                "notes": notes,
                "differences": rows,
                "unknown_rows": unknown,
            }
        )
        return
    for verdict in _SAID:
        print(f"{plan_verdict(verdict)}: {found.counts[verdict]}")
    if found.share is None:
        print(_("Nothing has happened yet that could be compared."))
    else:
        print(share_sentence(found))
    for note in notes:
        print(note)
    for verdict in ("differently", "unknown"):
        rows_shown = found.rows(0, _SHOWN, verdict=verdict)
        if rows_shown:
            print(f"\n{plan_verdict(verdict)} ({found.counts[verdict]})")
        for each in rows_shown:
            words = outcome_words(each, header)
            print(f"  {each.row.name or each.row.id} <{each.row.user_name}>")
            for title, sentence in words.lines:
                print(f"    {title}: {sentence}")
        _say_more(found.counts[verdict], saved=True)


def _line(row: dict[str, Any]) -> str:
    return f"  {row['name'] or row['id']} <{row['user_name']}>: {row['sentence']}"


def _say_more(number: int, *, saved: bool = False) -> None:
    """Print how many rows were left out; `saved`: the plan is in a file already, so --output is not
    possible.
    """
    if number > _SHOWN:
        text = (
            _("… and {n} more; --json lists all of them")
            if saved
            else _("… and {n} more; --output saves all of them")
        )
        print("  " + text.format(n=number - _SHOWN))
