"""Overview: the first page of an existing setup: whether it works, since when, and who is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar, TypeVar

from wizard.messages import N_, _, explain, ngettext, number
from wizard.messages.times import moment
from wizard.problem import Problem, ProblemError, ScopeMissingError
from wizard.steps.base.context import Context
from wizard.steps.base.cycles import last_run
from wizard.steps.base.derived import Derived
from wizard.steps.base.gone import GoneKind, noticing
from wizard.steps.base.quarantine import quarantine_of
from wizard.steps.base.relinking import person_of, unfinished
from wizard.steps.base.saved_keys import key_in_entra
from wizard.steps.base.sentences import job_sentence
from wizard.steps.base.settings_saving import key_mark
from wizard.steps.base.step import Step, StepState, StepStatus, reads
from wizard.steps.overview import cards
from wizard.steps.overview.cards import KeyFacts, Reading
from wizard.steps.overview.charts import charts_of
from wizard.steps.overview.people import COUNTED_ALONE, COUNTED_HOURLY, count_people, estimate
from wizard.steps.overview.view import CardState, Health, OverviewCard, OverviewView, PeopleCount

T = TypeVar("T")
_SLOWEST = 300.0
"""Seconds between two readings at most, after readings that failed."""
_COUNT_AGAIN = timedelta(minutes=10)
_COUNT_MANY_AGAIN = timedelta(hours=1)


class OverviewStep(Step[OverviewView]):
    """Reads everything that tells whether provisioning works; changes nothing."""

    id: ClassVar[str] = "overview"
    needs: ClassVar[tuple[str, ...]] = ("before",)

    def __init__(self, context: Context) -> None:
        self._of = ""  # the application that all of this belongs to
        self._people = PeopleCount()
        self._counted_after: tuple[int, datetime | None] = (
            0,
            None,
        )  # what had run when people were counted
        self._charts = Derived(charts_of)
        self._problems: dict[str, Problem] = {}
        self._not_permitted: frozenset[str] = frozenset()  # of those, what the application may not read
        self._ahead = timedelta()  # of Graph's clock, which all other times are by
        self._relinking = ""  # name of the person whose relinking was interrupted
        self._key = KeyFacts(asked=False, mark="", saved_mark="", saved_at=None, saved_by="")
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Overview")

    def provides(self) -> bool:
        """No step needs this one."""
        return False

    def known(self) -> bool:
        """Whether the job was read."""
        return self.context.facts.job.value is not None

    @property
    def now(self) -> datetime:
        """The present time, by Graph's clock where it told one."""
        session = self.context.session
        return cards.now_of(session.graph.service_time if session.signed_in else None)

    async def watch(self, every: float = 15.0) -> None:
        """Read again `every` seconds until canceled, without interrupting this step's intents.

        After readings that failed the pauses grow, up to five minutes.
        """
        pause = every
        while True:
            if not self.running:
                await noticing(self.context, self._read_facts())
                failed = set(self._problems) - self._not_permitted
                pause = min(pause * 2, _SLOWEST) if failed else every
                self.publish()
                if self._count_is_due():
                    await self.refresh()
            await asyncio.sleep(pause)

    @reads(N_("Counting who is missing …"))
    async def count(self) -> None:
        """Count the people in scope without an account in Playvox, however many people are in scope."""
        await self._count()

    # Internal.

    async def _read(self) -> None:
        await self._read_facts()
        self.publish()
        if self.context.facts.provisioning_job is None:
            return
        size = await self._value("people", estimate(self.context))
        if size is None:
            return
        if size > COUNTED_ALONE and self._people.in_scope is None:
            self._people = PeopleCount(estimate=size)
            self.publish()
        if size <= COUNTED_ALONE or (size <= COUNTED_HOURLY and self._count_is_old()):
            await self._count()

    def _count_is_old(self) -> bool:
        people, counted = self._people, self._people.counted
        pause = _COUNT_AGAIN if (people.in_scope or 0) <= COUNTED_ALONE else _COUNT_MANY_AGAIN
        return self._ran_since_count() or counted is None or datetime.now(UTC) - counted > pause

    def _never_on(self) -> bool:
        """Whether the job is off and no cycle of it has run: the setup is still under way."""
        found = self.context.facts.provisioning_job
        return found is not None and not found.is_on and last_run(found) is None

    def _has_run(self) -> tuple[int, datetime | None]:
        """What made accounts so far: people provisioned on demand, and the end of the last cycle."""
        facts = self.context.facts
        ran = last_run(facts.provisioning_job)
        return facts.provisioned, (ran.time_ended or ran.time_began) if ran is not None else None

    def _ran_since_count(self) -> bool:
        """Whether people were counted, and something ran since then."""
        return self._people.in_scope is not None and self._counted_after != self._has_run()

    def _count_is_due(self) -> bool:
        return (
            self.context.facts.provisioning_job is not None
            and (self._people.estimate or 0) <= COUNTED_HOURLY
            and self._count_is_old()
            and not set(self._problems) - self._not_permitted
        )

    async def _count(self) -> None:
        after = self._has_run()
        found = await self._value("people", count_people(self.context))
        self._counted_after = after
        if found is not None:
            self._people = found
        elif (self._people.estimate or 0) <= COUNTED_HOURLY:
            self._people = replace(self._people, estimate=None)  # not waiting, but unknown

    async def _read_facts(self) -> None:
        self._start_over()
        context, facts = self.context, self.context.facts
        self._key, *_read = await asyncio.gather(
            self._key_facts(),
            self._value("job", facts.job.refresh()),
            self._value("saved", facts.saved.refresh()),
            self._value("assigned", facts.assigned.refresh()),
        )
        self._ahead = cards.now_of(context.session.graph.service_time) - datetime.now(UTC)
        self._relinking = await self._interrupted()
        if facts.provisioning_job is None or not context.store.profile.application_id:
            return
        await self._value("logs", facts.logged.refresh())

    async def _value(self, name: str, reading: Awaitable[T]) -> T | None:
        """The value, or None with the problem kept: one refused reading must not hide the others."""
        try:
            value = await reading
        except ProblemError as error:
            self._problems = {**self._problems, name: error.problem}
            account = self.context.session.account
            if isinstance(error, ScopeMissingError) and account is not None and account.app_only:
                self._not_permitted |= {name}
            else:
                self._not_permitted -= {name}
            return None
        self._not_permitted -= {name}
        self._problems = {each: kept for each, kept in self._problems.items() if each != name}
        return value

    async def _interrupted(self) -> str:
        """Name of the person whose relinking was interrupted; empty without one, and while it runs."""
        found = self.context.facts.provisioning_job
        if found is None or self.context.session.is_changing():
            return ""
        row = await asyncio.to_thread(unfinished, self.context.store.journal, found.id)
        return person_of(row).name or row.subject if row is not None else ""

    async def _key_facts(self) -> KeyFacts:
        context = self.context
        key = context.key_store.key
        mark = await key_mark(key) if key is not None else ""
        saved = context.store.profile.key_mark
        rows = await asyncio.to_thread(context.store.journal.operations)
        saved_by = key_in_entra(rows, context.store.profile.application_id, saved)
        return KeyFacts(
            asked=context.key_store.keyring is not None or key is not None,
            mark=mark,
            saved_mark=saved,
            saved_at=saved_by.at if saved_by is not None else None,
            saved_by=saved_by.account if saved_by is not None else "",
        )

    def _start_over(self) -> None:
        """Leave behind what belongs to another application or tenant."""
        now = f"{self.context.store.profile.id} {self.context.store.profile.application_id}"
        if self._of != now:
            self._of = now
            self._relinking = ""
            self._people, self._problems, self._not_permitted = PeopleCount(), {}, frozenset()

    def _build(self) -> OverviewView:
        facts = self.context.facts
        found, saved = facts.provisioning_job, facts.saved.value
        logged = facts.logged.value
        newest = logged.entries if logged is not None else ()
        quarantine = quarantine_of(found)
        now = self.now
        job, settings = self._reading("job", facts.job.read_at), self._reading("saved", facts.saved.read_at)
        people = self._people_sentence() if found is not None else ""
        if people and self._ran_since_count():
            older = _("This was counted before provisioning last ran.")
            people = f"{people} {older}"
        shown = (
            cards.quarantine_card(found, quarantine, now, job),
            cards.key_card(self._key, saved, quarantine, settings),
            cards.connection_card(saved, found, quarantine, settings, job),
            cards.job_card(found, quarantine, job, self._relinking),
            cards.cycles_card(found, now, job),
            cards.people_card(found, self._people, self._reading("people", self._people.counted), people),
            cards.logs_card(logged, self._reading("logs", facts.logged.read_at)),
        )
        known = facts.job.value is not None
        return OverviewView(
            existing=found is not None,
            known=known,
            health=_health(shown, known=known and "job" not in self._problems, existing=found is not None),
            sentence=self._sentence(shown),
            people_sentence=people,
            cards=shown,
            quarantine=quarantine,
            people=self._people,
            read=self._by_graph(facts.job.read_at),
            stale="job" in self._problems and known,
            busy=self.busy,
            problem=self.problem,
            problem_sentence=explain(self._problems["job"]).what if "job" in self._problems else "",
            logged=len(newest),
            failed=sum(entry.status == "failure" for entry in newest),
            key_saved_at=self._key.saved_at if saved is not None and saved.has_key else None,
            charts=self._charts(logged, self._people),
            silent_since=cards.silent_since(found, now),
        )

    def _reading(self, name: str, at: datetime | None) -> Reading:
        return Reading(self._by_graph(at), self._problems.get(name), name not in self._not_permitted)

    def _by_graph(self, at: datetime | None) -> datetime | None:
        """A time of this computer by Graph's clock."""
        return at + self._ahead if at is not None else None

    def _sentence(self, shown: tuple[OverviewCard, ...]) -> str:
        facts = self.context.facts
        if not self.context.session.signed_in:
            return _("Nobody is signed in, so nothing is known yet.")
        if facts.job.value is None:
            if "job" in self._problems:
                return explain(self._problems["job"]).what
            return _("Not read yet.")
        found = facts.provisioning_job
        if found is None:
            if facts.gone is not None and facts.gone.kind is GoneKind.JOB:
                return facts.gone.sentence
            if not self.context.store.profile.application_id:
                return _("No application is chosen on this computer yet.")
            return job_sentence(None)
        quarantine = quarantine_of(found)
        if quarantine is not None:
            return quarantine.sentence
        if not found.is_on:
            return job_sentence(found)
        worst = next((card for card in shown if card.id == "cycles"), None)
        if worst is not None and worst.state in (CardState.BROKEN, CardState.ATTENTION):
            return _("Provisioning is on. {cycle}").format(cycle=worst.sentence)
        if found.code == "NotRun":
            return job_sentence(found)
        if worst is not None and worst.since is not None:
            return _("Provisioning works: the last cycle ended on {time}.").format(time=moment(worst.since))
        return job_sentence(found)

    def _people_sentence(self) -> str:
        people = self._people
        if people.estimate is not None:
            return _("About {n} people are in scope; who of them is missing was not counted yet.").format(
                n=number(people.estimate)
            )
        if people.in_scope is None:
            return _("How many people are missing is not known yet.")
        if people.in_scope == 0:
            return _("Nobody is in scope.")
        if people.missing is None:
            return ngettext(
                "{n} person is in scope; whether they are missing in Playvox is unknown.",
                "{n} people are in scope; how many of them are missing in Playvox is unknown.",
                people.in_scope,
            ).format(n=number(people.in_scope))
        if people.missing == 0:
            return ngettext(
                "The {n} person in scope has an account.",
                "None of the {n} people in scope is missing.",
                people.in_scope,
            ).format(n=number(people.in_scope))
        facts = {"missing": number(people.missing), "n": number(people.in_scope)}
        if people.exact:
            return ngettext(
                "{missing} of {n} people in scope is missing in Playvox.",
                "{missing} of {n} people in scope are missing in Playvox.",
                people.missing,
            ).format(**facts)
        return ngettext(
            "At least {missing} of {n} people in scope is missing in Playvox.",
            "At least {missing} of {n} people in scope are missing in Playvox.",
            people.missing,
        ).format(**facts)

    def _judge(self) -> StepStatus:
        view = self._view
        state = {Health.OK: StepState.DONE, Health.BROKEN: StepState.FAILED}.get(
            view.health, StepState.ATTENTION
        )
        if not view.existing or (state is StepState.ATTENTION and self._never_on()):
            state = StepState.READY
        doubtful = {
            card.id for card in view.cards if card.permitted and (card.needs_attention or card.unread)
        }
        if state is StepState.ATTENTION and doubtful == {"people"} and self._ran_since_count():
            return StepStatus(StepState.READY, view.sentence, unverified=True)  # it is counted again soon
        return StepStatus(state, view.sentence)


def _health(shown: tuple[OverviewCard, ...], *, known: bool, existing: bool) -> Health:
    states = {card.state for card in shown if card.permitted}
    if CardState.BROKEN in states:
        return Health.BROKEN
    if not known or not existing or CardState.ATTENTION in states or CardState.UNREAD in states:
        return Health.ATTENTION
    return Health.OK
