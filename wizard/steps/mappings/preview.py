"""One person's preview, as the page shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wizard.entra.directory import Person
from wizard.mapping.body import Preview, Trace
from wizard.mapping.expression import Uncertainty
from wizard.mapping.scoping import (
    IN,
    ScopeVerdict,
)
from wizard.mapping.values import Dropped, known, plain
from wizard.messages import (
    _,
    explain,
)
from wizard.messages.change_warnings import change_warning
from wizard.playvox.scim import ScimAccount
from wizard.problem import Problem
from wizard.steps.base.person_row import PersonRow
from wizard.steps.mappings.view import (
    DifferenceRow,
    PreviewView,
    TraceRow,
)


def person_row(person: Person) -> PersonRow:
    """A person in a list."""
    return PersonRow(person.id, person.display_name, person.user_principal_name)


def person_rows(people: Sequence[Person]) -> tuple[PersonRow, ...]:
    """People in a list."""
    return tuple(person_row(person) for person in people)


@dataclass(frozen=True, slots=True)
class AccountSearchResult:
    """What a search for somebody's account found: the account, nothing, or why that is not known.

    `search_refused`: Playvox cannot search by the matching attribute, so Entra cannot either, and
    provisioning fails for this person.
    """

    account: ScimAccount | None = None
    trouble: Problem | None = None
    search_refused: bool = False


def preview_view(
    person: Person,
    seen: Mapping[str, Any],
    shown: Preview,
    found: AccountSearchResult,
    verdict: ScopeVerdict = IN,
    *,
    reached: bool | None = True,
) -> PreviewView:
    """What would be sent for a person, with `seen` as their attributes in Entra.

    `verdict`: what the scoping filter says. `reached`: whether an assignment reaches them; None when that
    is not known.
    """
    account, trouble = found.account, found.trouble
    warnings = []
    if reached is None:
        warnings.append(change_warning("assignment_unread"))
    elif not reached:
        warnings.append(change_warning("not_assigned"))
    if trouble is not None and found.search_refused:
        # Entra cannot look for the account either, so this person fails and nothing is sent.
        shown = replace(shown, action="skip", why=trouble, method=None, body=None)
    elif trouble is not None:
        warnings.append(change_warning("account_unknown", why=explain(trouble).what))
    if not verdict.certain:
        reasons = " ".join(explain(Problem(f"scope.{each.value}")).what for each in verdict.reasons)
        warnings.append(change_warning("scope_uncertain", why=reasons))
    if account is not None and shown.action == "disable":
        warnings.append(change_warning("only_known_accounts"))
    if not shown.certain:
        warnings.append(change_warning("values_uncertain"))
    switched = [item.target for item in shown.trace if account is not None and _may_come_out_empty(item)]
    if switched:
        warnings.append(change_warning("switch_may_be_empty", targets=", ".join(switched)))
    warnings += [
        change_warning("value_fails", item.target, target=item.target, why=explain(item.problem).what)
        for item in shown.trace
        if item.problem is not None
    ]
    return PreviewView(
        person=person_row(person),
        method=shown.method or "",
        sentence=explain(shown.why).what,
        body=_pretty(shown.body) if shown.body is not None else "",
        account=_pretty(account.raw) if account is not None else "",
        account_known=trouble is None,
        trace=tuple(_trace_row(item) for item in shown.trace),
        differences=_differences(shown),
        action=shown.action,
        path=shown.path if shown.body is not None else "",
        certain=verdict.certain
        and shown.certain
        and reached is not None
        and (trouble is None or found.search_refused)
        and not any(item.problem for item in shown.trace),
        warnings=tuple(warnings),
        attributes=tuple(
            (name, shown_value(value))
            for name, value in sorted(known(seen).items(), key=lambda item: item[0].casefold())
            if value not in (None, "", [])
        ),
    )


def _may_come_out_empty(item: Trace) -> bool:
    # The usual mapping of active switches on IsSoftDeleted, which changes whenever it matters.
    return "switch(" in item.expression.lower() and set(item.sources) != {"IsSoftDeleted"}


def _differences(shown: Preview) -> tuple[DifferenceRow, ...]:
    """Every attribute that has a value on one side: what changes first, in the mapping's order."""
    rows = []
    for item in shown.trace:
        flows = shown.body is not None and item.flow in ("sent", "default")
        before = shown_value(item.before)
        after = shown_value(item.value) if flows else before
        if before or after:
            rows.append(DifferenceRow(item.target, before, after, changes=flows))
    return tuple(sorted(rows, key=lambda row: not row.changes))


def _trace_row(item: Trace) -> TraceRow:
    notes = {
        "sent": _("sent"),
        "unchanged": _("already there"),
        "null": _("empty, not sent"),
        "ignored": _("left out by the expression"),
        "only_at_creation": _("only when an account is created"),
        "has_value": _("kept, because it has a value"),
        "default": _("the mapping's default"),
        "problem": _("could not be calculated"),
        "not_sent": _("not sent"),
        "reference_later": _("sent in a later cycle"),
    }
    note = notes.get(item.flow, item.flow)
    if item.kept:
        note = _("{note}; Playvox keeps its value").format(note=note)
    doubt = doubt_text(item.uncertainties)
    if doubt:
        note = _("{note}. {doubt}").format(note=note, doubt=doubt)
    return TraceRow(item.target, item.expression, shown_value(item.value), note)


def shown_value(value: Any) -> str:
    """A value as text, the way Entra writes it; several values as JSON, nothing as nothing."""
    if isinstance(value, Dropped):
        return _("(leaves the person out)") if value.whole_person else _("(left out)")
    value = plain(value)
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def doubt_text(uncertainties: Sequence[Uncertainty]) -> str:
    """That a value is not sure, and why; empty when it is."""
    if not uncertainties:
        return ""
    found = [explain(each.problem) for each in uncertainties]
    return " ".join(dict.fromkeys((found[0].what, *(each.why for each in found))))


def _pretty(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)
