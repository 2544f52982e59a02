"""The people a mapping is tried on: those assigned, samples of them, all who are in question."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wizard import plan
from wizard.entra import directory
from wizard.entra.assignments import roles_through
from wizard.entra.directory import Person
from wizard.entra.errors import GraphError
from wizard.mapping.matching import AccountSearch
from wizard.mapping.scoping import Filter
from wizard.mapping.source_attributes import ROLES
from wizard.messages import _, explain
from wizard.plan import PersonMapping
from wizard.problem import Problem, ProblemError, ScopeMissingError
from wizard.steps.base.context import Context
from wizard.steps.base.progress import report
from wizard.steps.mappings.preview import AccountSearchResult
from wizard.steps.mappings.source_trial import Sample
from wizard.steps.mappings.warnings import searchable

SHOWN = 25
_SAMPLES = 3  # people a typed expression is tried on besides the one looked at


class MappingPeople:
    """Read when they are needed, and again only when more of their attributes are."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.listed: tuple[Person, ...] | None = None
        self.looked_at = ""
        self._samples: dict[str, Sample] = {}
        self.tried: Mapping[str, Mapping[str, Any]] = {}
        """The people read as samples, by name; another object whenever one is added."""
        self._counted: tuple[frozenset[str], tuple[Person, ...]] | None = None
        self._counting = asyncio.Lock()

    @property
    def shown_sample(self) -> Sample | None:
        """Whose values the table shows: the person looked at, else the first."""
        return self._samples.get(self.looked_at) or next(iter(self._samples.values()), None)

    def forget(self) -> None:
        """Read everybody again from now on."""
        self._counted, self._samples, self.tried = None, {}, {}

    def start_over(self) -> None:
        """Another application, or another tenant: nobody was read there yet."""
        self.forget()
        self.listed, self.looked_at = None, ""

    async def assigned(self) -> tuple[Person, ...]:
        """Some of those assigned; nobody where an application may not read people."""
        assigned = await self._context.facts.assigned.get()
        account = self._context.session.account
        try:
            return await plan.some_people(self._context.session.graph, assigned, SHOWN)
        except ScopeMissingError:
            if account is None or not account.app_only:
                raise
            return ()

    async def whole(self, person_id: str, mapping: PersonMapping, sources: Sequence[str]) -> Person:
        """A person with every attribute the schema knows, so that any mapping can be tried out."""
        person = await self._read(person_id, mapping, sources)
        if ROLES not in (*mapping.attributes, *sources):
            return person
        roles = await self._roles(person.id)
        return person if roles is None else replace(person, values={**person.values, ROLES: list(roles)})

    async def _read(self, person_id: str, mapping: PersonMapping, sources: Sequence[str]) -> Person:
        """The person with as many attributes as Graph tells; a schema may list what Graph does not have."""
        everything = tuple(dict.fromkeys((*mapping.attributes, *sources)))
        for names in (everything, mapping.attributes):
            try:
                return await directory.person(self._context.session.graph, person_id, names)
            except GraphError as error:
                if error.status != 400:
                    raise
        return await directory.person(self._context.session.graph, person_id)

    async def _roles(self, person_id: str) -> tuple[dict[str, str | None], ...] | None:
        """The person's roles in the application; None when they are not known."""
        facts = self._context.facts
        try:
            application, assigned = await facts.application.get(), await facts.assigned.get()
            principals = {person_id, *await self._groups(person_id)}
        except ProblemError:
            return None
        return roles_through(assigned, application.app_roles, principals)

    async def _groups(self, person_id: str) -> frozenset[str]:
        """Groups with an assignment that have the person as a direct member."""
        assigned = await self._context.facts.assigned.get()
        groups = frozenset(
            each.principal_id for each in assigned if each.principal_type.casefold() == "group"
        )
        if not groups:
            return frozenset()
        return groups & await directory.groups_of(self._context.session.graph, person_id)

    def look_at(self, person: Person, mapping: PersonMapping) -> None:
        """Take this person as the first sample."""
        self.looked_at = person.id
        self._keep(person, mapping)

    def _keep(self, person: Person, mapping: PersonMapping) -> None:
        self._samples[person.id] = (person.display_name, mapping.seen(person))
        self.tried = dict(self._samples.values())

    async def samples(self, mapping: PersonMapping, sources: Sequence[str]) -> list[Sample]:
        """The person looked at, then the first of the list."""
        first = [each.id for each in (self.listed or ())[:_SAMPLES]]
        chosen = dict.fromkeys([self.looked_at, *first] if self.looked_at else first)
        missing = [each for each in chosen if each not in self._samples]
        await asyncio.gather(*(self._take(each, mapping, sources) for each in missing))
        return [self._samples[each] for each in chosen if each in self._samples]

    async def _take(self, person_id: str, mapping: PersonMapping, sources: Sequence[str]) -> None:
        try:
            person = await self.whole(person_id, mapping, sources)
        except ProblemError:
            return  # one example less; a read of exactly this person reports why
        self._keep(person, mapping)

    async def in_question(self, scopes: Iterable[Filter | None]) -> tuple[Person, ...]:
        """Everybody assigned, with the attributes these filters use; cached for the same attributes."""
        names = frozenset(
            clause.attribute
            for scope in scopes
            if scope is not None
            for group in scope.groups
            for clause in group.clauses
        )
        async with self._counting:  # what is typed meanwhile waits for the same people
            if self._counted is None or not names <= self._counted[0]:
                names |= self._counted[0] if self._counted is not None else frozenset()
                everybody = self._context.store.profile.scope == "all"
                assigned = None if everybody else await self._context.facts.assigned.get()
                found = await plan.people_of(
                    self._context.session.graph, assigned, tuple(names), counted=_reading
                )
                self._counted = (names, tuple(found.people.values()))
            return self._counted[1]

    async def reached(self, person_id: str) -> bool | None:
        """Whether an assignment reaches the person; None when that cannot be read."""
        if self._context.store.profile.scope == "all":
            return True
        assigned = await self._context.facts.assigned.get()
        if any(each.principal_id == person_id for each in assigned):
            return True
        try:
            return bool(await self._groups(person_id))
        except ProblemError:
            return None

    async def account(self, searches: Sequence[AccountSearch]) -> AccountSearchResult:
        """The account as it is now, found as Entra finds it."""
        try:
            playvox = self._context.playvox()
        except ProblemError as error:
            return AccountSearchResult(trouble=error.problem)
        async with playvox:
            for search in searches:
                try:
                    found = await playvox.find_account(search.target, search.value)
                except ProblemError as error:
                    if searchable(search.target):
                        return AccountSearchResult(trouble=error.problem)
                    facts = {"attribute": search.target, "detail": explain(error.problem).what}
                    refused = Problem("mapping_preview.matching_refused", facts)
                    return AccountSearchResult(trouble=refused, search_refused=True)
                if found is not None:
                    return AccountSearchResult(found)
        return AccountSearchResult()


def _reading(done: int, total: int | None) -> None:
    report(_("Reading people for the scoping filter …"), done, total)
