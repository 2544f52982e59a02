"""The plan in numbers, names and plain words."""

from __future__ import annotations

from typing import cast

from wizard.messages import (
    _,
    ngettext,
    number,
)
from wizard.messages.plan import action_name, plan_note, plan_reason
from wizard.plan import Plan, PlanRow, Run, SortKey
from wizard.steps.base.plan_view import (
    PersonPlanRow,
    PlanView,
)


class RowWindows:
    """The rows of one plan in words."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def count(self, text: str) -> int:
        """How many rows have this text."""
        return self._plan.count(text=text)

    def window(
        self, offset: int, limit: int, text: str, sort: str, descending: bool
    ) -> list[PersonPlanRow]:
        """Some of them."""
        key = cast("SortKey", sort)
        rows = self._plan.rows(offset, limit, text=text, sort=key, descending=descending)
        first = self._plan.header.run is Run.FIRST
        return [person_row(row, first=first) for row in rows]


def plan_view(plan: Plan) -> PlanView:
    """The plan for the page; people who would lose access come first."""
    counts = plan.counts
    return PlanView(
        create=counts.create,
        link=counts.link,
        update=counts.update,
        deactivate=counts.deactivate,
        skip=counts.skip,
        unknown=counts.unknown,
        rows=RowWindows(plan),
        sentences=plan_sentences(plan),
    )


def person_row(row: PlanRow, *, first: bool) -> PersonPlanRow:
    effect, why = action_name(row.action, first=first), plan_reason(row.reason, row.facts)
    return PersonPlanRow(row.id, row.name, row.user_name, row.action, effect, why)


def plan_sentences(plan: Plan) -> tuple[str, ...]:
    """The effect in sentences: notes about the whole first, then numbers of people."""
    header, counts = plan.header, plan.counts
    sentences = [plan_note(note.code, note.facts) for note in header.notes]
    counted = (
        (
            counts.deactivate,
            ngettext(
                "{n} account would be deactivated in Playvox.",
                "{n} accounts would be deactivated in Playvox.",
                counts.deactivate,
            ),
        ),
        (
            counts.create,
            ngettext("{n} account would be created.", "{n} accounts would be created.", counts.create),
        ),
        (
            counts.update,
            ngettext(
                "{n} existing account would be found and updated.",
                "{n} existing accounts would be found and updated.",
                counts.update,
            ),
        ),
        (
            counts.link,
            ngettext(
                "{n} existing account already agrees and would only be linked.",
                "{n} existing accounts already agree and would only be linked.",
                counts.link,
            )
            if header.run is Run.FIRST
            else ngettext(
                "{n} account already agrees, so nothing about it would change.",
                "{n} accounts already agree, so nothing about them would change.",
                counts.link,
            ),
        ),
        (
            counts.skip,
            ngettext("{n} person would be skipped.", "{n} people would be skipped.", counts.skip),
        ),
        (
            counts.unknown,
            ngettext(
                "The result is unknown for {n} person.",
                "The result is unknown for {n} people.",
                counts.unknown,
            ),
        ),
    )
    sentences += [text.format(n=number(count)) for count, text in counted if count]
    if header.left_alone:
        sentences.append(
            ngettext(
                "{n} other account in Playvox is not linked and stays as it is.",
                "{n} other accounts in Playvox are not linked and stay as they are.",
                header.left_alone,
            ).format(n=header.left_alone)
        )
    if header.accounts_unknown:
        sentences.append(
            ngettext(
                "Whether provisioning linked {n} more active account in Playvox is unknown.",
                "Whether provisioning linked {n} more active accounts in Playvox is unknown.",
                header.accounts_unknown,
            ).format(n=header.accounts_unknown)
        )
    if not sentences:
        sentences.append(_("Nobody is in scope, so nothing would happen."))
    return tuple(sentences)
