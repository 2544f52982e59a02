"""`logs`: the provisioning log, filtered, newest first, printed as it is read."""

from __future__ import annotations

import argparse
import re
from contextlib import ExitStack, aclosing
from datetime import datetime

from wizard.cli.application import application_in_use
from wizard.cli.exit_codes import ExitCode
from wizard.cli.log_output import log_line, print_headings, printer
from wizard.cli.output import print_json, say
from wizard.cli.session import with_proof
from wizard.entra.logs import LogEntry
from wizard.messages import _, ngettext
from wizard.problem import Problem
from wizard.steps import Assistant
from wizard.steps.base.progress import doing, report
from wizard.steps.monitor.log_reading import LogFilter, LogReading
from wizard.usage import WrongUseError

_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_COUNTED = 500  # entries between two counts
_FAILURE = "failure"


async def run(args: argparse.Namespace) -> int:
    """0: everything in the range was read; 1: Entra no longer has all of it; 2: a problem."""
    if args.json and args.format:
        raise WrongUseError(Problem("usage.conflict", {"flag": "--format", "other": "--json"}))
    async with application_in_use(args) as assistant:
        wanted = LogFilter(
            results=frozenset(args.result or ()),
            actions=frozenset(args.actions or ()),
            person_id=await with_proof(assistant, lambda: _person_id(assistant, args.person or "")),
            since=args.since,
            limit=args.limit,
        )
        reading = LogReading(assistant.context, wanted)
        if args.json or args.failures_first:
            found = await with_proof(assistant, lambda: _all(reading, failures_first=args.failures_first))
        else:
            found = []
            await with_proof(assistant, lambda: _stream(reading, args.format or "table"))
        whole, complete_since = await reading.complete_since()
    if args.json:
        print_json(
            {
                "entries": [log_line(entry).model_dump() for entry in found],
                "read": reading.read,
                "since": _iso(args.since),
                "oldest": _iso(reading.oldest),
                "whole": whole,
                "complete_since": _iso(complete_since),
                "limited": reading.limited,
            }
        )
    elif args.failures_first:
        _print_all(found, args.format or "table")
    for sentence in _sentences(reading, args.since, complete_since, whole=whole):
        say(sentence)
    return ExitCode.DONE if whole else ExitCode.ATTENTION


async def _person_id(assistant: Assistant, name: str) -> str:
    """The person's object id; an id is taken as it is, because deleted people are in the log too."""
    if not name or _ID.fullmatch(name):
        return name
    return (await assistant.people.resolve([name]))[name]


async def _stream(reading: LogReading, wanted: str) -> None:
    """Print entries as they come. What is waited for is shown until the first one."""
    show = printer(wanted)
    with ExitStack() as waiting:
        waiting.enter_context(doing(_("Reading the provisioning log …")))
        async with aclosing(reading.entries()) as entries:
            async for entry in entries:
                waiting.close()
                show(entry)
    if not reading.found and wanted == "csv":
        print_headings(wanted)


async def _all(reading: LogReading, *, failures_first: bool) -> list[LogEntry]:
    """Every wanted entry, newest first; failures before the others if wanted."""
    found = []
    with doing(_("Reading the provisioning log …")):
        async for entry in reading.entries():
            found.append(entry)
            if reading.read % _COUNTED == 0:
                report(_("Reading the provisioning log …"), reading.read)
    return sorted(found, key=lambda entry: entry.status != _FAILURE) if failures_first else found


def _print_all(found: list[LogEntry], wanted: str) -> None:
    show = printer(wanted)
    for entry in found:
        show(entry)
    if not found and wanted == "csv":
        print_headings(wanted)


def _sentences(
    reading: LogReading, since: datetime | None, complete_since: datetime | None, *, whole: bool
) -> list[str]:
    """How much was read, where reading stopped, and what the log no longer has."""
    lines = []
    if not reading.read:
        lines.append(_("The provisioning log has no entries in this range."))
    else:
        text = ngettext("{n} of {read} entry shown.", "{n} of {read} entries shown.", reading.read)
        lines.append(text.format(n=reading.found, read=reading.read))
    if reading.limited:
        lines.append(_("Reading stopped at --limit; there are older entries."))
    if not whole and since is not None:
        when = complete_since.astimezone().strftime("%Y-%m-%d %H:%M") if complete_since else "–"
        text = _(
            "Entra no longer has the log since {since}: it keeps entries for 7 or 30 days, by license. The "
            "log is certainly complete since {when}."
        )
        lines.append(text.format(since=since.astimezone().strftime("%Y-%m-%d %H:%M"), when=when))
    elif since is None and not reading.limited and reading.oldest is not None:
        text = _("The oldest entry is of {when}. Entra keeps entries for 7 or 30 days, by license.")
        lines.append(text.format(when=reading.oldest.astimezone().strftime("%Y-%m-%d %H:%M")))
    return lines


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when is not None else None
