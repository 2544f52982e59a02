"""The report on one setup: from what the steps have read, and the record on this computer."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.file_reasons import file_reason
from wizard.messages import _, ngettext, number, pgettext
from wizard.messages.labels import scope_name
from wizard.messages.plan import action_name
from wizard.messages.times import moment
from wizard.problem import Problem, ProblemError
from wizard.reports import setup_report
from wizard.reports.pseudonyms import Pseudonyms
from wizard.reports.setup_report import (
    ReportChange,
    ReportContent,
    ReportFact,
    ReportMapping,
    ReportPart,
    ReportPlan,
    ReportTest,
)
from wizard.setup.files import write_chosen
from wizard.steps.history.view import HistoryRow
from wizard.steps.overview.alerts import AlertLimits, alerts_of, health_of
from wizard.steps.overview.view import CardState

if TYPE_CHECKING:
    from wizard.steps.assistant import Assistant

_ABOUT_PEOPLE = "people."
"""How the kinds of changes begin that name people."""


async def set_up_report(assistant: Assistant, *, names: bool) -> ReportContent:
    """The report; reads the history and the saved plans from disk, and nothing from Entra."""
    await assistant.history.refresh()
    await assistant.plans.refresh()
    people = _people(assistant)
    view, now = assistant.overview.view, assistant.overview.now
    identity = assistant.identity
    alerts = alerts_of(view, AlertLimits(), now)
    content: ReportContent = {
        "made": moment(now),
        "names": names,
        "practice": identity is not None and identity.practice,
        "tenant": (identity.tenant_name or identity.tenant_id) if identity is not None else "",
        "account": identity.account if identity is not None else "",
        "health": health_of(alerts).value,
        "summary": " ".join(filter(None, (view.sentence, view.people_sentence))),
        "configured": _configured(assistant),
        "parts": _parts(assistant),
        "scope": _scope(assistant),
        "mappings": _mappings(assistant),
        "tests": _tests(assistant),
        "plans": _plans(assistant),
        "changes": _changes(assistant, names=names),
        "issues": [
            {"code": alert.code, "broken": alert.broken, "sentence": alert.sentence} for alert in alerts
        ],
    }
    return content if names else setup_report.hide_people(content, people.hidden)


def report_as_html(content: ReportContent) -> str:
    """The report as one web page."""
    return setup_report.as_html(content)


async def save_report(text: str | bytes, path: Path) -> None:
    """Write a report; raises `report_not_saved`."""
    content = text.encode() if isinstance(text, str) else text
    try:
        await asyncio.to_thread(write_chosen, path, content)
    except OSError as error:
        facts = {"file": str(path), "reason": file_reason(error)}
        raise ProblemError(Problem("report_not_saved", facts, retryable=True)) from error


def _configured(assistant: Assistant) -> list[ReportFact]:
    app, saved = assistant.application.view.chosen, assistant.connection.view.saved
    read = assistant.application.known()
    note = "" if read else _("The application was not read.")
    found = [_fact(_("Enterprise application"), app.name if app else "", app.id if app else note)]
    if saved is None:
        return [*found, _fact(_("Connection"), "", _("The saved settings were not read."))]
    limit = saved.deletion_threshold
    return [
        *found,
        _fact(_("Tenant URL"), saved.tenant_url or pgettext("Tenant URL or key", "none"), ""),
        _fact(
            _("Key"),
            _("saved in Entra") if saved.key_saved else pgettext("Tenant URL or key", "none"),
            _key_note(assistant),
        ),
        _fact(_("Notification email"), saved.notification_email or _("none"), ""),
        _fact(
            _("Accidental deletion prevention"),
            pgettext("prevention", "off") if limit is None else str(limit),
            "",
        ),
        _fact(_("Scope"), scope_name(saved.scope), assistant.mappings.view.scope_filter),
    ]


def _key_note(assistant: Assistant) -> str:
    saved = assistant.overview.view.key_saved_at
    if saved is None:
        return _("It was not saved from this computer, so its age is unknown.")
    return _("Saved on {time}.").format(time=moment(saved))


def _parts(assistant: Assistant) -> list[ReportPart]:
    words = {
        CardState.UNREAD: _("unknown"),
        CardState.GOOD: _("good"),
        CardState.ATTENTION: _("needs attention"),
        CardState.BROKEN: _("broken"),
        CardState.NONE: _("none"),
    }
    return [
        {
            "name": card.title,
            "state": words[card.state],
            "sentence": " ".join(filter(None, (card.sentence, *card.detail.split("\n")))),
            "since": _time(card.since),
            "read": _time(card.read),
        }
        for card in assistant.overview.view.cards
    ]


def _scope(assistant: Assistant) -> list[ReportFact]:
    people, rows = assistant.overview.view.people, assistant.context.facts.assigned.value
    unread = _("Not read yet.")
    counted = _("Counted on {time}.").format(time=moment(people.counted)) if people.counted else unread
    exact = "" if people.exact else _("at least so many")
    found = [
        _fact(_("People in scope"), _number(people.in_scope), counted),
        _fact(
            _("Missing in Playvox"),
            _number(people.missing),
            unread if people.missing is None else exact,
        ),
    ]
    if rows is None:
        return [*found, _fact(_("Assigned"), "", _("The assignments were not read."))]
    users = [row for row in rows if row.principal_type.casefold() == "user"]
    groups = [row for row in rows if row.principal_type.casefold() == "group"]
    found.append(
        _fact(
            _("Assigned one by one"),
            ngettext("{n} person", "{n} people", len(users)).format(n=number(len(users))),
            ", ".join(row.principal_display_name for row in users),
        )
    )
    found.append(
        _fact(
            _("Assigned groups"),
            ngettext("{n} group", "{n} groups", len(groups)).format(n=number(len(groups))),
            ", ".join(row.principal_display_name for row in groups),
        )
    )
    return found


def _mappings(assistant: Assistant) -> list[ReportMapping] | None:
    """None: not read, which is not the same as none."""
    step = assistant.mappings
    if not step.known() and not _has_no_job(assistant):
        return None
    return [
        {
            "playvox": row.target,
            "source": row.source,
            "matching": row.matching,
            "only_on_create": row.only_on_create,
        }
        for row in step.view.rows
    ]


def _has_no_job(assistant: Assistant) -> bool:
    """Whether it was read that there is no application or no job, and so no mapping."""
    # One that was chosen earlier is there until Entra says otherwise, also where it could not be read.
    no_application = assistant.application.known() and not assistant.context.store.profile.application_id
    return no_application or assistant.context.facts.job.value == ()


def _tests(assistant: Assistant) -> list[ReportTest] | None:
    """None where the record, or the address whose tests these are, was not read."""
    view, known = assistant.connection.view, assistant.connection.known() or _has_no_job(assistant)
    if not view.history and (view.history_problem is not None or not known):
        return None
    return [
        {"when": moment(run.when), "result": " ".join(filter(None, (run.verdict, run.sentence)))}
        for run in view.history
    ]


def _changes(assistant: Assistant, *, names: bool) -> list[ReportChange] | None:
    view = assistant.history.view
    if not view.rows and view.problem is not None:
        return None
    return [
        {
            "when": moment(row.when),
            "account": row.account,
            "title": row.title,
            "changes": row.sentence if names or not row.kind.startswith(_ABOUT_PEOPLE) else _count(row),
            "state": row.state_text,
        }
        for row in view.rows
    ]


def _plans(assistant: Assistant) -> list[ReportPlan] | None:
    view = assistant.plans.view
    if not view.rows and view.problem is not None:
        return None
    compared = view.comparison
    return [
        {
            "when": moment(row.when),
            "scope": row.scope,
            "counts": {action_name(name): number for name, number in row.counts.items() if number},
            "compared": compared.sentence if compared is not None and compared.plan_id == row.id else "",
        }
        for row in view.rows
        if row.when is not None
    ]


def _count(row: HistoryRow) -> str:
    """How many people or groups a change was about: the record does not tell names of both apart."""
    return ngettext("{n} person or group", "{n} people or groups", len(row.changes)).format(
        n=len(row.changes)
    )


def _people(assistant: Assistant) -> Pseudonyms:
    """Everyone whose name this program has read; addresses are found in the texts."""
    context, people = assistant.context, Pseudonyms()
    account = context.session.account
    people.know(account.name if account is not None else "")
    for row in context.facts.assigned.value or ():
        if row.principal_type.casefold() == "user":
            people.know(row.principal_display_name)
    return people


def _fact(name: str, value: str, note: str) -> ReportFact:
    return {"name": name, "value": value, "note": note}


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _time(when: datetime | None) -> str | None:
    return moment(when) if when is not None else None
