"""`mappings`: shows the attribute mappings of people, changes one, resets all, previews one person."""

from __future__ import annotations

import argparse
import json
from typing import Any

from wizard.cli.application import application_in_use
from wizard.cli.committing import Committing, PlannedCommit
from wizard.cli.exit_codes import ExitCode
from wizard.cli.mapping_change import MappingChange
from wizard.cli.mapping_list import fresh_mappings, listed, print_list
from wizard.cli.output import print_json, print_problem
from wizard.cli.session import with_proof
from wizard.cli.typed import read_key
from wizard.cli.warning_lines import warnings_json
from wizard.messages import _
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant, ChangePreview
from wizard.steps.mappings.view import PreviewView


async def run(args: argparse.Namespace) -> int:
    """0: shown, saved, or nothing differs; 1: shown but not saved, or uncertain; 2: a problem; 3: a value
    that is none."""
    if args.action == "list":
        return await _list(args)
    if args.action == "preview":
        return await _preview(args)
    return await _commit(args)


async def _list(args: argparse.Namespace) -> int:
    async with application_in_use(args) as assistant:
        await with_proof(assistant, lambda: fresh_mappings(assistant))
        found = listed(assistant.mappings.view)
    if args.json:
        print_json(found.model_dump())
    else:
        print_list(found)
    return ExitCode.DONE


async def _commit(args: argparse.Namespace) -> int:
    try:
        change = MappingChange(args) if args.action == "set" else None
    except ProblemError as error:
        print_problem(error.problem, as_json=args.json)
        return ExitCode.WRONG_USE
    key = await read_key() if args.key_stdin else None
    committing = Committing(args)

    def more() -> dict[str, Any]:
        return {"samples": change.samples()} if change is not None else {}

    try:
        async with application_in_use(args, key) as assistant:
            commit = _resetting(assistant) if change is None else change.commit(assistant)
            code = await committing.run(assistant, commit)
    except ProblemError as error:
        return committing.failed(error.problem, more)
    return committing.finish(code, more)


def _resetting(assistant: Assistant) -> PlannedCommit:
    async def plan() -> ChangePreview:
        await fresh_mappings(assistant)
        if not assistant.mappings.view.draft.has_job:
            raise ProblemError(Problem("mapping_edit.no_job"))
        return await assistant.mappings.plan_default()

    return PlannedCommit(plan, assistant.mappings.back_to_default)


async def _preview(args: argparse.Namespace) -> int:
    key = await read_key() if args.key_stdin else None
    async with application_in_use(args, key) as assistant:
        found = await with_proof(assistant, lambda: _previewed(assistant, args.person))
    if args.json:
        print_json(_preview_json(found))
    else:
        _print_preview(found)
    return ExitCode.DONE if found.certain else ExitCode.ATTENTION


async def _previewed(assistant: Assistant, name: str) -> PreviewView:
    (person,) = (await assistant.people.resolve([name])).values()
    await assistant.mappings.preview(person)
    found = assistant.mappings.view.preview
    assert found is not None  # the intent has just made it
    return found


def _preview_json(found: PreviewView) -> dict[str, Any]:
    """The preview; `body` and `account` as objects, null without one."""
    return {
        "person": {"id": found.person.id, "name": found.person.name, "user_name": found.person.detail},
        "action": found.action,
        "certain": found.certain,
        "sentence": found.sentence,
        "method": found.method or None,
        "path": found.path or None,
        "body": json.loads(found.body) if found.body else None,
        "account": json.loads(found.account) if found.account else None,
        "account_known": found.account_known,
        "attributes": dict(found.attributes),
        "trace": [
            {"target": row.target, "expression": row.expression, "value": row.value, "note": row.note}
            for row in found.trace
        ],
        "differences": [
            {"target": row.target, "now": row.now, "after": row.after, "changes": row.changes}
            for row in found.differences
        ],
        **warnings_json(found.warnings),
    }


def _print_preview(found: PreviewView) -> None:
    print(f"{found.person.name} <{found.person.detail}>")
    print(found.sentence)
    for warning in found.warnings:
        print(f"! {warning}")
    if found.body:
        print(f"\n{found.method} {found.path}\n{found.body}")
    changed = [row for row in found.differences if row.changes]
    if changed:
        print()
    for row in changed:
        nothing = _("nothing")
        print(f"  {row.target}: {row.now or nothing} → {row.after or nothing}")
