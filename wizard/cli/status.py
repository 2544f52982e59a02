"""`status`: the state of the setup, step by step, read from Entra and Playvox."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json
from wizard.cli.session import assistant_for
from wizard.steps import Assistant, StepState

_MARKS = {
    StepState.DONE: "✓",
    StepState.ATTENTION: "!",
    StepState.FAILED: "✗",
    StepState.READY: "○",
    StepState.LOCKED: "·",
    StepState.UNREAD: "?",
    StepState.WORKING: "…",
}


async def run(args: argparse.Namespace) -> int:
    """0: on, and nothing needs attention; 1: something does, or it is off; 2: something failed."""
    async with assistant_for(args) as assistant:
        await assistant.fill()
        if args.json:
            print_json(as_json(assistant))
        else:
            _print(assistant)
        return exit_code(assistant)


def exit_code(assistant: Assistant) -> ExitCode:
    """The exit code for the steps' states."""
    states = {step.state for step in assistant.steps}
    if StepState.FAILED in states:
        return ExitCode.FAILS
    attention = StepState.ATTENTION in states
    return ExitCode.DONE if assistant.monitor.view.on and not attention else ExitCode.ATTENTION


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
            "since": _time(quarantine.since),
            "next_attempt": _time(quarantine.next_attempt),
            "disabled_on": _time(quarantine.gives_up),
        },
        "missing": people.missing,
        "missing_is": None if people.missing is None else "exact" if people.exact else "at_least",
        "people_in_scope": people.in_scope,
        "steps": [
            {"id": step.id, "title": step.title, "state": step.state.value, "evidence": step.evidence}
            for step in assistant.steps
        ],
    }


def _time(when: datetime | None) -> str | None:
    return when.isoformat() if when is not None else None


def _print(assistant: Assistant) -> None:
    view = assistant.overview.view
    print(" ".join(part for part in (view.sentence, view.people_sentence) if part))
    print()
    for number, step in enumerate(assistant.steps, 1):
        print(f"{_MARKS[step.state]} {number} {step.title}: {step.evidence}")
