"""`key`: the age of the Playvox key in Entra, replacing it, and a reminder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from pydantic import SecretStr

from wizard.cli.answers.keys import RotationStage, SavedKeyAnswer, UnfinishedAnswer
from wizard.cli.application import application_in_use
from wizard.cli.committing import Committing, PlannedCommit
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, say
from wizard.cli.session import with_proof
from wizard.cli.table import print_table
from wizard.cli.typed import read_fields, read_key
from wizard.messages import _, ngettext, pgettext
from wizard.messages.times import moment
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.further_fields import read_template
from wizard.steps.rotate.step import RotateStep
from wizard.steps.rotate.view import RotateView

_YEAR = timedelta(days=365)


async def run(args: argparse.Namespace) -> int:
    """0: shown, replaced, put back or saved; 1: only shown, or a change is unfinished; 2: a problem."""
    if args.action == "show":
        return await _show(args)
    if args.action == "reminder":
        return await _reminder(args)
    return await (_rotate(args) if args.action == "rotate" else _put_back(args))


@asynccontextmanager
async def _signed_in(args: argparse.Namespace, old: SecretStr | None = None) -> AsyncIterator[Assistant]:
    """The assistant with the key that is in use: from the keyring, also for the practice tenant."""
    async with application_in_use(args) as assistant:
        store = assistant.context.key_store
        session, place = store.key, store.place
        store.clear()
        await store.load()
        if store.key is None:
            store.key, store.place = session, place
        if old is not None:
            store.use_for_session(old)
        await with_proof(assistant, assistant.rotate.look)
        yield assistant


async def _show(args: argparse.Namespace) -> int:
    async with _signed_in(args) as assistant:
        view = assistant.rotate.view
    if args.json:
        print_json(
            {
                "saved": _saved_json(view),
                "age_days": view.age,
                "unfinished": _unfinished_json(view),
                "keys": list(_keys_json(view)),
            }
        )
    else:
        print(age_sentence(view))
        if view.unfinished is not None:
            print(_unfinished_sentence(view.unfinished.mark))
        print_table(
            (_("Fingerprint"), pgettext("key", "Saved"), _("By")),
            [(each.mark, moment(each.at), each.account or "–") for each in view.keys],
        )
    return ExitCode.ATTENTION if view.unfinished is not None else ExitCode.DONE


async def _rotate(args: argparse.Namespace) -> int:
    new = await read_key() if args.key_stdin else None
    fields = await read_fields(args.field_stdin)
    committing = Committing(args)
    view: RotateView | None = None
    try:
        async with _signed_in(args) as assistant:
            step = assistant.rotate
            unfinished = step.view.unfinished
            if new is None and (unfinished is None or not unfinished.new_known):
                new = await _asked_key(args)
            if new is not None:
                await _take(step, new)
            await _take_fields(assistant, fields)
            if args.person:
                await with_proof(assistant, lambda: step.choose_person(args.person))
            try:
                code = await committing.run(assistant, PlannedCommit(step.plan_rotate, step.rotate))
            finally:
                view = step.view
                if not args.json:
                    _print_stages(view)
    except ProblemError as error:
        return committing.failed(error.problem, lambda: _stages_json(view))
    if code is ExitCode.DONE and not args.json:
        say(_("Now delete the old key in Playvox under Settings > API Keys."))
    return committing.finish(code, lambda: _stages_json(view))


async def _take_fields(assistant: Assistant, fields: Mapping[str, SecretStr]) -> None:
    """Take further secrets that the application asks for."""
    if fields:
        await with_proof(assistant, lambda: read_template(assistant.context))
    for name, value in fields.items():
        await assistant.connection.set_field(name, value)


async def _take(step: RotateStep, new: SecretStr) -> None:
    """Take the new key; raises what is wrong with it."""
    await step.paste(new)
    if step.view.field_problem is not None:
        raise ProblemError(step.view.field_problem)


async def _put_back(args: argparse.Namespace) -> int:
    old = await read_key() if args.key_stdin else None
    committing = Committing(args)
    view: RotateView | None = None
    try:
        async with _signed_in(args, old) as assistant:
            step = assistant.rotate
            commit = PlannedCommit(step.plan_put_back, step.put_back)
            code = await committing.run(assistant, commit)
            view = step.view
    except ProblemError as error:
        return committing.failed(error.problem, lambda: _stages_json(view))
    return committing.finish(code, lambda: _stages_json(view))


async def _reminder(args: argparse.Namespace) -> int:
    async with _signed_in(args) as assistant:
        view = assistant.rotate.view
        day = args.on or _due(view)
        await assistant.context.facts.application.get()
        await assistant.rotate.save_reminder(args.file, day)
    if args.json:
        print_json({"file": str(args.file), "day": day.isoformat()})
    else:
        print(_("Saved {file}: reminds on {day}.").format(file=args.file, day=day.isoformat()))
    return ExitCode.DONE


def _due(view: RotateView) -> date:
    """A year after the key was saved, at the earliest tomorrow."""
    now = datetime.now(UTC).astimezone()
    saved = view.saved.at.astimezone() if view.saved is not None else now
    return max((saved + _YEAR).date(), now.date() + timedelta(days=1))


async def _asked_key(args: argparse.Namespace) -> SecretStr | None:
    """The new key, typed without being shown; None where nobody can be asked."""
    if args.json or not sys.stdin.isatty():
        return None
    return await read_key()


# What is shown.


def age_sentence(view: RotateView) -> str:
    """The age of the key in Entra."""
    if view.saved is None or view.age is None:
        return _("The key in Entra was not saved from this computer, so its age is unknown.")
    text = ngettext(
        "Key {mark} has been in Entra for {n} day.", "Key {mark} has been in Entra for {n} days.", view.age
    )
    return text.format(mark=view.saved.mark, n=view.age)


def _unfinished_sentence(mark: str) -> str:
    text = _("Replacing the key by {mark} was not finished. Run “key rotate” to go on, or “key restore”.")
    return text.format(mark=mark)


def _print_stages(view: RotateView) -> None:
    for row in view.stages:
        if row.sentence:
            print(f"{row.title}: {row.sentence}")


def _stages_json(view: RotateView | None) -> dict[str, list[RotationStage]]:
    rows = view.stages if view is not None else ()
    return {
        "stages": [
            RotationStage(stage=cast("Any", row.id), state=row.state, sentence=row.sentence) for row in rows
        ]
    }


def _keys_json(view: RotateView) -> list[SavedKeyAnswer]:
    return [
        {"mark": key.mark, "at": key.at.isoformat(), "account": key.account, "certain": key.certain}
        for key in view.keys
    ]


def _saved_json(view: RotateView) -> SavedKeyAnswer | None:
    return _keys_json(view)[0] if view.saved is not None else None


def _unfinished_json(view: RotateView) -> UnfinishedAnswer | None:
    found = view.unfinished
    if found is None:
        return None
    return {
        "mark": found.mark,
        "old_mark": found.old_mark,
        "began": found.began.isoformat(),
        "account": found.account,
        "new_known": found.new_known,
        "old_known": found.old_known,
    }
