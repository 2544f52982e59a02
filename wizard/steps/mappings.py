"""Step 6, Mappings: the attribute mappings, and what they make of one person."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from wizard import plan
from wizard.entra import directory
from wizard.entra.directory import Person
from wizard.entra.errors import GraphError
from wizard.entra.schema import Schema as Saved
from wizard.mapping.attributes import Schema, read_schema
from wizard.plan import PersonMapping, describe_filter
from wizard.playvox.scim import Account
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation
from wizard.steps import mapping_saving as saving
from wizard.steps import mapping_trial, scoping_edit
from wizard.steps.context import Context
from wizard.steps.effect import Effect
from wizard.steps.mapping_edit import ACTIONS, Draft, notes
from wizard.steps.mapping_preview import person_row, preview_view
from wizard.steps.mapping_rows import mapping_rows, mapping_warnings
from wizard.steps.step import Status, Step, StepState, commits, reads
from wizard.steps.views.mapping_edit import ClauseRow, DraftView, MappingEdit, ScopeCount, TrialView
from wizard.steps.views.mappings import MappingsView, PreviewView
from wizard.words import _

_SHOWN = 25
_SAMPLES = 3  # people a typed expression is tried on besides the one looked at
_COUNTED = 5_000  # more people than this are not counted for a scoping filter


class MappingsStep(Step[MappingsView]):
    """Lists the mappings, warns, and previews one person."""

    id: ClassVar[str] = "mappings"
    needs: ClassVar[tuple[str, ...]] = ("application",)

    def __init__(self, context: Context) -> None:
        self._mapping: PersonMapping | None = None
        self._schema: Schema | None = None
        self._query = ""
        self._people: tuple[Person, ...] = ()
        self._preview: PreviewView | None = None
        self._draft: Draft | None = None
        self._changed_meanwhile = False
        self._last_save: Operation | None = None
        self._looked_at = ""
        self._samples: dict[str, mapping_trial.Sample] = {}
        self._trial: TrialView | None = None
        self._count: ScopeCount | None = None
        self._counted: tuple[frozenset[str], plan.ScopePeople] | None = None
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Mappings")

    def provides(self) -> bool:
        """Whether the mapping of people was read."""
        return self._mapping is not None

    @reads(lambda: _("Searching …"))
    async def search(self, text: str) -> None:
        """Find people to preview; with empty text, those assigned."""
        text = text.strip()[:120]
        graph = self.context.graph
        if text:
            self._people = await directory.search_people(graph, text, limit=_SHOWN)
        else:
            self._people = await self._assigned_people()
        self._query = text

    @reads(lambda: _("Working out what would be sent …"))
    async def preview(self, person_id: str) -> None:
        """Work out what provisioning would send for this person, next to the account as it is now."""
        context = self.context
        if self._mapping is None:
            await self._read()
        mapping = self._mapping
        if mapping is None:
            raise ProblemError(Problem("mapping_missing"))
        person = await self._whole_person(person_id)
        seen = mapping.seen(person)
        verdict = mapping.verdict(seen)
        _target, value = mapping.matching_value(seen)
        account, trouble = await self._account(value)
        url = context.tenant_url
        shown = mapping.preview(
            seen,
            account.raw if account else None,
            compliant=url is not None and "aadoptscim062020" in url.query.casefold(),
            in_scope=verdict.holds,
            trace=True,
        )
        self._preview = preview_view(person, seen, shown, account, trouble)
        self._looked_at = person.id
        self._samples[person.id] = (person.display_name, seen)

    # Editing: nothing here leaves this computer.

    async def set_mapping(self, edit: MappingEdit) -> None:
        """Map one attribute like this in the draft. Raises what is wrong with it, `field` saying where."""
        (await self._the_draft()).set(edit)
        self._redo()

    async def remove_mapping(self, target: str) -> None:
        """Take a mapping out of the draft."""
        (await self._the_draft()).remove(target)
        self._redo()

    async def allow(self, action: str, on: bool) -> None:
        """Switch "Add", "Update" or "Delete" on or off in the draft."""
        (await self._the_draft()).allow(action, on)
        self._redo()

    async def set_scope(self, rows: Sequence[Sequence[ClauseRow]]) -> None:
        """Use this scoping filter in the draft: AND within a group, OR between groups."""
        draft = await self._the_draft()
        draft.set_scope(scoping_edit.filter_of(rows, draft.now.scope))
        self._count = None
        self._redo()

    async def step_back(self) -> None:
        """Undo the draft's last change."""
        (await self._the_draft()).step_back()
        self._redo()

    async def discard(self) -> None:
        """Drop the draft and show what Entra has now."""
        draft = await self._the_draft()
        if self._changed_meanwhile:
            self._draft, self._changed_meanwhile = None, False
            await self.refresh()
            return
        draft.discard()
        self._redo()

    async def try_out(self, kind: str, text: str) -> None:
        """Remarks on a typed source, and its value for a few people."""
        if self._draft is None:
            return
        found = notes(kind, text, self._draft.sources)
        self._trial = TrialView(kind, text, found, ())
        if not any(note.level == "error" for note in found):
            rows = mapping_trial.try_here(kind, text, await self._some_samples())
            self._trial = TrialView(kind, text, found, rows)
        self.publish()

    @reads(lambda: _("Asking Entra what it makes of it …"))
    async def compare(self, kind: str, text: str) -> None:
        """Let Microsoft evaluate the typed source for the same people, and mark what differs."""
        draft, context = await self._the_draft(), self.context
        if not draft.saved.job_id:
            raise ProblemError(Problem("mapping_edit.no_job"))
        found = notes(kind, text, draft.sources)
        rows = await mapping_trial.compare(
            context.graph,
            context.application_id,
            draft.saved.job_id,
            kind,
            text,
            await self._some_samples(),
        )
        self._trial = TrialView(kind, text, found, rows, compared=True)

    @reads(lambda: _("Counting who is in scope …"))
    async def count_scope(self) -> None:
        """Count who passes the drafted filter and who would fall out, among those assigned."""
        draft = await self._the_draft()
        people = await self._in_question(draft)
        self._count = scoping_edit.counted(
            draft.before.scope,
            draft.now.scope,
            [(one.display_name, self._seen(one)) for one in people.people.values()],
            complete=people.complete,
        )

    # Saving.

    async def plan_save_mappings(self) -> Effect:
        """The differences in words, and who would fall out of scope."""
        draft = await self._the_draft()
        if draft.before.scope != draft.now.scope:
            await self.count_scope()
        return saving.saving_effect(self.context, draft, self._count)

    @commits(lambda: _("Saving the mappings in Entra …"))
    async def save_mappings(self) -> None:
        """Write the draft, after a backup; raises "schema_changed_meanwhile" and keeps the draft then."""
        draft = await self._the_draft()
        if draft.dirty:
            self._start_from(await saving.save(self.context, draft))
            self._last_save = await saving.last_save(self.context, self._the_saved())

    async def plan_undo_save(self) -> Effect:
        """What taking the last saving back would change."""
        if self._last_save is None:
            return Effect()
        return await saving.undo_effect(self.context, await self.context.schema.fresh(), self._last_save)

    @commits(lambda: _("Restoring the mappings in Entra …"))
    async def undo_save(self) -> None:
        """Restore what Entra had before the last saving."""
        if self._last_save is None:
            raise ProblemError(Problem("mapping_edit.nothing_to_undo"))
        now = await self.context.schema.known()
        self._start_from(await saving.undo(self.context, now, self._last_save))
        self._last_save = await saving.last_save(self.context, self._the_saved())

    # Inside.

    async def _the_draft(self) -> Draft:
        if self._draft is None:
            await self._read()
        if self._draft is None:
            raise ProblemError(Problem("mapping_missing"))
        return self._draft

    def _the_saved(self) -> Saved:
        assert self._draft is not None
        return self._draft.saved

    def _start_from(self, schema: Saved) -> None:
        """Take what Entra has now and forget the draft."""
        self._draft, self._changed_meanwhile, self._count = Draft(schema), False, None
        self._redo()

    def _redo(self) -> None:
        """The draft changed: what is shown comes from it."""
        assert self._draft is not None
        self._schema = read_schema(self._draft.body)
        self._mapping = PersonMapping.of(self._draft.body)
        self.publish()

    def _seen(self, person: Person) -> Mapping[str, Any]:
        assert self._mapping is not None
        return self._mapping.seen(person)

    async def _some_samples(self) -> list[mapping_trial.Sample]:
        """The person looked at, then the first of the list."""
        chosen = dict.fromkeys(
            [self._looked_at, *(each.id for each in self._people[:_SAMPLES])] if self._looked_at else []
        )
        chosen = chosen or dict.fromkeys(each.id for each in self._people[:_SAMPLES])
        missing = [each for each in chosen if each not in self._samples]
        await asyncio.gather(*(self._take_sample(each) for each in missing))
        return [self._samples[each] for each in chosen if each in self._samples]

    async def _take_sample(self, person_id: str) -> None:
        try:
            person = await self._whole_person(person_id)
        except ProblemError:
            return  # an example less; whoever needs this very person is told why by another reading
        self._samples[person.id] = (person.display_name, self._seen(person))

    async def _whole_person(self, person_id: str) -> Person:
        """A person with every attribute the schema knows, so that any mapping can be tried out."""
        assert self._mapping is not None
        graph = self.context.graph
        try:
            names = (*self._mapping.attributes, *(self._draft.sources if self._draft else ()))
            return await directory.person(graph, person_id, tuple(dict.fromkeys(names)))
        except GraphError as error:
            if error.status != 400:
                raise
            # A schema may list what this tenant's Graph does not have; the mapping's own will do.
            return await directory.person(graph, person_id, self._mapping.attributes)

    async def _in_question(self, draft: Draft) -> plan.ScopePeople:
        """Those assigned, with the attributes both filters look at; read once for the same attributes."""
        scopes = (draft.before.scope, draft.now.scope)
        names = frozenset(
            clause.attribute
            for scope in scopes
            if scope is not None
            for group in scope.groups
            for clause in group.clauses
        )
        if self._counted is None or not names <= self._counted[0]:
            everybody = self.context.profile.scope == "all"
            assigned = None if everybody else await self.context.assigned.known()
            people = await plan.people_of(self.context.graph, assigned, tuple(names), limit=_COUNTED)
            self._counted = (names, people)
        return self._counted[1]

    async def _account(self, value: str) -> tuple[Account | None, Problem | None]:
        """The account as it is now, or why it is not known."""
        try:
            playvox = self.context.playvox()
        except ProblemError as error:
            return None, error.problem
        async with playvox:
            try:
                return (await playvox.find_user(value) if value else None), None
            except ProblemError as error:
                return None, error.problem

    async def _assigned_people(self) -> tuple[Person, ...]:
        assigned = await self.context.assigned.known()
        return await plan.some_people(self.context.graph, assigned, _SHOWN)

    async def _read(self) -> None:
        people, schema = await asyncio.gather(self._assigned_people(), self.context.schema.fresh())
        if not self._query:
            self._people = people
        self._counted, self._samples = None, {}
        draft = self._draft
        if draft is not None and draft.dirty and not draft.is_like(schema):
            # What was edited is not lost; saving it over somebody else's change is refused.
            self._changed_meanwhile = draft.saved.fingerprint != schema.fingerprint
        else:
            self._draft, self._changed_meanwhile = Draft(schema), False
        self._last_save = await saving.last_save(self.context, schema)
        self._redo()
        await self._some_samples()

    def _build(self) -> MappingsView:
        mapping = self._mapping.mapping if self._mapping else None
        sample = self._samples.get(self._looked_at) or next(iter(self._samples.values()), None)
        return MappingsView(
            name=mapping.name if mapping else "",
            enabled=mapping.enabled if mapping else False,
            rows=mapping_rows(self._mapping, sample[1] if sample else None) if self._mapping else (),
            matching=tuple(item.target for item in mapping.matching) if mapping else (),
            scope_filter=describe_filter(mapping.scope) if mapping else "",
            group_mapping=self._group_mapping(),
            warnings=self._warnings(),
            query=self._query,
            people=tuple(person_row(person) for person in self._people),
            preview=self._preview,
            busy=self.busy,
            problem=self.problem,
            sample_of=sample[0] if sample else "",
            draft=self._draft_view(),
        )

    def _draft_view(self) -> DraftView:
        draft = self._draft
        if draft is None:
            return DraftView(operators=scoping_edit.operator_rows())
        told = saving.differences(draft.before, draft.now)
        return DraftView(
            differences=tuple(f"{each.what}: {each.detail}" for each in told),
            changed=frozenset(
                item.target for item in draft.now.mappings if draft.before.mapping_to(item.target) != item
            ),
            can_step_back=draft.can_step_back,
            can_undo_save=self._last_save is not None,
            changed_meanwhile=self._changed_meanwhile,
            actions=tuple(each for each in ACTIONS if draft.now.allows(each)),
            scope=scoping_edit.rows_of(draft.now.scope),
            count=self._count,
            trial=self._trial,
            sources=draft.sources,
            targets=draft.targets,
            operators=scoping_edit.operator_rows(),
        )

    def _group_mapping(self) -> str:
        found = self._schema.mapping_for("Group") if self._schema else None
        if found is None:
            return "none"
        return "on" if found[1].enabled else "off"

    def _warnings(self) -> tuple[str, ...]:
        return mapping_warnings(self._mapping, self._group_mapping()) if self._mapping else ()

    def _judge(self) -> Status:
        if self._mapping is None:
            return Status(StepState.READY, _("Not read yet."))
        if self._draft is not None and self._draft.dirty:
            return Status(StepState.ATTENTION, _("There are changes that are not saved in Entra yet."))
        warnings = self._warnings()
        if warnings:
            return Status(StepState.ATTENTION, warnings[0])
        mapping = self._mapping.mapping
        matching = ", ".join(item.target for item in mapping.matching)
        return Status(
            StepState.DONE,
            _("{n} attributes are mapped; accounts are found by {matching}.").format(
                n=len(mapping.mappings), matching=matching
            ),
        )
