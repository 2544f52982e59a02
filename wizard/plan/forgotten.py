"""Links that a restart made the job forget, also one that somebody else did elsewhere.

A restart with the scope ConnectorDataStore or Full clears every link (Graph docs,
synchronizationJobRestartScope). Neither the job nor its log says so: the object connections are asked about
the links that decide something, and where they cannot be read, signs of such a restart make links unknown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from wizard.plan.link_store import KnownLink
from wizard.plan.request import PlanRequest, has_run

Missing = Callable[[Sequence[str]], Awaitable[set[str]]]
"""Which of these accounts (by SCIM id) no link names; raises `ProblemError` when that cannot be read."""
_BEGINNING = datetime.min.replace(tzinfo=UTC)


def moment(text: str) -> datetime:
    """A time of a log entry; the beginning of time for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _BEGINNING
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def gone(links: Sequence[KnownLink], missing: Missing, most: int) -> list[KnownLink]:
    """Those of the `links` that are not there any more.

    With more than `most` links, that many are asked about at a time, spread over the times of their last
    entries. Clearing takes every link made until then: where all that were asked about up to a time are
    gone, so are the others up to it.
    """
    ordered = sorted(links, key=lambda each: moment(each.at))
    lost: dict[str, KnownLink] = {}
    low, high = 0, len(ordered)
    while True:
        asked = _spread(low, high, most)
        if not asked:
            break
        absent = await missing([ordered[at].account for at in asked])
        here = [at for at in asked if ordered[at].account not in absent]
        lost.update((ordered[at].person, ordered[at]) for at in asked if at not in here)
        if len(asked) == high - low:
            break
        first = here[0] if here else high
        last = max((at for at in asked if at < first), default=None)
        if last is None:
            break
        lost.update((each.person, each) for each in ordered[low : last + 1])
        low, high = last + 1, first
    return list(lost.values())


def _spread(low: int, high: int, most: int) -> list[int]:
    size = high - low
    if size <= most:
        return list(range(low, high))
    return sorted({low + (size - 1) * number // (most - 1) for number in range(most)})


def last_clearing(remade: Iterable[tuple[str, str]]) -> datetime | None:
    """The time before which links were cleared, from people who were linked and then taken for new ones.

    Each pair holds the time of the entry that linked a person and of the one that found them new. Every
    pair encloses a clearing; the fewest clearings that explain all pairs are assumed.
    """
    found: datetime | None = None
    pairs = sorted((moment(new), moment(linked)) for linked, new in remade)
    for new, linked in pairs:
        if found is None or linked >= found:
            found = new
    return found


def doubtful(
    request: PlanRequest, links: Mapping[str, KnownLink], remade: Iterable[tuple[str, str]]
) -> set[str]:
    """People whose link may have been cleared, according to job and log."""
    explained = request.links_forgotten or _BEGINNING
    if _restart_pending(request):
        return set(links)
    cleared = last_clearing(pair for pair in remade if moment(pair[0]) > explained)
    if cleared is None:
        return set()
    return {person for person, link in links.items() if moment(link.at) < cleared}


def _restart_pending(request: PlanRequest) -> bool:
    """Whether the job waits for the first cycle after a restart that cleared nobody knows what."""
    job = request.job
    if job is None or job.code != "NotRun" or not has_run(job):
        return False
    last = job.status.last_execution if job.status else None
    began = last.time_began if last else None
    known = max(request.links_forgotten or _BEGINNING, request.links_kept or _BEGINNING)
    return began is None or known < began
