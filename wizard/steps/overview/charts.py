"""The charts of "Overview", as numbers with their words: results per cycle, durations, people, failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from wizard.entra.logs import LogEntry
from wizard.messages import _, explain, ngettext
from wizard.messages.times import moment
from wizard.problem import Problem
from wizard.steps.overview.view import Chart, ChartBar, PeopleCount

_MOST_CYCLES = 12
_MOST_CAUSES = 8


def charts_of(entries: Sequence[LogEntry] | None, people: PeopleCount) -> tuple[Chart, ...]:
    """The charts from the newest entries of the log (None: not read) and the counted people."""
    cycles = _cycles(entries or ())
    return (
        _results(cycles, read=entries is not None),
        _durations(cycles, read=entries is not None),
        _people(people),
        _failures(entries),
    )


def _cycles(entries: Sequence[LogEntry]) -> list[list[LogEntry]]:
    """The entries of each cycle, the newest cycle first; entries without a cycle are left out."""
    found: dict[str, list[LogEntry]] = {}
    for entry in sorted(entries, key=_newest_first):
        if entry.cycle_id and entry.at is not None:
            found.setdefault(entry.cycle_id, []).append(entry)
    return list(found.values())[:_MOST_CYCLES]


def _newest_first(entry: LogEntry) -> float:
    return -entry.at.timestamp() if entry.at is not None else 0.0


def _results(cycles: list[list[LogEntry]], *, read: bool) -> Chart:
    bars = []
    for cycle in cycles:
        failed = sum(entry.status == "failure" for entry in cycle)
        text = ngettext(
            "{n} result, {failed} of it failed", "{n} results, {failed} of them failed", len(cycle)
        )
        bars.append(
            ChartBar(_when(cycle), len(cycle), text.format(n=len(cycle), failed=failed), failed > 0)
        )
    title = _("Results per cycle")
    if not bars:
        return Chart("results", title, _nothing(read=read))
    total, failed = sum(len(cycle) for cycle in cycles), sum(bar.bad for bar in bars)
    summary = ngettext(
        "The newest {n} cycle in the log has {total} results; {failed} has failures.",
        "The newest {n} cycles in the log have {total} results; {failed} of the cycles have failures.",
        len(cycles),
    )
    return Chart("results", title, summary.format(n=len(cycles), total=total, failed=failed), tuple(bars))


def _durations(cycles: list[list[LogEntry]], *, read: bool) -> Chart:
    title = _("Time from the first to the last result of a cycle")
    bars = []
    for cycle in cycles:
        times = [entry.at for entry in cycle if entry.at is not None]
        seconds = (max(times) - min(times)).total_seconds()
        bars.append(ChartBar(_when(cycle), seconds, _seconds(seconds)))
    if not bars:
        return Chart("durations", title, _nothing(read=read))
    longest = max(bars, key=lambda bar: bar.value)
    summary = _("The longest one took {duration}, on {time}.")
    return Chart("durations", title, summary.format(duration=longest.text, time=longest.label), tuple(bars))


def _people(people: PeopleCount) -> Chart:
    title = _("People in sync")
    if people.in_scope is None or people.missing is None:
        return Chart("people", title, _("Unknown: who is missing was not counted yet."))
    there = people.in_scope - people.missing
    if people.exact:
        summary = _("{there} of {n} people in scope have an account in Playvox.")
    else:
        summary = _("At most {there} of {n} people in scope have an account in Playvox.")
    words = ngettext("{n} person", "{n} people", there).format(n=there)
    gone = ngettext("{n} person", "{n} people", people.missing).format(n=people.missing)
    bars = (
        ChartBar(_("With an account"), there, words),
        ChartBar(_("Missing"), people.missing, gone, True),
    )
    return Chart("people", title, summary.format(there=there, n=people.in_scope), bars)


def _failures(entries: Sequence[LogEntry] | None) -> Chart:
    title = _("Failures by cause")
    if entries is None:
        return Chart("failures", title, _nothing(read=False))
    failed = Counter(_cause(entry) for entry in entries if entry.status == "failure")
    if not failed:
        words = ngettext(
            "The newest {n} result in the log is no failure.",
            "None of the newest {n} results in the log is a failure.",
            len(entries),
        )
        return Chart("failures", title, words.format(n=len(entries)))
    shown = failed.most_common(_MOST_CAUSES)
    bars = [
        ChartBar(cause, number, ngettext("{n} failure", "{n} failures", number).format(n=number), True)
        for cause, number in shown
    ]
    rest = failed.total() - sum(number for _cause_, number in shown)
    if rest:
        text = ngettext("{n} failure", "{n} failures", rest).format(n=rest)
        bars.append(ChartBar(_("Other causes"), rest, text, True))
    summary = _("Most failures: {cause} ({n} of {total}).")
    first, number = shown[0]
    return Chart(
        "failures", title, summary.format(cause=first, n=number, total=failed.total()), tuple(bars)
    )


def _cause(entry: LogEntry) -> str:
    if entry.cause:
        return explain(Problem(entry.cause)).what
    return entry.error_code or _("no code")


def _when(cycle: list[LogEntry]) -> str:
    newest: datetime | None = max((entry.at for entry in cycle if entry.at is not None), default=None)
    return moment(newest) if newest is not None else "–"


def _seconds(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return ngettext("{n} second", "{n} seconds", whole).format(n=whole)
    minutes = round(seconds / 60)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def _nothing(*, read: bool) -> str:
    return _("No cycle is in the newest entries of the log.") if read else _("The log was not read yet.")
