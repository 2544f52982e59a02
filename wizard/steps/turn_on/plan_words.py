"""The plan in numbers, names and plain words."""

from __future__ import annotations

from wizard.messages import (
    _,
    ngettext,
)
from wizard.messages.labels import plan_reason
from wizard.plan import Plan, PlanRow
from wizard.steps.turn_on.view import (
    ActionKind,
    PersonPlanRow,
    PlanView,
)

_SHOWN = 2000


def plan_view(plan: Plan) -> PlanView:
    """The plan for the page; people who would lose access come first."""
    order = [
        ActionKind.DISABLE,
        ActionKind.UNKNOWN,
        ActionKind.CREATE,
        ActionKind.UPDATE,
        ActionKind.LINK,
        ActionKind.SKIP,
    ]
    rows = sorted(plan.rows, key=lambda row: (order.index(ActionKind(row.fate)), row.name.casefold()))
    return PlanView(
        create=plan.create,
        link=plan.link,
        update=plan.update,
        disable=plan.disable,
        skip=plan.skip,
        unknown=plan.unknown,
        rows=tuple(_row(row) for row in rows[:_SHOWN]),
        sentences=_sentences(plan),
        complete=plan.complete,
    )


def start_warnings(plan: Plan | None) -> tuple[str, ...]:
    """What starting does to people, for the commit's summary."""
    if plan is None:
        return (_("Nobody looked yet at who would be affected."),)
    return _sentences(plan)


def _row(row: PlanRow) -> PersonPlanRow:
    return PersonPlanRow(
        row.id, row.name, row.user_name, ActionKind(row.fate), plan_reason(row.reason, row.facts)
    )


def _sentences(plan: Plan) -> tuple[str, ...]:
    counted = (
        (
            plan.disable,
            ngettext(
                "{n} account would be deactivated in Playvox.",
                "{n} accounts would be deactivated in Playvox.",
                plan.disable,
            ),
        ),
        (
            plan.create,
            ngettext("{n} account would be created.", "{n} accounts would be created.", plan.create),
        ),
        (
            plan.update,
            ngettext(
                "{n} existing account would be found and updated.",
                "{n} existing accounts would be found and updated.",
                plan.update,
            ),
        ),
        (
            plan.link,
            ngettext(
                "{n} existing account already agrees and would only be linked.",
                "{n} existing accounts already agree and would only be linked.",
                plan.link,
            ),
        ),
        (plan.skip, ngettext("{n} person would be skipped.", "{n} people would be skipped.", plan.skip)),
        (
            plan.unknown,
            ngettext(
                "{n} person could not be worked out.",
                "{n} people could not be worked out.",
                plan.unknown,
            ),
        ),
    )
    sentences = [text.format(n=number) for number, text in counted if number]
    if plan.untouched:
        sentences.append(
            ngettext(
                "{n} other account in Playvox is left alone.",
                "{n} other accounts in Playvox are left alone.",
                plan.untouched,
            ).format(n=plan.untouched)
        )
    if not sentences:
        sentences.append(_("Nobody is in scope, so nothing would happen."))
    if not plan.complete:
        sentences.append(_("There are more people than were looked at."))
    return tuple(sentences)
