"""The checklist before provisioning is turned on."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.connection import ConnectionReport
from wizard.connection import Verdict as Tested
from wizard.entra.assignments import Assignment
from wizard.entra.directory import Person
from wizard.entra.on_demand import OnDemandResult
from wizard.entra.secrets import SavedSettings
from wizard.messages import _, ngettext, number
from wizard.plan import Plan
from wizard.steps.base.finding import (
    Finding,
    FindingVerdict,
)
from wizard.steps.turn_on.trial import trial_view


def checklist(
    saved: SavedSettings | None,
    scope: str,
    assigned: Sequence[Assignment] | None,
    report: ConnectionReport | None,
    plan: Plan | None,
    trial: tuple[Person, OnDemandResult] | None,
    *,
    is_on: bool,
) -> tuple[Finding, ...]:
    """The list, in the order in which things are done. Where provisioning is on, nobody has to be first."""
    tried = () if is_on and trial is None else (_tried(trial),)
    return (
        _saved(saved),
        _tested(report),
        _people(scope, assigned),
        _notification(saved),
        _planned(plan),
        *tried,
    )


def _saved(saved: SavedSettings | None) -> Finding:
    title = _("Connection saved")
    if saved is None:
        return _unread("saved", title)
    if saved.has_key:
        return Finding("saved", title, FindingVerdict.GOOD, saved.tenant_url)
    return Finding(
        "saved",
        title,
        FindingVerdict.MISSING,
        _("Entra has no address and key yet."),
        _("Save them first."),
    )


def _tested(report: ConnectionReport | None) -> Finding:
    title = _("Connection tested")
    if report is None:
        return Finding(
            "tested",
            title,
            FindingVerdict.UNKNOWN,
            _("Not tested in this session."),
            _("Run the connection test."),
        )
    verdicts = {Tested.WORKS: FindingVerdict.GOOD, Tested.WARNINGS: FindingVerdict.WARNING}
    verdict = verdicts.get(report.verdict, FindingVerdict.FAILED)
    words = report.explanation
    return Finding(
        "tested", title, verdict, words.what, " ".join(words.do) if verdict != FindingVerdict.GOOD else ""
    )


def _people(scope: str, assigned: Sequence[Assignment] | None) -> Finding:
    title = _("People in scope")
    if scope == "all":
        return Finding(
            "people",
            title,
            FindingVerdict.WARNING,
            _("Everyone in the tenant is in scope."),
            _("Start with assigned people only, unless a scoping filter limits the scope."),
        )
    if assigned is None:
        return _unread("people", title)
    if assigned:
        return Finding(
            "people",
            title,
            FindingVerdict.GOOD,
            ngettext(
                "{n} person or group is assigned.", "{n} people and groups are assigned.", len(assigned)
            ).format(n=number(len(assigned))),
        )
    return Finding(
        "people",
        title,
        FindingVerdict.WARNING,
        _("Nobody is assigned."),
        _("Assign one or two people to start."),
    )


def _notification(saved: SavedSettings | None) -> Finding:
    title = _("Notification")
    if saved is None:
        return _unread("notification", title)
    if saved.notification.enabled and saved.notification.recipients:
        return Finding("notification", title, FindingVerdict.GOOD, saved.notification.recipients)
    return Finding(
        "notification",
        title,
        FindingVerdict.WARNING,
        _("Nobody is notified when provisioning fails."),
        _("Enter a notification email under Connection."),
    )


def _planned(plan: Plan | None) -> Finding:
    title = _("Impact calculated")
    if plan is None:
        return Finding(
            "planned",
            title,
            FindingVerdict.UNKNOWN,
            _("Not calculated yet."),
            _("Select Recalculate under “What will happen”."),
        )
    if plan.counts.deactivate:
        return Finding(
            "planned",
            title,
            FindingVerdict.WARNING,
            _("{n} people would be deactivated in Playvox.").format(n=plan.counts.deactivate),
            _("Check their names before you start."),
        )
    return Finding("planned", title, FindingVerdict.GOOD, _("Nobody would be deactivated."))


def _tried(trial: tuple[Person, OnDemandResult] | None) -> Finding:
    title = _("One person first")
    if trial is None:
        return Finding(
            "tried",
            title,
            FindingVerdict.UNKNOWN,
            _("Not tried in this session."),
            _("Provision one person first."),
        )
    view = trial_view(*trial)
    verdict = FindingVerdict.GOOD if view.succeeded else FindingVerdict.WARNING
    return Finding("tried", title, verdict, view.sentence)


def _unread(name: str, title: str) -> Finding:
    return Finding(name, title, FindingVerdict.UNREAD, _("Not read yet."))
