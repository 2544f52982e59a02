"""Writes a plan, links and a saved file again and again: `python -m tests.plan.writer FOLDER`.

Prints a line before each writing.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from wizard.plan.actions import Counts
from wizard.plan.document import write_document
from wizard.plan.header import PlanHeader
from wizard.plan.link_store import KnownLink, LinkStore
from wizard.plan.plan import Plan
from wizard.plan.request import Run
from wizard.plan.workspace import Workspace, people_row

PEOPLE = 5_000
_NOW = datetime(2026, 11, 3, tzinfo=UTC)


def header(identifier: str) -> PlanHeader:
    return PlanHeader(
        id=identifier,
        computed=_NOW,
        account="admin@contoso.example",
        tenant_id="tenant",
        application_id="application",
        application_name="Playvox",
        job_id="job",
        scope="all",
        run=Run.FIRST,
        keep_out_of_scope=False,
        threshold=None,
        schema_fingerprint="",
        assignments_fingerprint="",
        counts=Counts(create=PEOPLE),
        held_back=False,
        in_scope=PEOPLE,
        accounts=0,
        left_alone=0,
        accounts_unknown=0,
        notes=(),
        seconds=1.0,
    )


async def write_plan(folder: Path, identifier: str, people: int = PEOPLE) -> None:
    workspace = Workspace()
    try:
        rows = [
            people_row(f"{number}", f"Person {number}", f"p{number}@contoso.example", 2, "no_account", {})
            for number in range(people)
        ]
        await workspace.run(workspace.add_people, rows)
        print("plan", flush=True)
        path = folder / f"plan-{identifier}.sqlite"
        await workspace.run(workspace.finish, path, header(identifier), lambda _database: None)
    finally:
        await workspace.close()


def write_links(folder: Path, turn: int) -> None:
    at = f"2026-11-03T{turn // 60:02}:{turn % 60:02}:00Z"
    links = [KnownLink(f"{number}", at, "linked", at) for number in range(PEOPLE)]
    print("links", flush=True)
    LinkStore(folder / "links.sqlite").save("job", links, at, at)


def write_file(folder: Path, identifier: str) -> None:
    plan = Plan.open(folder / f"plan-{identifier}.sqlite")
    print("file", flush=True)
    write_document(plan, folder / "approved.jsonl.gz", "jsonl")
    plan.close()


async def main(folder: Path, turn: int) -> None:
    while True:
        await write_plan(folder, f"{turn}")
        write_links(folder, turn)
        write_file(folder, f"{turn}")
        turn += 1


if __name__ == "__main__":
    wanted = Path(sys.argv[1])
    asyncio.run(main(wanted, len(list(wanted.glob("plan-*.sqlite")))))
