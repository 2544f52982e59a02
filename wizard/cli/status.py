"""`status`: the state of the setup, step by step, read from Entra and Playvox."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem, problem_json
from wizard.cli.session import assistant_for
from wizard.messages import _
from wizard.problem import Problem
from wizard.steps import Assistant, StepState
from wizard.steps.base.finding import Finding, FindingVerdict
from wizard.steps.overview.view import CardState, OverviewView

if TYPE_CHECKING:
    from wizard.cli.answers.setup import ReasonCode, StatusReason

_MARKS = {
    StepState.DONE: "✓",
    StepState.ATTENTION: "!",
    StepState.FAILED: "✗",
    StepState.READY: "○",
    StepState.LOCKED: "·",
    StepState.UNREAD: "?",
    StepState.WORKING: "…",
}

_BEFOREHAND = {"tenant": "tenant", "role": "role", "licence": "license"}
"""Findings about tenant and account that are read from Entra, and their names in the answer."""


async def run(args: argparse.Namespace) -> int:
    """0: on, and nothing needs attention; 1: something does, or it is off; 2: something failed."""
    async with assistant_for(args) as assistant:
        await assistant.fill()
        assistant.relabel()  # every step judges by what all of them have read
        problem = failure(assistant)
        if args.json:
            failed = problem_json(problem) if problem is not None else None
            print_json({**as_json(assistant), "problem": failed})
        else:
            _print(assistant)
            if problem is not None:
                print_problem(problem, as_json=False)
        return exit_code(assistant)


def exit_code(assistant: Assistant) -> ExitCode:
    """The exit code for the steps' states."""
    if failure(assistant) is not None:
        return ExitCode.FAILS
    return ExitCode.ATTENTION if reasons(assistant) else ExitCode.DONE


def failure(assistant: Assistant) -> Problem | None:
    """What failed; None when nothing did."""
    for step in assistant.steps:
        if step.state is StepState.FAILED:
            facts = {"step": step.title, "why": step.evidence}
            return step.problem or Problem("status_failed", facts)
    return None


def reasons(assistant: Assistant) -> list[StatusReason]:
    """Why something needs attention: provisioning is off, or a step says so."""
    found: list[StatusReason] = []
    for step in assistant.steps:
        if step is assistant.people and assistant.context.facts.assigned.value == ():
            code: ReasonCode = "nobody_assigned"
        else:
            code = "step"
        if step.state is StepState.ATTENTION:
            found.append({"code": code, "step": step.id, "sentence": step.evidence})
    if assistant.overview.view.people.in_scope == 0 and assistant.people.state is not StepState.ATTENTION:
        # Such as an assigned group without members, or a scoping filter that nobody passes.
        sentence = _("Nobody is in scope.")
        found.append({"code": "nobody_in_scope", "step": assistant.people.id, "sentence": sentence})
    view = assistant.overview.view
    unknown = {each["part"] for each in unknown_parts(view)}
    if view.known and "job" not in unknown and not assistant.monitor.view.on:
        sentence = _("Provisioning is off.")
        found.append({"code": "provisioning_off", "step": assistant.monitor.id, "sentence": sentence})
    return found


def as_json(assistant: Assistant) -> dict[str, Any]:
    """The answer of `status --json`."""
    identity, monitor = assistant.identity, assistant.monitor.view
    overview = assistant.overview.view
    quarantine, people = overview.quarantine, overview.people
    saved, app = assistant.connection.view.saved, assistant.application.view.chosen
    return {
        "identity": None
        if identity is None
        else {
            "account": identity.account,
            "tenant": identity.tenant_name,
            "tenant_id": identity.tenant_id,
            "cloud": identity.cloud,
            "role": identity.role,
            "may_write": identity.may_write,
            "practice": identity.practice,
        },
        "application": None if app is None else {"id": app.id, "app_id": app.app_id, "name": app.name},
        "connection": None
        if saved is None
        else {
            "tenant_url": saved.tenant_url,
            "key_saved": saved.key_saved,
            "notification_email": saved.notification_email,
            "deletion_threshold": saved.deletion_threshold,
            "scope": saved.scope,
        },
        "job": None
        if not monitor.job_id
        else {
            "id": monitor.job_id,
            "on": monitor.on,
            "code": monitor.code,
            "last_run": monitor.last_run.isoformat() if monitor.last_run else None,
            "quarantine": monitor.quarantine.cause if monitor.quarantine else None,
        },
        "health": overview.health.value,
        "summary": " ".join(part for part in (overview.sentence, overview.people_sentence) if part),
        "quarantine": None
        if quarantine is None
        else {
            "cause": quarantine.code,
            "sentence": quarantine.sentence,
            "since": iso(quarantine.since),
            "next_attempt": iso(quarantine.next_attempt),
            "disabled_on": iso(quarantine.gives_up),
        },
        "missing": people.missing,
        "missing_is": None if people.missing is None else "exact" if people.exact else "at_least",
        "people_in_scope": people.in_scope,
        "people_estimate": people.estimate,
        "unknown": [*unread_beforehand(assistant), *unknown_parts(overview)],
        "steps": [
            {"id": step.id, "title": step.title, "state": step.state.value, "evidence": step.evidence}
            for step in assistant.steps
        ],
        "reasons": reasons(assistant),
    }


def unknown_parts(overview: OverviewView) -> list[dict[str, str]]:
    """The parts that could not be read, and why."""
    return [
        {"part": card.id, "because": card.sentence}
        for card in overview.cards
        if card.state is CardState.UNREAD
    ]


def unread_beforehand(assistant: Assistant) -> list[dict[str, str]]:
    """What could not be read about tenant and account, and why."""
    return [
        {"part": _BEFOREHAND[finding.id], "because": finding.sentence}
        for finding in _unread_findings(assistant)
    ]


def _unread_findings(assistant: Assistant) -> list[Finding]:
    return [
        finding
        for finding in assistant.before.view.findings
        if finding.id in _BEFOREHAND and finding.verdict is FindingVerdict.UNKNOWN
    ]


def iso(when: datetime | None) -> str | None:
    """A point in time for a machine; None stays."""
    return when.isoformat() if when is not None else None


def _print(assistant: Assistant) -> None:
    view = assistant.overview.view
    print(" ".join(part for part in (view.sentence, view.people_sentence) if part))
    print()
    for number, step in enumerate(assistant.steps, 1):
        print(f"{_MARKS[step.state]} {number} {step.title}: {step.evidence}")
    for finding in _unread_findings(assistant):
        print(_("Unknown: {part}. {why}").format(part=finding.title, why=finding.sentence))
    for card in view.cards:
        if card.state is CardState.UNREAD:
            print(_("Unknown: {part}. {why}").format(part=card.title, why=card.sentence))
    for reason in reasons(assistant):
        print(_("Needs attention: {sentence}").format(sentence=reason["sentence"]))
