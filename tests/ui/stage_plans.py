"""The saved plans of a half-finished setup."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from wizard.steps.base.plan_view import PlanView
from wizard.steps.mappings.view import PersonRow
from wizard.steps.plans import view as plans


class _OutcomeRows:
    """Two people: one as planned, one differently."""

    def __init__(self, ana: PersonRow, bo: PersonRow) -> None:
        lines = (
            ("Planned", "Create. No account with userName “chen.xiaoming@contoso.example” exists."),
            ("Provisioning log", "No entry since the plan."),
            ("Playvox", "There is no account."),
            ("Today", "Disabled in Entra."),
        )
        self.rows = [
            plans.OutcomeRow(
                bo.id,
                bo.name,
                bo.detail,
                "differently",
                "Differently",
                "Create",
                "Nothing",
                lines,
                "https://x",
            ),
            plans.OutcomeRow(
                ana.id, ana.name, ana.detail, "as_planned", "As planned", "Create", "Create", lines[:1], ""
            ),
        ]

    def count(self, text: str) -> int:
        return len(self._with(text))

    def window(
        self, offset: int, limit: int, text: str, _sort: str, _descending: bool
    ) -> list[plans.OutcomeRow]:
        return self._with(text)[offset : offset + limit]

    def row(self, identifier: str) -> plans.OutcomeRow | None:
        return next((row for row in self.rows if row.id == identifier), None)

    def _with(self, text: str) -> list[plans.OutcomeRow]:
        return [row for row in self.rows if text.casefold() in row.name.casefold()]


def saved_plans(
    ana: PersonRow, bo: PersonRow, now: datetime, account: str, shown: PlanView | None
) -> plans.PlansView:
    """Three saved plans, one of which cannot be read; the first is open and compared."""
    assert shown is not None
    counts = {"create": 8, "link": 1, "update": 2, "deactivate": 0, "skip": 3, "unknown": 0}
    saved = plans.SavedPlanRow("a1", now, account, "Playvox", "Assigned users and groups", counts)
    outcome = {"as_planned": 13, "differently": 1, "not_yet": 0, "unknown": 0, "was_unknown": 0}
    return plans.PlansView(
        rows=(
            saved,
            replace(saved, id="b2", when=now - timedelta(days=3), scope="All users and groups"),
            plans.SavedPlanRow("c3", None, "", "", "", {}),
        ),
        signed_in=True,
        opened=plans.OpenedPlan("a1", "Plan of 2026-11-03 09:30 for Playvox", shown),
        comparison=plans.ComparisonView(
            "a1", outcome, "92% went as planned: 46 of 50 results.", (), _OutcomeRows(ana, bo)
        ),
        busy="",
        problem=None,
    )
