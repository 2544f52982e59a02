"""`logs`: the provisioning log, filtered, newest first, printed as it is read or saved in a file."""

from __future__ import annotations

import argparse
import re
from contextlib import ExitStack, aclosing
from datetime import datetime
from pathlib import Path

from wizard.cli.application import application_in_use
from wizard.cli.exit_codes import ExitCode
from wizard.cli.log_output import print_headings, printer
from wizard.cli.logs_here import kept_log
from wizard.cli.output import print_json, say
from wizard.cli.result_file import must_be_writable
from wizard.cli.session import with_proof
from wizard.entra.logs import LogEntry
from wizard.messages import _, ngettext
from wizard.messages.times import moment
from wizard.problem import Problem
from wizard.steps import Assistant
from wizard.steps.base.progress import doing, report
from wizard.steps.logs.lines import LogFormat, format_of, log_line
from wizard.steps.logs.reading import LogFilter, LogReading
from wizard.usage import WrongUseError

_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_COUNTED = 500  # entries between two counts
_FAILURE = "failure"


async def run(args: argparse.Namespace) -> int:
    """0: everything in the range was read; 1: Entra no longer has all of it; 2: a problem."""
    _must_fit(args)
    if args.offline:
        return await _show(args, LogReading(kept_log(args), _wanted(args, args.person or "")))
    async with application_in_use(args) as assistant:
        person = await with_proof(assistant, lambda: _person_id(assistant, args.person or ""))
        context = assistant.context
        if args.keep is not None:
            await context.store.keep_log(args.keep)
        path = context.store.log_file(context.facts.application_id)
        reading = LogReading(path, _wanted(args, person), context)
        return await with_proof(assistant, lambda: _show(args, reading))


def _must_fit(args: argparse.Namespace) -> None:
    kind, file = args.format, args.output
    conflicts = (
        (args.json and kind, "--format", "--json"),
        (args.json and file, "--output", "--json"),
        (args.offline and args.refresh, "--refresh", "--offline"),
        (args.offline and args.keep is not None, "--keep", "--offline"),
        (kind == "table" and file, "--output", "--format table"),
    )
    for found, flag, other in conflicts:
        if found:
            raise WrongUseError(Problem("usage.conflict", {"flag": flag, "other": other}))
    if kind in ("json", "xlsx") and file is None:
        raise WrongUseError(Problem("usage.missing", {"missing": "--output"}))
    if file is not None:
        must_be_writable(file)


def _wanted(args: argparse.Namespace, person_id: str) -> LogFilter:
    return LogFilter(
        results=frozenset(args.result or ()),
        actions=frozenset(args.actions or ()),
        person_id=person_id,
        since=args.since,
        limit=args.limit,
    )


async def _person_id(assistant: Assistant, name: str) -> str:
    """The person's object id; an id is taken as it is, because deleted people are in the log too."""
    if not name or _ID.fullmatch(name):
        return name
    return (await assistant.people.resolve([name]))[name]


async def _show(args: argparse.Namespace, reading: LogReading) -> int:
    found: list[LogEntry] = []
    if args.output is not None:
        await _save(reading, args.output, args.format, failures_first=args.failures_first)
    elif args.json or args.failures_first:
        found = await _all(reading, failures_first=args.failures_first)
    else:
        await _stream(reading, args.format or "table")
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
                "offline": args.offline,
                "read_at": _iso(reading.read_at),
            }
        )
    elif args.failures_first and args.output is None:
        _print_all(found, args.format or "table")
    for sentence in _sentences(reading, args, complete_since, whole=whole):
        say(sentence)
    return ExitCode.DONE if whole else ExitCode.ATTENTION


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
        async with aclosing(reading.entries()) as entries:
            async for entry in entries:
                found.append(entry)
                if reading.found % _COUNTED == 0:
                    report(_("Reading the provisioning log …"), reading.found)
    return sorted(found, key=lambda entry: entry.status != _FAILURE) if failures_first else found


async def _save(reading: LogReading, file: Path, kind: LogFormat | None, *, failures_first: bool) -> None:
    """Save the entries as they come from this computer's store, so that no list of all is needed."""
    with doing(_("Reading the provisioning log …")):
        await reading.save(file, kind or format_of(file), failures_first=failures_first)
    say(_("The result is saved in {file}.").format(file=file))


def _print_all(found: list[LogEntry], wanted: str) -> None:
    show = printer(wanted)
    for entry in found:
        show(entry)
    if not found and wanted == "csv":
        print_headings(wanted)


def _sentences(
    reading: LogReading, args: argparse.Namespace, complete_since: datetime | None, *, whole: bool
) -> list[str]:
    """How much was read and when, where reading stopped, and what the log does not have."""
    lines = []
    since: datetime | None = args.since
    if args.offline:
        lines.append(_age(reading.read_at))
    if not reading.read:
        lines.append(_("The provisioning log has no entries in this range."))
    else:
        text = ngettext("{n} of {read} entry shown.", "{n} of {read} entries shown.", reading.read)
        lines.append(text.format(n=reading.found, read=reading.read))
    if reading.limited:
        lines.append(_("Reading stopped at --limit; there are older entries."))
    when = moment(complete_since) if complete_since else "–"
    if not whole and args.offline:
        lines.append(_("This computer certainly has the whole log only since {when}.").format(when=when))
    elif not whole and since is not None:
        text = _(
            "Entra no longer has the log since {since}: it keeps entries for 7 or 30 days, by license. The "
            "log is certainly complete since {when}."
        )
        lines.append(text.format(since=moment(since), when=when))
    elif since is None and not reading.limited and reading.oldest is not None:
        text = _("The oldest entry is of {when}. Entra keeps entries for 7 or 30 days, by license.")
        lines.append(text.format(when=moment(reading.oldest)))
    return lines


def _age(read_at: datetime | None) -> str:
    """When the log on this computer was read from Entra."""
    if read_at is None:
        return _("Entra's log was never read to its end; only what is on this computer is shown.")
    text = _("Only what is on this computer is shown. Entra's log was last read at {time}.")
    return text.format(time=moment(read_at))


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when is not None else None
