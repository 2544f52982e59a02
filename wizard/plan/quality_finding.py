"""The data quality of a plan's people: collected while they are read, completed when links are known,
written into the plan's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from wizard.entra.graph import Graph
from wizard.plan.evaluation import PersonEvaluator
from wizard.plan.judging import Judged
from wizard.plan.quality import Quality
from wizard.plan.quality_accounts import AccountFindings, WhatWasRead
from wizard.plan.quality_by_mail import ByMail
from wizard.plan.quality_collecting import QualityCollector
from wizard.plan.quality_owners import MOST_ACCOUNTS, find_owners
from wizard.plan.workspace import Workspace
from wizard.playvox.attributes import MATCHING

_PLAN = (
    "CREATE TABLE plan.quality (value TEXT NOT NULL)",
    "CREATE TABLE plan.quality_rows (number INTEGER PRIMARY KEY, finding INTEGER NOT NULL,"
    " id TEXT NOT NULL, name TEXT NOT NULL, user_name TEXT NOT NULL, kind TEXT NOT NULL,"
    " detail TEXT NOT NULL, facts TEXT NOT NULL, search TEXT NOT NULL)",
    "INSERT INTO plan.quality_rows SELECT NULL, f.finding, f.id, coalesce(p.name, a.name),"
    " coalesce(p.user_name, a.user_name), CASE WHEN p.id IS NULL THEN 'account' ELSE 'person' END,"
    " f.detail, f.facts,"
    " coalesce(p.search, fold(a.name || char(10) || a.user_name)) FROM quality_found f"
    " LEFT JOIN people p ON p.id = f.id AND p.kind = 'person' LEFT JOIN accounts a ON a.id = f.id"
    " ORDER BY f.finding, 9, f.id",
    "CREATE INDEX plan.quality_rows_finding ON quality_rows (finding)",
)


class QualityReading:
    """For one plan. `look` while people are read, `finish` when links were applied, `write` at the end."""

    def __init__(self, graph: Graph, workspace: Workspace, evaluator: PersonEvaluator) -> None:
        self._graph = graph
        self._workspace = workspace
        self._evaluator = evaluator
        self._collector = QualityCollector(workspace, evaluator)
        self._quality: Quality | None = None

    def look(self, judged: Sequence[Judged]) -> None:
        """Check these people; on the workspace's thread."""
        self._collector.look(judged)

    async def finish(self, read: WhatWasRead) -> Quality:
        """Run the checks that need everyone, one statement at a time so that canceling takes effect."""
        run = self._workspace.run
        targets = [row.mapping.target.casefold() for row in self._evaluator.matching]
        place = targets.index(MATCHING.casefold()) if MATCHING.casefold() in targets else None
        findings = AccountFindings(self._workspace, self._collector, place, read)
        for step in findings.steps:
            await run(step)
        mail = ByMail(self._workspace, self._evaluator, findings.place)
        by_mail = mail.unknown()
        if read.accounts:
            await self._look_up(findings)
            await run(findings.without_owner)
            await run(mail.prepare)
            await run(mail.index)
            by_mail = await run(mail.evaluate)
        collector = self._collector
        self._quality = Quality(
            people=collector.people,
            scope_unknown=collector.scope_unknown,
            accounts=self._workspace.count_accounts() if read.accounts else None,
            directory_read=read.directory,
            findings=collector.findings(),
            by_mail=by_mail,
        )
        return self._quality

    async def _look_up(self, findings: AccountFindings) -> None:
        """Find out who has the names of accounts, where not everyone in Entra was read."""
        names = (await self._workspace.run(findings.unknown_names))[:MOST_ACCOUNTS]
        found = await find_owners(self._graph, names) if names else None
        if found is not None:
            await self._workspace.run(findings.looked_up, names, found)

    def write(self, database: sqlite3.Connection) -> None:
        """Write findings and rows into the attached plan; on the workspace's thread."""
        assert self._quality is not None
        database.create_function("fold", 1, str.casefold, deterministic=True)
        for statement in _PLAN:
            database.execute(statement)
        database.execute("INSERT INTO plan.quality VALUES (?)", (self._quality.model_dump_json(),))
