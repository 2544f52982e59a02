"""The charts of "Overview", as numbers with their words: results per cycle, durations, people, failures."""

from __future__ import annotations

from wizard.log_store.counting import CauseCount
from wizard.messages import _, explain, ngettext, number, pgettext
from wizard.messages.times import moment
from wizard.problem import Problem
from wizard.steps.base.logged import Logged
from wizard.steps.overview.view import Chart, ChartBar, PeopleCount

_MOST_CAUSES = 8


def charts_of(logged: Logged | None, people: PeopleCount) -> tuple[Chart, ...]:
    """The charts from the log's numbers (None: not read) and the counted people."""
    return (_results(logged), _durations(logged), _people(people), _failures(logged))


def _results(logged: Logged | None) -> Chart:
    title = _("Results per cycle")
    if logged is None or not logged.counts.cycles:
        return Chart("results", title, _nothing(logged))
    cycles = logged.counts.cycles
    bars = []
    for cycle in cycles:
        text = ngettext("{n} result; failures: {failed}", "{n} results; failures: {failed}", cycle.entries)
        words = text.format(n=number(cycle.entries), failed=number(cycle.failed))
        bars.append(ChartBar(moment(cycle.last), cycle.entries, words, cycle.failed > 0))
    total, failed = sum(cycle.entries for cycle in cycles), sum(bar.bad for bar in bars)
    summary = ngettext(
        "Newest {n} cycle in the log. Results: {total}. Cycles with failures: {failed}.",
        "Newest {n} cycles in the log. Results: {total}. Cycles with failures: {failed}.",
        len(cycles),
    )
    text = summary.format(n=len(cycles), total=number(total), failed=failed)
    return Chart("results", title, _with_span(text, logged), tuple(bars))


def _durations(logged: Logged | None) -> Chart:
    title = _("Time from the first to the last result of a cycle")
    if logged is None or not logged.counts.cycles:
        return Chart("durations", title, _nothing(logged))
    bars = []
    for cycle in logged.counts.cycles:
        seconds = (cycle.last - cycle.first).total_seconds()
        bars.append(ChartBar(moment(cycle.last), seconds, _seconds(seconds)))
    longest = max(bars, key=lambda bar: bar.value)
    summary = _("The longest one took {duration}, on {time}.")
    text = summary.format(duration=longest.text, time=longest.label)
    return Chart("durations", title, _with_span(text, logged), tuple(bars))


def _people(people: PeopleCount) -> Chart:
    title = _("People in sync")
    if people.in_scope is None or people.missing is None:
        return Chart("people", title, _("Unknown: who is missing was not counted yet."))
    there = people.in_scope - people.missing
    if people.exact:
        summary = _("{there} of {n} people in scope have an account in Playvox.")
    else:
        summary = _("At most {there} of {n} people in scope have an account in Playvox.")
    words = ngettext("{n} person", "{n} people", there).format(n=number(there))
    gone = ngettext("{n} person", "{n} people", people.missing).format(n=number(people.missing))
    bars = (
        ChartBar(_("With an account"), there, words),
        ChartBar(pgettext("people", "Missing"), people.missing, gone, True),
    )
    return Chart("people", title, summary.format(there=number(there), n=number(people.in_scope)), bars)


def _failures(logged: Logged | None) -> Chart:
    title = _("Failures by cause")
    if logged is None:
        return Chart("failures", title, _nothing(None))
    counts = logged.counts
    if not counts.entries:
        return Chart("failures", title, logged.nothing())
    if not counts.failed:
        return Chart("failures", title, _with_span(logged.sentence(), logged))
    shown = counts.causes[:_MOST_CAUSES]
    bars = [ChartBar(_cause(each), each.entries, _failed(each.entries), True) for each in shown]
    rest = counts.failed - sum(each.entries for each in shown)
    if rest:
        bars.append(ChartBar(_("Other causes"), rest, _failed(rest), True))
    summary = _("Most failures: {cause} ({n} of {total}).")
    text = summary.format(
        cause=bars[0].label.rstrip("."), n=number(shown[0].entries), total=number(counts.failed)
    )
    return Chart("failures", title, _with_span(text, logged), tuple(bars))


def _failed(count: int) -> str:
    return ngettext("{n} failure", "{n} failures", count).format(n=number(count))


def _cause(found: CauseCount) -> str:
    if found.cause:
        return explain(Problem(found.cause)).what
    return found.code or _("no code")


def _with_span(text: str, logged: Logged) -> str:
    return " ".join(part for part in (text, logged.span()) if part)


def _seconds(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return ngettext("{n} second", "{n} seconds", whole).format(n=whole)
    minutes = round(seconds / 60)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def _nothing(logged: Logged | None) -> str:
    if logged is None:
        return _("The log was not read yet.")
    return _with_span(_("No entry of the log belongs to a cycle."), logged)
