"""Step 6, Mappings: the attribute mappings, and what they make of one person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from wizard.entra import directory
from wizard.entra.schema import SynchronizationSchema as Saved
from wizard.mapping.attributes import (
    MappingSchema,
    ObjectMapping,
)
from wizard.mapping.expression import EvaluationContext
from wizard.mapping.matching import searches
from wizard.messages import N_, _
from wizard.messages.change_warnings import ChangeWarning
from wizard.plan import PersonMapping, describe_filter
from wizard.problem import Problem, ProblemError, near_name
from wizard.setup import Operation
from wizard.steps.base import schema_saving
from wizard.steps.base.change_preview import ChangePreview
from wizard.steps.base.context import Context
from wizard.steps.base.derived import Derived
from wizard.steps.base.gone import GoneKind
from wizard.steps.base.sentences import last_good_cycle
from wizard.steps.base.step import (
    Step,
    StepStatus,
    commits,
    reads,
)
from wizard.steps.base.unsaved import BroughtBack
from wizard.steps.mappings import (
    default,
    saving,
    scoping_edit,
    source_trial,
)
from wizard.steps.mappings.draft import (
    draft_view,
    group_mapping,
    mapping_status,
    matching_targets,
)
from wizard.steps.mappings.editing import (
    Draft,
    notes,
)
from wizard.steps.mappings.editing_view import (
    ClauseRow,
    DraftView,
    MappingEdit,
    SourceTrialView,
)
from wizard.steps.mappings.kept import KeptDraft, kept_draft, put_onto, read_kept
from wizard.steps.mappings.people import (
    SHOWN,
    MappingPeople,
)
from wizard.steps.mappings.preview import (
    person_rows,
    preview_view,
)
from wizard.steps.mappings.rows import (
    mapping_rows,
    mapping_warnings,
)
from wizard.steps.mappings.scoping_count import ScopeCounter
from wizard.steps.mappings.scoping_edit import Groups
from wizard.steps.mappings.view import (
    MappingsView,
    PreviewView,
)
from wizard.steps.mappings.warnings import named_warnings


class MappingsStep(Step[MappingsView]):
    """Lists the mappings, warns, and previews one person."""

    id: ClassVar[str] = "mappings"
    needs: ClassVar[tuple[str, ...]] = ("application",)

    def __init__(self, context: Context) -> None:
        self._mapping: PersonMapping | None = None
        self._schema: MappingSchema | None = None
        self._query = ""
        self._people = MappingPeople(context)
        self._preview: PreviewView | None = None
        self._draft: Draft | None = None
        self._changed_meanwhile = False
        self._last_save: Operation | None = None
        self._trial: SourceTrialView | None = None
        self._counter = ScopeCounter(self._people)
        self._rows = Derived(mapping_rows)
        self._listed_rows = Derived(person_rows)
        self._matching = Derived(matching_targets)
        self._draft_part = Derived(draft_view)
        self._all_warnings = Derived(mapping_warnings)
        self._named_part = Derived(named_warnings)
        self._read_after = 0  # how many times facts had been forgotten before the mappings were read
        self._of = ("", "")  # the setup and the application that all of this belongs to
        self._waiting: KeptDraft | None = None  # until the next reading brings it back
        self._brought_back: BroughtBack[KeptDraft] | None = None
        self._kept = Derived(kept_draft)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Mappings")

    def known(self) -> bool:
        """Whether the mappings of this setup's application were read."""
        return self._shown is not None and self._of == self._belongs_to()

    @property
    def _shown(self) -> PersonMapping | None:
        """The mapping of people; None where it was not read since the sign-in and nobody edited it."""
        edited = self._draft is not None and self._draft.dirty
        return self._mapping if edited or self._read_after == self.context.facts.cleared else None

    def provides(self) -> bool:
        """Whether the mapping of people was read."""
        return self.known()

    @reads(N_("Searching …"))
    async def search(self, text: str) -> None:
        """Find people to preview; with empty text, those assigned."""
        text = text.strip()[:120]
        if text:
            self._people.listed = await directory.search_people(
                self.context.session.graph, text, limit=SHOWN
            )
        else:
            self._people.listed = await self._people.assigned()
        self._query = text

    @reads(N_("Calculating what would be sent …"))
    async def previewed(self, person_id: str) -> PreviewView:
        """The same as `preview`, as its result."""
        await self.preview(person_id)
        assert self._preview is not None  # just made
        return self._preview

    @reads(N_("Calculating what would be sent …"))
    async def preview(self, person_id: str) -> None:
        """Compute what provisioning would send for this person, next to the account as it is now."""
        mapping, sources = await self._the_mapping()
        person, reached = await asyncio.gather(
            self._people.whole(person_id, mapping, sources), self._people.reached(person_id)
        )
        verdict = mapping.verdict(mapping.seen(person))
        in_scope = verdict.holds and reached is not False
        seen = mapping.seen(person, in_scope=in_scope)
        wanted = searches(mapping.mapper, seen, EvaluationContext(now=datetime.now(UTC)))
        found = await self._people.account(wanted)
        url = self.context.tenant_url
        shown = mapping.preview(
            seen,
            found.account.raw if found.account else None,
            compliant=url is not None and "aadoptscim062020" in url.query.casefold(),
            in_scope=in_scope,
            trace=True,
        )
        self._preview = preview_view(person, seen, shown, found, verdict, reached=reached)
        self._people.look_at(person, mapping)

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

    async def take(self, change: Callable[[ObjectMapping], ObjectMapping]) -> None:
        """Replace the draft by this change of what Entra has, as one step."""
        (await self._the_draft()).change(change)
        self._counter.count = None
        self._redo()

    async def set_scope(self, rows: Sequence[Sequence[ClauseRow]]) -> None:
        """Use this scoping filter in the draft: AND within a group, OR between groups."""
        draft = await self._the_draft()
        draft.set_scope(scoping_edit.filter_of(rows, draft.now.scope))
        self._counter.count = None
        self._redo()

    async def bring_back(self, kept: KeptDraft) -> None:
        """Draft these changes again, as before the program ended.

        `view.draft.brought_back` has the result.
        """
        self._waiting = kept
        await self.refresh()

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
        self._trial = SourceTrialView(kind, text, found, ())
        if not any(note.level == "error" for note in found):
            rows = source_trial.try_here(kind, text, await self._samples())
            self._trial = SourceTrialView(kind, text, found, rows)
        self.publish()

    @reads(N_("Asking Entra what it makes of it …"))
    async def compare(self, kind: str, text: str) -> None:
        """Let Microsoft evaluate the typed source for the same people, and mark what differs."""
        draft, context = await self._the_draft(), self.context
        if not draft.saved.job_id:
            raise ProblemError(Problem("mapping_edit.no_job"))
        found = notes(kind, text, draft.sources)
        rows = await source_trial.compare(
            context.session.graph,
            context.facts.application_id,
            draft.saved.job_id,
            kind,
            text,
            await self._samples(),
        )
        self._trial = SourceTrialView(kind, text, found, rows, compared=True)

    @reads(N_("Counting who is in scope …"))
    async def count_scope(self) -> None:
        """Count who passes the drafted filter and who would fall out, among those assigned."""
        draft = await self._the_draft()
        await self._counter.count_draft(draft, (await self._the_mapping())[0])

    async def count_typed(self, rows: Groups) -> None:
        """Count for conditions that are being typed; nothing is put into the draft."""
        if self._draft is None or self._mapping is None:
            return
        try:
            await self._counter.count_typed(self._draft, self._mapping, rows)
        finally:
            self.publish()

    # Saving.

    async def check_targets(self, targets: Iterable[str]) -> None:
        """Raises `mapping_edit.target_unknown` for a target that Entra's list of attributes lacks."""
        known = (await self._the_draft()).targets
        unknown = [each for each in targets if each not in known]
        if known and unknown:
            facts = {"target": unknown[0], "near": near_name(unknown[0], known)}
            raise ProblemError(Problem("mapping_edit.target_unknown", facts, field="mappings"))

    async def plan_save_mappings(self) -> ChangePreview:
        """The differences in words, and who would fall out of scope."""
        draft = await self._the_draft()
        if draft.before.scope == draft.now.scope:
            return saving.saving_preview(self.context, draft, None, self._named())
        await self.count_scope()
        return saving.saving_preview(self.context, draft, self._counter.count, self._named())

    @commits(N_("Saving the mappings in Entra …"))
    async def save_mappings(self) -> None:
        """Write the draft, after a backup; raises "schema_changed_meanwhile" and keeps the draft then."""
        draft = await self._the_draft()
        if draft.dirty:
            await self._start_from(await saving.save(self.context, draft))

    async def plan_default(self) -> ChangePreview:
        """What going back to the gallery's own mappings would change."""
        draft = await self._the_draft()
        return await default.default_preview(self.context, draft.saved, dirty=draft.dirty)

    @commits(N_("Resetting the mappings …"))
    async def back_to_default(self) -> None:
        """Go back to the gallery's own mappings, after a backup; the draft is dropped."""
        draft = await self._the_draft()
        await self._start_from(await default.to_default(self.context, draft.saved))

    async def plan_undo_save(self) -> ChangePreview:
        """What taking the last saving back would change."""
        if self._last_save is None:
            return ChangePreview()
        return await schema_saving.undo_preview(
            self.context, await self.context.facts.schema.refresh(), self._last_save
        )

    @commits(N_("Restoring the mappings in Entra …"))
    async def undo_save(self) -> None:
        """Restore what Entra had before the last saving."""
        if self._last_save is None:
            raise ProblemError(Problem("mapping_edit.nothing_to_undo"))
        now = await self.context.facts.schema.get()
        await self._start_from(await schema_saving.undo(self.context, now, self._last_save))

    # Inside.

    def _belongs_to(self) -> tuple[str, str]:
        profile = self.context.store.profile
        return (profile.id, profile.application_id)

    def _start_over(self) -> None:
        """Leave behind what belongs to another setup or application."""
        if self._of == self._belongs_to():
            return
        unsaved = self._unsaved()
        if unsaved is not None and self._of[0] == self._belongs_to()[0] and self._waiting is None:
            self._waiting = read_kept(unsaved)  # another application: said, not dropped
        self._of = self._belongs_to()
        self._mapping = self._schema = self._preview = self._draft = self._last_save = self._trial = None
        self._query, self._changed_meanwhile, self._brought_back = "", False, None
        self._people.start_over()
        self._counter.count = None

    async def _the_draft(self) -> Draft:
        self._start_over()
        if self._draft is None:
            await self._read()
        if self._draft is None:
            raise ProblemError(Problem("mapping_missing"))
        return self._draft

    async def _start_from(self, schema: Saved) -> None:
        """Take what Entra has now and forget the draft."""
        self._draft, self._changed_meanwhile, self._counter.count = Draft(schema), False, None
        self._last_save = await schema_saving.last_save(self.context, schema)
        self._redo()

    def _redo(self) -> None:
        """The draft changed: what is shown comes from it."""
        assert self._draft is not None
        self._schema = self._draft.mappings
        self._mapping = PersonMapping.of(self._schema)
        self.publish()

    async def _the_mapping(self) -> tuple[PersonMapping, tuple[str, ...]]:
        """The mapping of people, and the attributes that it could read."""
        draft = await self._the_draft()
        assert self._mapping is not None  # made together with the draft
        return self._mapping, draft.sources

    async def _samples(self) -> list[source_trial.Sample]:
        return await self._people.samples(*await self._the_mapping())

    async def _read(self) -> None:
        self._start_over()
        people, schema = await asyncio.gather(self._people.assigned(), self.context.facts.schema.refresh())
        if not self._query:
            self._people.listed = people
        self._people.forget()
        draft = self._draft
        if draft is not None and draft.dirty and not draft.is_like(schema):
            # What was edited is not lost; saving it over somebody else's change is refused.
            self._changed_meanwhile = draft.saved.fingerprint != schema.fingerprint
        else:
            self._draft, self._changed_meanwhile = Draft(schema), False
        self._read_after = self.context.facts.cleared
        self._last_save = await schema_saving.last_save(self.context, schema)
        self._put_back()
        self._redo()
        await self._samples()

    def _put_back(self) -> None:
        kept, draft = self._waiting, self._draft
        if kept is not None and draft is not None:
            self._brought_back, self._waiting = put_onto(kept, draft, self._of[1]), None

    def _build(self) -> MappingsView:
        shown = self._shown
        mapping = shown.mapping if shown else None
        sample = self._people.shown_sample
        return MappingsView(
            name=mapping.name if mapping else "",
            enabled=mapping.enabled if mapping else False,
            rows=self._rows(shown, sample[1] if sample else None) if shown else (),
            matching=self._matching(mapping) if mapping else (),
            scope_filter=describe_filter(mapping.scope) if mapping else "",
            group_mapping=group_mapping(self._schema if shown else None),
            warnings=self._warnings(),
            query=self._query,
            people=self._listed_rows(self._people.listed or ()),
            people_read=self._people.listed is not None,
            preview=self._preview,
            busy=self.busy,
            problem=self.problem,
            sample_of=sample[0] if sample else "",
            draft=self._draft_view(),
        )

    def _draft_view(self) -> DraftView:
        if self._draft is None:
            return DraftView(operators=scoping_edit.operator_rows())
        return replace(
            self._draft_part(self._draft, self._draft.now, step_back=self._draft.can_step_back),
            can_undo_save=self._last_save is not None,
            changed_meanwhile=self._changed_meanwhile,
            count=self._counter.count,
            trial=self._trial,
            unsaved=self._unsaved(),
            brought_back=self._brought_back,
        )

    def _unsaved(self) -> Mapping[str, object] | None:
        return self._kept(self._draft.before, self._draft.now, self._of[1]) if self._draft else None

    def _warnings(self) -> tuple[ChangeWarning, ...]:
        if self._mapping is None:
            return ()
        gone = self.context.facts.gone
        told = (
            (ChangeWarning("object_gone", gone.sentence),)
            if gone is not None and gone.kind is GoneKind.JOB
            else ()
        )
        return (*told, *self._all_warnings(self._mapping, group_mapping(self._schema), self._named()))

    def _named(self) -> tuple[Problem, ...]:
        """The warnings about the mappings as they are drafted."""
        assert self._mapping is not None  # read before anything is drafted
        saved = self.context.facts.saved.value
        sync_all = self.context.store.profile.scope == "all" or bool(saved is not None and saved.sync_all)
        return self._named_part(self._mapping.mapper, self._people.tried, sync_all=sync_all)

    def _judge(self) -> StepStatus:
        used = bool(last_good_cycle(self.context.facts.provisioning_job))
        tried = used or self._preview is not None or self._last_save is not None
        return mapping_status(self._shown, self._draft, self._warnings(), tried=tried)
