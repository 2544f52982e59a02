"""`apply`: configures the tenant as a file says, after showing the changes."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from wizard.cli.apply_report import ApplyReport, apply_report
from wizard.cli.config_file import config_of, print_mistakes
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem, problem_json, say
from wizard.cli.people_effect import PeopleEffect
from wizard.cli.plan_files import named_plan
from wizard.cli.session import assistant_for, with_proof
from wizard.cli.setting_up import SettingUp
from wizard.cli.typed import read_fields, read_key, says_yes, typed_answer
from wizard.cli.warning_lines import warnings_json
from wizard.messages import _, ngettext
from wizard.messages.change_warnings import ChangeWarning, change_warning
from wizard.problem import Problem, ProblemError
from wizard.steps import (
    Assistant,
    ChangePreview,
    PlannedChange,
)

_NAMED = 5


async def run(args: argparse.Namespace) -> int:
    """0: applied, or nothing differs; 1: shown but not applied; 2: a problem; 3: the file is wrong."""
    try:
        config = config_of(args)
        approved = await asyncio.to_thread(named_plan, args, args.plan) if args.plan else None
    except ProblemError as error:
        print_mistakes(error, as_json=args.json)
        return ExitCode.WRONG_USE
    key = await read_key() if args.key_stdin else None
    fields = await read_fields(args.field_stdin)
    changes: tuple[PlannedChange, ...] = ()
    warnings: tuple[ChangeWarning, ...] = ()
    applied = False
    people: PeopleEffect | None = None
    report: ApplyReport | None = None
    try:
        async with (
            assistant_for(args, key, keep_answers=not args.dry_run) as assistant,
            _whole_turn(assistant) if args.yes and not args.dry_run else nullcontext(),
        ):
            setting_up = SettingUp(assistant, config, key_stated=args.key_stdin, secret_fields=fields)
            people = PeopleEffect(
                assistant,
                setting_up,
                approved=approved,
                most_deactivations=args.max_deactivations,
                only_shown=args.dry_run,
            )
            while not applied:
                seen = await assistant.context.store.last_operation()
                effect = await with_proof(assistant, setting_up.plan)
                effect += not_named(await setting_up.beyond())
                changes, warnings = effect.changes, effect.warnings
                reporting = asyncio.ensure_future(
                    apply_report(assistant, setting_up.application_name, setting_up.principals, effect)
                )
                try:
                    if not effect.empty:
                        await with_proof(assistant, people.compute)
                finally:
                    report = await reporting
                if not args.json:
                    show_report(report, effect)
                if effect.empty:
                    break
                if not args.json:
                    print(_("What the next provisioning cycle would do to people:"))
                    for sentence in people.sentences():
                        print(f"  {sentence}")
                if args.dry_run or not (args.yes or await agreed(args, people.must_type)):
                    if args.json:
                        print_json(
                            answer(changes, warnings, applied=False, people=people.json(), report=report)
                        )
                    say(why_not(args, people.must_type))
                    return ExitCode.ATTENTION
                applied = await _apply(setting_up, assistant, seen)
                if applied and effect.keeps_plan:
                    await people.keep()
    except ProblemError as error:
        if args.json:
            print_json(answer(changes, warnings, applied=False, problem=error.problem, report=report))
        else:
            print_problem(error.problem, as_json=False)
        return ExitCode.FAILS
    finally:
        shown = people.json() if people is not None else None
        if people is not None:
            people.close()
    if args.json:
        print_json(answer(changes, warnings, applied=applied, people=shown, report=report))
    elif applied:
        print(_("Done."))
    return ExitCode.DONE


def _whole_turn(assistant: Assistant) -> AbstractAsyncContextManager[bool]:
    """Plan and apply under one lock: without a question in between, other copies do not wait long."""
    return assistant.context.store.lock()


async def _apply(setting_up: SettingUp, assistant: Assistant, seen: int) -> bool:
    """Apply what was shown, unless another copy changed the setup since operation `seen`."""
    async with assistant.context.store.lock():
        if await assistant.context.store.last_operation() != seen:
            text = _("Another copy of this program changed this setup meanwhile; comparing again …")
            say(text)
            return False
        await with_proof(assistant, setting_up.apply)
    return True


def answer(
    changes: Sequence[PlannedChange],
    warnings: Sequence[ChangeWarning],
    *,
    applied: bool,
    problem: Problem | None = None,
    people: dict[str, Any] | None = None,
    report: ApplyReport | None = None,
) -> dict[str, Any]:
    """The JSON answer; `people` is the header of the plan behind the change, None if there is none.

    `report` adds what would be changed where, the sizes of groups, and restarts.
    """
    return {
        "changes": [change_json(each) for each in changes],
        **warnings_json(warnings),
        "applied": applied,
        "people": people,
        "problem": problem_json(problem) if problem is not None else None,
        **(report.json() if report is not None else {}),
    }


def not_named(beyond: ChangePreview) -> ChangePreview:
    """The warning about assignments that the file does not name; `drift` reports them."""
    names = [change.what for change in beyond.changes]
    if not names:
        return ChangePreview()
    shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    warning = change_warning("assignments_not_in_file", n=len(names), names=shown)
    return ChangePreview(warnings=(warning,))


def show_report(report: ApplyReport, effect: ChangePreview) -> None:
    """Print what would change where, and what follows from it."""
    if effect.empty:
        show(effect)
        return
    for line in report.heading():
        print(line)
    show(effect)
    for line in report.consequences():
        print(f"! {line}")


def change_json(change: PlannedChange) -> dict[str, Any]:
    """One change: its words, and its code and values in no language."""
    return {
        "sign": change.sign,
        "what": change.what,
        "detail": change.detail,
        "code": change.code,
        "subject": change.subject,
        "before": change.before,
        "after": change.after,
    }


def show(effect: ChangePreview) -> None:
    """Print what would change."""
    if effect.empty:
        print(_("Nothing differs; nothing is changed."))
    for change in effect.changes:
        print(f"{change.sign} {change.what}" + (f": {change.detail}" if change.detail else ""))
    for warning in effect.warnings:
        print(f"! {warning}")


async def agreed(args: argparse.Namespace, number: int | None = None) -> bool:
    """Ask for confirmation, unless the input is not interactive. `number` is typed instead of yes."""
    if args.json or not (sys.stdin.isatty() or args.key_stdin):
        return False
    if number is None:
        return await says_yes(_("Apply these changes? Type yes: "))
    question = ngettext(
        "{n} person loses access or may lose it. Type {n} to apply these changes: ",
        "{n} people lose access or may lose it. Type {n} to apply these changes: ",
        number,
    )
    return await typed_answer(question.format(n=number)) == str(number)


def why_not(args: argparse.Namespace, number: int | None = None) -> str:
    """Why what was shown was not done, in one sentence."""
    if args.dry_run:
        return _("Nothing was changed: --dry-run only shows.")
    if args.json:
        return _("Nothing was changed: --json asks nothing. Add --yes to apply these changes.")
    if not (sys.stdin.isatty() or args.key_stdin):
        return _(
            "Nothing was changed: without a terminal nothing is asked. Add --yes to apply these changes."
        )
    if number is not None:
        return _("Nothing was changed: the number {n} was not typed.").format(n=number)
    return _("Nothing was changed: you did not confirm.")
