"""`scope`: the saved scope and the scoping filter; sets the filter, and counts who passes it."""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from wizard.cli.application import application_in_use
from wizard.cli.committing import Committing, PlannedCommit
from wizard.cli.conditions import rows_of, unknown_attributes
from wizard.cli.exit_codes import ExitCode
from wizard.cli.mapping_list import fresh_mappings
from wizard.cli.output import print_json, print_problem, tell
from wizard.cli.session import with_proof
from wizard.cli.typed import read_key
from wizard.messages import _, ngettext, number
from wizard.messages.labels import scope_name
from wizard.problem import ProblemError
from wizard.steps import Assistant, ChangePreview
from wizard.steps.mappings.editing_view import ClauseRow, ScopeCount

Groups = list[list[ClauseRow]]


async def run(args: argparse.Namespace) -> int:
    """0: shown, counted, saved, or nothing differs; 1: shown but not saved, or a count that is uncertain;
    2: a problem; 3: a condition that is none."""
    if args.action == "show":
        return await _show(args)
    try:
        rows = rows_of(args.where or [])
    except ProblemError as error:
        print_problem(error.problem, as_json=args.json)
        return ExitCode.WRONG_USE
    return await (_filter(args, rows) if args.action == "filter" else _count(args, rows))


@dataclass(frozen=True)
class SavedScope:
    """`scope` None: nothing is saved; `filter` has groups of conditions, one of which must hold."""

    scope: Literal["assigned", "all"] | None
    keep_out_of_scope: bool
    filter: tuple[tuple[ClauseRow, ...], ...]
    filter_text: str


async def _show(args: argparse.Namespace) -> int:
    async with application_in_use(args) as assistant:
        await with_proof(assistant, lambda: fresh_mappings(assistant))
        found = await _saved(assistant)
    if args.json:
        print_json(asdict(found))
        return ExitCode.DONE
    if found.scope is None:
        print(_("No scope is saved yet."))
    else:
        print(_("Scope: {scope}").format(scope=scope_name(found.scope)))
        print(
            _("People who fall out of scope keep an active account.")
            if found.keep_out_of_scope
            else _("People who fall out of scope are deactivated in Playvox.")
        )
    if found.filter_text:
        print(_("Scoping filter: {filter}").format(filter=found.filter_text))
    else:
        print(_("There is no scoping filter: everyone passes."))
    return ExitCode.DONE


async def _saved(assistant: Assistant) -> SavedScope:
    saved = await assistant.context.facts.saved.get()
    view = assistant.mappings.view
    return SavedScope(
        scope=None if saved.sync_all is None else ("all" if saved.sync_all else "assigned"),
        keep_out_of_scope=bool(saved.skip_out_of_scope_deletions),
        filter=view.draft.scope,
        filter_text=view.scope_filter,
    )


async def _filter(args: argparse.Namespace, rows: Groups) -> int:
    key = await read_key() if args.key_stdin else None
    committing = Committing(args)
    try:
        async with application_in_use(args, key) as assistant:
            step = assistant.mappings

            async def plan() -> ChangePreview:
                await fresh_mappings(assistant)
                await step.set_scope(rows)
                effect = await step.plan_save_mappings()
                unknown = unknown_attributes(rows, step.view.draft.sources)
                return replace(effect, warnings=(*unknown, *effect.warnings))

            code = await committing.run(assistant, PlannedCommit(plan, step.save_mappings))
    except ProblemError as error:
        return committing.failed(error.problem)
    return committing.finish(code)


async def _count(args: argparse.Namespace, rows: Groups) -> int:
    async with application_in_use(args) as assistant:
        found = await with_proof(assistant, lambda: _counted(assistant, rows))
        for sentence in unknown_attributes(rows, assistant.mappings.view.draft.sources):
            tell(sentence)
    if args.json:
        print_json(_count_json(found))
    else:
        _print_count(found, other=bool(rows))
    return ExitCode.ATTENTION if found.uncertain else ExitCode.DONE


async def _counted(assistant: Assistant, rows: Groups) -> ScopeCount:
    step = assistant.mappings
    await fresh_mappings(assistant)
    if rows:
        await step.set_scope(rows)
    await step.count_scope()
    found = step.view.draft.count
    assert found is not None  # the intent has just made it
    return found


def _count_json(found: ScopeCount) -> dict[str, Any]:
    """Numbers of people, and the names of the first of them."""
    return {
        "total": found.total,
        "inside": found.inside,
        "uncertain": found.uncertain,
        "falls_out": found.falls_out,
        "comes_in": found.comes_in,
        "names_inside": list(found.names_inside),
        "names_falling_out": list(found.names_falling_out),
        "filter": [[asdict(row) for row in group] for group in found.rows],
    }


def _print_count(found: ScopeCount, *, other: bool) -> None:
    text = ngettext(
        "{n} of {total} person passes the filter.", "{n} of {total} people pass the filter.", found.total
    )
    print(text.format(n=number(found.inside), total=number(found.total)))
    if found.uncertain:
        text = ngettext(
            "For {n} person only Entra can tell.", "For {n} people only Entra can tell.", found.uncertain
        )
        print(text.format(n=found.uncertain))
    if not other:
        return
    text = ngettext(
        "{n} person would come in with these conditions.",
        "{n} people would come in with these conditions.",
        found.comes_in,
    )
    print(text.format(n=found.comes_in))
    text = ngettext("{n} person would fall out.", "{n} people would fall out.", found.falls_out)
    print(text.format(n=found.falls_out))
    for name in found.names_falling_out:
        print(f"  {name}")
    more = found.falls_out - len(found.names_falling_out)
    if more > 0:
        print("  " + _("… and {n} more").format(n=more))
