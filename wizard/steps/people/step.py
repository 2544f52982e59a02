"""Step 4, Users and groups: people and groups assigned to the application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from wizard.entra import directory
from wizard.entra.applications import ZERO, AppRole
from wizard.entra.assignments import Assignment, AssignResult, role_for
from wizard.entra.directory import Group, Person
from wizard.entra.directory import Headcount as EntraHeadcount
from wizard.messages import N_, _, ngettext, number
from wizard.messages.change_warnings import ChangeWarning, change_warning
from wizard.plan.scope import people_of
from wizard.problem import Problem, ProblemError
from wizard.steps.base import (
    access_changes,
    assigning,
    role_changes,
)
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
    RowResult,
)
from wizard.steps.base.context import Context
from wizard.steps.base.derived import Derived
from wizard.steps.base.name_list import names_in, read_names
from wizard.steps.base.principals import (
    details_of,
    name_of,
    named,
    people_named,
    role_name,
    roles_of,
)
from wizard.steps.base.progress import report
from wizard.steps.base.step import (
    Step,
    StepStatus,
    commits,
    reads,
)
from wizard.steps.base.unsaved import BroughtBack
from wizard.steps.people.kept import KeptSelection, brought_back, kept_selection, read_kept
from wizard.steps.people.membership import AssignedPerson, assigned_people, direct_assignments
from wizard.steps.people.rows import (
    assigned_rows,
    assigned_status,
    chosen_role,
    found_rows,
    role_rows,
    warnings_of,
)
from wizard.steps.people.selection import Selection, start_small
from wizard.steps.people.view import PeopleView, PrincipalRow, SelectedGroupSize
from wizard.steps.people.wanted import WantedAssignment, difference, wanted_preview
from wizard.task_groups import task_group

_SHOWN = 25
_DETAILED = 200  # assignments whose details are read with the list, and then at a time


class PeopleStep(Step[PeopleView]):
    """Who is assigned to the application, with which role."""

    id: ClassVar[str] = "people"
    needs: ClassVar[tuple[str, ...]] = ("application",)

    def __init__(self, context: Context) -> None:
        self._of = ("", "")  # the setup and the application that all of this belongs to
        self._details: Mapping[str, Person | Group] = {}  # replaced, never changed
        self._asked: frozenset[str] = frozenset()  # assigned people and groups whose details were requested
        self._counts: Mapping[str, EntraHeadcount] = {}
        self._reached: int | None = None  # people in scope
        self._query = ""
        self._found: tuple[Person | Group, ...] = ()
        self._more = False
        self._selection = Selection({})
        self._sizes: Mapping[str, SelectedGroupSize] = {}
        self._results: tuple[RowResult, ...] = ()
        self._role_rows = Derived(role_rows)
        self._assigned_rows = Derived(assigned_rows)
        self._found_rows = Derived(found_rows)
        self._selected_rows = Derived(_selected_rows)
        self._waiting: KeptSelection | None = None  # until the next reading brings it back
        self._brought_back: BroughtBack[KeptSelection] | None = None
        self._kept = Derived(kept_selection)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Users and groups")

    def known(self) -> bool:
        """Whether the assignments were read."""
        return self.context.facts.assigned.value is not None

    def provides(self) -> bool:
        """Whether somebody is assigned."""
        return bool(self.context.facts.assigned.value)

    @reads(N_("Reading details …"))
    async def read_details(self) -> None:
        """Read the details and warnings of all assignments for which `view.unread` counts them."""
        rows = await self.context.facts.assigned.get()
        todo = len(self._unread(rows))
        while unread := self._unread(rows):
            report(_("Reading details …"), todo - len(unread), todo)
            await self._look_up(unread)
            self.publish()

    @reads(N_("Searching …"))
    async def search(self, text: str) -> None:
        """Find people and groups by the beginning of a name or address; a later search replaces it."""
        graph, text = self.context.session.graph, text.strip()[:120]
        people, groups = await asyncio.gather(
            directory.search_people(graph, text, limit=_SHOWN + 1),
            directory.search_groups(graph, text, limit=_SHOWN + 1),
        )
        self._query = text
        self._more = len(people) > _SHOWN or len(groups) > _SHOWN
        self._found = (*people[:_SHOWN], *groups[:_SHOWN])

    async def select(self, principal_ids: Sequence[str]) -> None:
        """Select people and groups that a search found, to be assigned; they stay selected."""
        known = {**self._details, **{each.id: each for each in self._found}}
        self._selection = self._selection.plus([known[each] for each in principal_ids if each in known])
        self.publish()
        await self._measure()

    async def _measure(self) -> None:
        """Count the selected groups that were not counted yet; one that cannot be counted has no size."""
        graph = self.context.session.graph
        groups = [each for each in self._selection.chosen.values() if isinstance(each, Group)]
        for group in groups:
            if group.id in self._sizes:
                continue
            with contextlib.suppress(ProblemError):
                people, nested = await asyncio.gather(
                    directory.direct_people(graph, group.id), directory.nested_groups(graph, group.id)
                )
                self._sizes = {**self._sizes, group.id: SelectedGroupSize(people, nested)}
                self.publish()

    async def deselect(self, principal_ids: Sequence[str]) -> None:
        """Take these out of the selection."""
        self._selection = self._selection.minus(set(principal_ids))
        self.publish()

    async def select_text(self, text: str) -> None:
        """Select the people of a pasted text, one per line or as a table; `view.taken` has the report."""
        await self._select_list(names_in(text))

    async def select_file(self, path: Path) -> None:
        """Select the people of a text or CSV file; raises `on_demand_file_unreadable`."""
        await self._select_list(await asyncio.to_thread(read_names, path))

    async def bring_back(self, kept: KeptSelection) -> None:
        """Select these again, as before the program ended; `view.brought_back` has the result."""
        self._waiting = kept
        await self.refresh()

    async def choose_role(self, role_id: str) -> None:
        """The role that new assignments get."""
        if role_id != ZERO and role_id not in {
            role.id for role in roles_of(self.context.facts.application.value)
        }:
            raise ProblemError(Problem("role_unknown", {"role": role_id}, field="role"))
        await self.context.store.remember(role_id=role_id)
        self.publish()

    @reads(N_("Counting people in scope …"))
    async def count(self) -> None:
        """Count the people in scope, group by group; fills `headcount` and `effective`."""
        assigned = await self.context.facts.assigned.get()
        graph = self.context.session.graph
        groups = [row.principal_id for row in assigned if row.principal_type.casefold() == "group"]

        async def one(group_id: str) -> None:
            count = await directory.headcount(graph, group_id)
            self._counts = {**self._counts, group_id: count}
            self.publish()

        async with task_group() as tasks:
            for group_id in dict.fromkeys(groups):
                tasks.create_task(one(group_id))
            reached = tasks.create_task(people_of(graph, assigned, counted=_counting))
        self._reached = len(reached.result().people)

    @reads(N_("Reading who is assigned …"))
    async def list_people(self) -> tuple[AssignedPerson, ...]:
        """Everyone who is assigned, with role, and directly or by which group."""
        facts = self.context.facts
        rows, app = await asyncio.gather(facts.assigned.refresh(), facts.application.get())
        return await assigned_people(self.context.session.graph, rows, app, _counting)

    @reads(N_("Searching for assignments …"))
    async def assignments_of(self, names: Sequence[str]) -> tuple[Assignment, ...]:
        """The direct assignments of these people and groups, named as a configuration file names them, or
        by the id of an assignment, of a person, or of a group that may be deleted.

        Raises `command.not_assigned`, with the names of those that have none.
        """
        rows = await self.context.facts.assigned.refresh()
        return await direct_assignments(self.context.session.graph, rows, names)

    @reads(N_("Checking who is assigned already …"))
    async def plan_assign(self, principal_ids: Sequence[str]) -> ChangePreview:
        """What assigning these people and groups would do; those already assigned are left out."""
        app = self.context.facts.application.value
        detail = (
            _("assigned as {role}").format(role=role_name(self._role()))
            if app is not None
            else _("assigned to the new application")
        )
        already = {row.principal_id for row in await self.context.facts.assigned.refresh()}
        wanted = [each for each in dict.fromkeys(principal_ids) if each not in already]
        await self._get_to_know(wanted)
        changes, warnings = [], []
        for each in wanted:
            one = self._details.get(each)
            name = name_of(one) or each
            after = role_name(self._role()) if app is not None else None
            size = self._sizes.get(each)
            about = detail if size is None else _with_size(detail, size.people)
            changes.append(PlannedChange("+", name, about, "assignment", None, after, each))
            hints = [*warnings_of(one)]
            if isinstance(one, Group) and self.context.facts.groups_assignable is False:
                hints.append(change_warning("groups_need_premium"))
            warnings += [hint.about(name) for hint in hints]
        if not changes:
            return ChangePreview((), tuple(warnings))
        role = self._role()
        rows = [
            Assignment(
                "", each, role.id if role else ZERO, name_of(self._details.get(each)), self._type_of(each)
            )
            for each in wanted
        ]
        return ChangePreview(
            tuple(changes),
            tuple(warnings),
            self.context.session.consents(),
            (access_changes.assigned(rows),),
        )

    @commits(N_("Assigning …"))
    async def assign(self, principal_ids: Sequence[str]) -> None:
        """Assign them with the chosen role; `view.results` has each row's result."""
        context, role = self.context, self._role()
        role_id = role.id if role else ZERO
        # Read again: people assigned elsewhere since the plan, with any role, are left alone.
        rows, _known = await asyncio.gather(
            context.facts.assigned.refresh(), self._get_to_know(principal_ids)
        )
        already = {row.principal_id for row in rows}
        wanted = [each for each in dict.fromkeys(principal_ids) if each not in already]
        self._selection = self._selection.minus(already)
        if not wanted:
            self._results = ()
            return
        results = await assigning.assign(context, wanted, role_id, self._details, _assigning)
        self._selection = self._selection.minus(
            {row.principal_id for row in results if row.problem is None}
        )
        self._take(results)

    @reads(N_("Checking what would be removed …"))
    async def plan_unassign(self, assignment_ids: Sequence[str]) -> ChangePreview:
        """What removing these assignments would do, deactivations in Playvox included."""
        chosen = set(assignment_ids)
        rows = [row for row in await self.context.facts.assigned.refresh() if row.id in chosen]
        job = self.context.facts.provisioning_job
        changes = tuple(
            PlannedChange("-", row.principal_display_name or row.principal_id, _("no longer assigned"))
            for row in rows
        )
        warnings: tuple[ChangeWarning, ...] = ()
        if rows and job is not None and job.is_on:
            warnings = (change_warning("unassigned_deactivated"),)
        if not changes:
            return ChangePreview((), warnings)
        access = access_changes.unassigned(row.id for row in rows)
        return ChangePreview(changes, warnings, self.context.session.consents(), (access,))

    @commits(N_("Removing assignments …"))
    async def unassign(self, assignment_ids: Sequence[str]) -> None:
        """Remove these assignments; `view.results` has each row's result."""
        context, chosen = self.context, set(assignment_ids)
        rows = [row for row in await context.facts.assigned.get() if row.id in chosen]
        if not rows:
            self._results = ()
            return
        self._take(await assigning.unassign(context, rows, _removing))

    @reads(N_("Comparing assignments …"))
    async def plan_wanted(
        self, wanted: Sequence[WantedAssignment], *, complete: bool = False
    ) -> ChangePreview:
        """What making the assignments as wanted would change; `complete`: others are removed."""
        context = self.context
        rows = await context.facts.assigned.refresh()
        found = difference(rows, wanted, self._usual_role(wanted, rows), complete=complete)
        await self._get_to_know(list(dict.fromkeys(principal for principal, _role in found.added)))
        return wanted_preview(context, found, rows, self._details)

    @commits(N_("Changing assignments …"))
    async def make_wanted(self, wanted: Sequence[WantedAssignment], *, complete: bool = False) -> None:
        """Make the assignments as wanted; nobody is without one in between. `view.results` has the rows."""
        context = self.context
        rows = await context.facts.assigned.refresh()
        found = difference(rows, wanted, self._usual_role(wanted, rows), complete=complete)
        await self._get_to_know(list(dict.fromkeys(principal for principal, _role in found.added)))
        self._results = ()
        for role, principals in found.by_role.items():
            self._take(await assigning.assign(context, principals, role, self._details, _assigning))
        if found.removed:
            self._take(await assigning.unassign(context, found.removed, _removing))

    @reads(N_("Reading the application's roles …"))
    async def plan_add_role(self, name: str) -> ChangePreview:
        """What adding a role to the application would change."""
        name = role_changes.checked_name(name)
        facts = self.context.facts
        app = await facts.application.refresh()
        if not role_changes.has_role(app, name):
            await role_changes.read_registered(self.context)
            app = facts.application.value or app
        if role_changes.has_role(app, name):
            return ChangePreview((), (change_warning("role_exists"),))
        return ChangePreview(
            (
                PlannedChange(
                    "+",
                    _("Role “{name}”").format(name=name),
                    _("for people and groups, in the manifest"),
                    "application_role",
                    None,
                    name,
                ),
            ),
            (),
            self.context.session.consents(),
            (access_changes.role_added(AppRole(id="", display_name=name)),),
        )

    @commits(N_("Adding the role …"))
    async def add_role(self, name: str) -> None:
        """Add a role to the application and choose it for new assignments."""
        await role_changes.add(self.context, role_changes.checked_name(name))

    @reads(N_("Searching for people and groups …"))
    async def resolve(self, names: Sequence[str]) -> dict[str, str]:
        """Object ids for sign-in names and `group:Name`, as a configuration file names them.

        Raises `person_not_found`, `group_not_found` or `group_ambiguous`, with the name as a fact.
        """
        found = await named(self.context.session.graph, names)
        self._know({each.id: each for each in found.values()})
        return {name: each.id for name, each in found.items()}

    # Internal.

    @reads(N_("Searching for these people …"))
    async def _select_list(self, names: Sequence[str]) -> None:
        if not names:
            raise ProblemError(Problem("on_demand_nobody"))
        found, missing = await people_named(self.context.session.graph, names)
        self._selection = self._selection.with_list(found, missing)

    def _usual_role(self, wanted: Sequence[WantedAssignment], rows: Sequence[Assignment]) -> str:
        """The role for people and groups that are new and have no role of their own."""
        assigned = {row.principal_id for row in rows}
        if all(each.roles or each.principal_id in assigned for each in wanted):
            return ZERO
        return role_for(roles_of(self.context.facts.application.value))

    def _type_of(self, principal_id: str) -> str:
        return "Group" if isinstance(self._details.get(principal_id), Group) else "User"

    async def _read(self) -> None:
        self._start_over()
        context = self.context
        assigned, _app = await asyncio.gather(
            context.facts.assigned.refresh(), context.facts.application.get()
        )
        self._asked = frozenset()  # what could not be read may be readable now
        await self._look_up(assigned)
        await self._select_again()

    async def _select_again(self) -> None:
        kept = self._waiting
        if kept is None:
            return
        found: Mapping[str, Person | Group] = {}
        if kept.application == self._of[1]:
            found = await details_of(self.context.session.graph, kept.people, kept.groups)
        # In the order they were selected in, before what was selected since.
        chosen = {each.id: found[each.id] for each in kept.principals if each.id in found}
        self._selection = Selection({**chosen, **self._selection.chosen}, self._selection.taken)
        self._brought_back, self._waiting = brought_back(kept, found, application=self._of[1]), None
        await self._measure()

    def _belongs_to(self) -> tuple[str, str]:
        profile = self.context.store.profile
        return (profile.id, profile.application_id)

    def _start_over(self) -> None:
        """Leave behind what belongs to another setup or application."""
        if self._of != self._belongs_to():
            unsaved = kept_selection(self._selection, self._of[1])
            if unsaved is not None and self._of[0] == self._belongs_to()[0] and self._waiting is None:
                self._waiting = read_kept(unsaved)  # another application: said, not dropped
            self._of = self._belongs_to()
            self._counts, self._reached, self._results = {}, None, ()
            self._selection, self._sizes, self._brought_back = Selection({}), {}, None
            self._found, self._query, self._more = (), "", False

    async def _look_up(self, rows: Sequence[Assignment]) -> None:
        """Read names and warnings of the next assigned people and groups that are not known yet."""
        new = self._unread(rows)[:_DETAILED]
        groups = [row.principal_id for row in new if row.principal_type.casefold() == "group"]
        people = [row.principal_id for row in new if row.principal_type.casefold() == "user"]
        self._know(await details_of(self.context.session.graph, people, groups))
        self._asked |= {row.principal_id for row in new}

    def _unread(self, rows: Sequence[Assignment]) -> list[Assignment]:
        """The assignments with details that nobody has requested, each person and group once."""
        kinds = ("user", "group")
        new = {row.principal_id: row for row in rows if row.principal_type.casefold() in kinds}
        return [row for each, row in new.items() if each not in self._asked and each not in self._details]

    def _know(self, more: Mapping[str, Person | Group]) -> None:
        self._details = {**self._details, **more}

    async def _get_to_know(self, ids: Sequence[str]) -> None:
        """Read people and groups that are to be assigned; search results are known already."""
        listed = (*self._found, *self._selection.chosen.values())
        self._know({each.id: each for each in listed if each.id in ids})
        new = [each for each in ids if each not in self._details]
        if new:
            self._know(await details_of(self.context.session.graph, new, new))

    def _take(self, results: Sequence[AssignResult]) -> None:
        """Show the outcome; raises the first problem."""
        self._start_over()
        by_id = self._details
        self._results = tuple(
            RowResult(
                row.principal_id, name_of(by_id.get(row.principal_id)) or row.principal_id, row.problem
            )
            for row in results
        )
        self._reached = None
        failed = next((row.problem for row in results if row.problem is not None), None)
        if failed is not None:
            raise ProblemError(failed)

    def _role(self) -> AppRole | None:
        """The chosen role, else the obvious one; None stands for default access."""
        return chosen_role(self.context.facts.application.value, self.context.store.profile.role_id)

    def _build(self) -> PeopleView:
        if self._of != self._belongs_to():
            self._counts, self._reached, self._results = {}, None, ()
        assigned = self.context.facts.assigned.value or ()
        app, role_id = self.context.facts.application.value, self._role_id()
        selected = self._selected_rows(self._selection, assigned, self._sizes)
        return PeopleView(
            roles=self._role_rows(app, role_id),
            role_id=role_id,
            assigned=self._assigned_rows(assigned, self._details, self._asked, app, self._counts),
            unread=len(self._unread(assigned)),
            effective=self._reached,
            query=self._query,
            found=self._found_rows(self._found, assigned),
            more=self._more,
            selected=selected,
            taken=self._selection.taken,
            results=self._results,
            progress=self.notice if self.notice is not None and self.notice.total is not None else None,
            unsaved=self._kept(self._selection, self._of[1]),
            brought_back=self._brought_back,
            start_small=start_small(selected, self.context.facts.assigned.value),
            busy=self.busy,
            problem=self.problem,
        )

    def _role_id(self) -> str:
        try:
            role = self._role()
        except ProblemError:
            return ""  # several could be meant: the administrator chooses
        return role.id if role else ZERO

    def _judge(self) -> StepStatus:
        facts = self.context.facts
        saved, job = facts.saved.value, facts.provisioning_job
        chosen = self.context.store.profile.scope == "all"
        return assigned_status(
            facts.assigned.value,
            everybody=chosen if saved is None or saved.sync_all is None else saved.sync_all,
            saved=saved is not None and bool(saved.sync_all),
            roles=bool(roles_of(facts.application.value)),
            on=job is not None and job.is_on,
        )


def _with_size(detail: str, people: int) -> str:
    # Translators: {detail} is, for example, "assigned as User"; {n} is how many people a group brings.
    text = ngettext("{detail}, {n} direct member", "{detail}, {n} direct members", people)
    return text.format(detail=detail, n=number(people))


def _selected_rows(
    selection: Selection, assigned: Sequence[Assignment], sizes: Mapping[str, SelectedGroupSize]
) -> tuple[PrincipalRow, ...]:
    rows = found_rows(tuple(selection.chosen.values()), assigned)
    return tuple(replace(row, size=sizes.get(row.id)) for row in rows)


def _counting(done: int, total: int | None) -> None:
    report(_("Counting people in scope …"), done, total)


def _assigning(done: int, total: int) -> None:
    report(_("Assigning …"), done, total)


def _removing(done: int, total: int) -> None:
    report(_("Removing assignments …"), done, total)
