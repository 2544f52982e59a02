"""`people`: who is assigned to the application; assigns people and groups, and removes them."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.application import application_in_use
from wizard.cli.committing import Committing, PlannedCommit
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, problem_json
from wizard.cli.people_list import people_list, print_people
from wizard.cli.session import with_proof
from wizard.cli.typed import read_key
from wizard.problem import ProblemError
from wizard.steps import Assistant, ChangePreview
from wizard.steps.people.wanted import WantedAssignment, role_id_of


async def run(args: argparse.Namespace) -> int:
    """0: listed, done, or nothing differs; 1: shown but not done; 2: a problem."""
    if args.action == "list":
        return await _list(args)
    key = await read_key() if args.key_stdin else None
    committing = Committing(args)
    results: list[dict[str, Any]] = []

    def more() -> dict[str, Any]:
        return {"results": results}

    try:
        async with application_in_use(args, key) as assistant:
            commit = _assigning(assistant, args) if args.action == "assign" else _removing(assistant, args)
            try:
                code = await committing.run(assistant, commit)
            finally:
                results += _results(assistant)
    except ProblemError as error:
        return committing.failed(error.problem, more)
    return committing.finish(code, more)


async def _list(args: argparse.Namespace) -> int:
    async with application_in_use(args) as assistant:
        found = await with_proof(assistant, lambda: people_list(assistant))
    if args.json:
        print_json(found.model_dump())
    else:
        print_people(found)
    return ExitCode.DONE


def _assigning(assistant: Assistant, args: argparse.Namespace) -> PlannedCommit:
    async def wanted() -> tuple[WantedAssignment, ...]:
        ids = await assistant.people.resolve(list(dict.fromkeys(args.names)))
        facts = assistant.context.facts
        rows = await facts.assigned.get()
        roles = (role_id_of(facts.application.value, args.role, rows),) if args.role else ()
        return tuple(WantedAssignment(principal, roles) for principal in dict.fromkeys(ids.values()))

    async def plan() -> ChangePreview:
        return await assistant.people.plan_wanted(await wanted())

    async def do() -> None:
        await assistant.people.make_wanted(await wanted())

    return PlannedCommit(plan, do)


def _removing(assistant: Assistant, args: argparse.Namespace) -> PlannedCommit:
    shown: list[str] = []  # ids of the assignments that were shown

    async def plan() -> ChangePreview:
        rows = await assistant.people.assignments_of(args.names)
        shown[:] = [row.id for row in rows]
        return await assistant.people.plan_unassign(shown)

    async def do() -> None:
        await assistant.people.unassign(shown)

    return PlannedCommit(plan, do)


def _results(assistant: Assistant) -> list[dict[str, Any]]:
    """The result of each person and group that was sent to Entra."""
    return [
        {
            "id": row.id,
            "name": row.name,
            "problem": problem_json(row.problem) if row.problem is not None else None,
        }
        for row in assistant.people.view.results
    ]
