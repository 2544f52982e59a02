"""Saved plans and comparisons in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import cast

from wizard.entra.cloud import Cloud
from wizard.messages import _
from wizard.messages.plan import action_name, happened_name, plan_verdict
from wizard.plan.document import DocumentHeader
from wizard.plan.outcome import RowOutcome
from wizard.plan.outcome_store import OutcomeSort, PlanOutcome
from wizard.plan.saved import SavedPlan
from wizard.steps.base.outcome_words import comparison_notes, outcome_words, share_sentence
from wizard.steps.plans.view import ComparisonView, OutcomeRow, SavedPlanRow


def saved_rows(saved: Sequence[SavedPlan]) -> tuple[SavedPlanRow, ...]:
    """Saved plans in words, in the order given."""
    return tuple(_saved_row(each) for each in saved)


def _saved_row(each: SavedPlan) -> SavedPlanRow:
    header = each.header
    if header is None:
        return SavedPlanRow(each.id, None, "", "", "", {})
    scope = _("All users and groups") if header.scope == "all" else _("Assigned users and groups")
    name = header.application_name or header.application_id
    return SavedPlanRow(each.id, header.computed, header.account, name, scope, asdict(header.counts))


def comparison_view(
    plan_id: str, outcome: PlanOutcome, header: DocumentHeader, cloud: Cloud
) -> ComparisonView:
    """A comparison for the page."""
    return ComparisonView(
        plan_id,
        {str(verdict): number for verdict, number in outcome.counts.items()},
        share_sentence(outcome),
        tuple(comparison_notes(outcome.compared_with, header)),
        ComparedRows(outcome, header, cloud),
    )


class ComparedRows:
    """The rows of one comparison in words."""

    def __init__(self, outcome: PlanOutcome, header: DocumentHeader, cloud: Cloud) -> None:
        self._outcome, self._header, self._cloud = outcome, header, cloud

    def count(self, text: str) -> int:
        """Number of rows that contain this text."""
        return self._outcome.count(text=text)

    def window(self, offset: int, limit: int, text: str, sort: str, descending: bool) -> list[OutcomeRow]:
        """Return some of the rows."""
        key = cast("OutcomeSort", sort)
        rows = self._outcome.rows(offset, limit, text=text, sort=key, descending=descending)
        return [self._in_words(each) for each in rows]

    def row(self, identifier: str) -> OutcomeRow | None:
        """The row with this id."""
        found = self._outcome.row(identifier)
        return None if found is None else self._in_words(found)

    def _in_words(self, found: RowOutcome) -> OutcomeRow:
        row = found.row
        return OutcomeRow(
            row.id,
            row.name or row.id,
            row.user_name,
            found.verdict,
            plan_verdict(found.verdict),
            action_name(row.action),
            happened_name(found.happened),
            outcome_words(found, self._header).lines,
            self._cloud.portal_person(row.id) if row.kind == "person" else "",
        )
