"""`watch`: check again and again whether provisioning works, and print what changes. Changes nothing."""

from __future__ import annotations

import argparse
import asyncio
from datetime import datetime, timedelta
from typing import Any

from wizard.cli.config import Config
from wizard.cli.config_file import config_of, print_mistakes
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import is_quiet, print_json, problem_json
from wizard.cli.session import assistant_for
from wizard.cli.setting_up import SettingUp
from wizard.cli.status import iso, unknown_parts
from wizard.cli.streams import lost
from wizard.cli.typed import read_key
from wizard.messages import _, explain, ngettext
from wizard.messages.times import moment
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant
from wizard.steps.overview.alerts import Alert, AlertLimits, alerts_of, health_of
from wizard.steps.overview.view import Health
from wizard.usage import WrongUseError

_CODES = {
    Health.OK: ExitCode.DONE,
    Health.ATTENTION: ExitCode.ATTENTION,
    Health.BROKEN: ExitCode.FAILS,
}


async def run(args: argparse.Namespace) -> int:
    """With `--once` 0: everything is well; 1: something needs attention; 2: it does not work.

    Without it, it goes on until Ctrl+C or SIGTERM, or until nothing more can be written.
    """
    if args.json and not args.once:
        raise WrongUseError(Problem("usage.watch_json", {"flag": "--json"}))
    config = None
    if args.config is not None:
        try:
            config = config_of(args)
        except ProblemError as error:
            print_mistakes(error, as_json=args.json)
            return ExitCode.WRONG_USE
    key = await read_key() if args.key_stdin else None
    limits = AlertLimits(args.max_failures / 100, timedelta(days=args.max_key_age))
    async with assistant_for(args, key, keep_answers=False) as assistant:
        await assistant.fill()
        alerts = await _alerts(assistant, config, limits)
        if args.json:
            print_json(_as_json(assistant, alerts))
        else:
            _print_first(assistant, alerts)
        while not args.once and lost() is None:
            await asyncio.sleep(args.interval * 60)
            await assistant.overview.refresh()
            before, alerts = alerts, await _alerts(assistant, config, limits)
            _print_changes(_now(assistant), before, alerts)
    return _CODES[health_of(alerts)]


async def _alerts(assistant: Assistant, config: Config | None, limits: AlertLimits) -> tuple[Alert, ...]:
    found = alerts_of(assistant.overview.view, limits, _now(assistant))
    return found if config is None else (*found, *await _drift(assistant, config))


async def _drift(assistant: Assistant, config: Config) -> tuple[Alert, ...]:
    """How many settings differ from the configuration file."""
    setting_up = SettingUp(assistant, config, key_stated=False)
    try:
        effect = await setting_up.plan(test=False)
        effect += await setting_up.beyond()
    except ProblemError as error:
        text = _("Unknown: differences from the configuration file. {why}")
        return (Alert("unreadable", text.format(why=explain(error.problem).what), detail="drift"),)
    if effect.empty:
        return ()
    number = len(effect.changes)
    text = ngettext(
        "{n} setting differs from the configuration file; “drift” shows it.",
        "{n} settings differ from the configuration file; “drift” shows them.",
        number,
    )
    return (Alert("drift", text.format(n=number), detail=str(number)),)


def _now(assistant: Assistant) -> datetime:
    return assistant.overview.now


def _as_json(assistant: Assistant, alerts: tuple[Alert, ...]) -> dict[str, Any]:
    view = assistant.overview.view
    quarantine = view.quarantine
    return {
        "checked": _now(assistant).isoformat(),
        "health": health_of(alerts).value,
        "quarantine": None
        if quarantine is None
        else {
            "cause": quarantine.code,
            "since": iso(quarantine.since),
            "next_attempt": iso(quarantine.next_attempt),
        },
        "missing": view.people.missing,
        "alerts": [
            {
                "code": alert.code,
                "broken": alert.broken,
                "sentence": alert.sentence,
                "since": iso(alert.since),
            }
            for alert in alerts
        ],
        "problem": next((problem_json(_problem(alert)) for alert in alerts if alert.broken), None),
        "unknown": unknown_parts(view),
    }


def _problem(alert: Alert) -> Problem:
    """Why the exit code is 2."""
    if alert.code == "unreadable":
        return Problem("provisioning_unread", {"why": alert.sentence}, retryable=True)
    return Problem("provisioning_broken", {"why": alert.sentence})


def _print_first(assistant: Assistant, alerts: tuple[Alert, ...]) -> None:
    """Every alert; where there is none, one line that says so, unless `--quiet` is set."""
    now, view = _now(assistant), assistant.overview.view
    for alert in alerts:
        _print_line(now, _word(alert), alert.sentence)
    if not alerts and not is_quiet():
        _print_line(now, _("OK"), " ".join(filter(None, (view.sentence, view.people_sentence))))


def _print_changes(now: datetime, before: tuple[Alert, ...], after: tuple[Alert, ...]) -> None:
    """One line for each alert that came, and for each that is over."""
    known = {(alert.code, alert.detail): alert for alert in before}
    current = {(alert.code, alert.detail): alert for alert in after}
    codes = {alert.code for alert in after}
    for mark, alert in current.items():
        if mark not in known:
            _print_line(now, _word(alert), alert.sentence)
    for mark, alert in known.items():
        if mark not in current and alert.code not in codes:
            _print_line(now, _("Resolved"), alert.sentence)


def _word(alert: Alert) -> str:
    if alert.code == "unreadable":
        return _("Unknown")
    return _("Broken") if alert.broken else _("Attention")


def _print_line(now: datetime, word: str, sentence: str) -> None:
    print(f"{moment(now)}  {word}: {sentence}", flush=True)
