"""Step 6, Mappings: the attribute mappings, and what they make of one person."""

from __future__ import annotations

import asyncio
import json
from typing import ClassVar

from wizard import plan
from wizard.entra import directory
from wizard.entra.directory import Person
from wizard.mapping.attributes import AttributeMapping, Schema, read_schema
from wizard.mapping.body import Preview, Trace
from wizard.plan import PersonMapping, describe_filter
from wizard.playvox.attributes import ATTRIBUTES, attribute
from wizard.playvox.scim import Account
from wizard.problem import Problem, ProblemError
from wizard.steps.context import Context
from wizard.steps.step import Status, Step, StepState, reads
from wizard.steps.views.mappings import MappingRow, MappingsView, PersonRow, PreviewView, TraceRow
from wizard.words import _, explain

_SHOWN = 25


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
        person = await directory.person(context.graph, person_id, mapping.attributes)
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
        self._preview = _preview_view(person, shown, account, trouble)

    # Inside.

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
        self._schema = read_schema(schema.body)
        self._mapping = PersonMapping.of(schema.body)

    def _build(self) -> MappingsView:
        mapping = self._mapping.mapping if self._mapping else None
        return MappingsView(
            name=mapping.name if mapping else "",
            enabled=mapping.enabled if mapping else False,
            rows=tuple(self._row(item) for item in mapping.mappings) if mapping else (),
            matching=tuple(item.target for item in mapping.matching) if mapping else (),
            scope_filter=describe_filter(mapping.scope) if mapping else "",
            group_mapping=self._group_mapping(),
            warnings=self._warnings(),
            query=self._query,
            people=tuple(_person_row(person) for person in self._people),
            preview=self._preview,
            busy=self.busy,
            problem=self.problem,
        )

    def _group_mapping(self) -> str:
        found = self._schema.mapping_for("Group") if self._schema else None
        if found is None:
            return "none"
        return "on" if found[1].enabled else "off"

    def _row(self, item: AttributeMapping) -> MappingRow:
        assert self._mapping is not None
        row = next(each for each in self._mapping.mapper.rows if each.mapping is item)
        kinds = {"Attribute": "direct", "Constant": "constant"}
        warnings = []
        if attribute(item.target) is None:
            warnings.append(_("Not among the attributes Playvox documents."))
        if row.problem is not None:
            warnings.append(explain(row.problem).what)
        if item.matching_priority > 0:
            known = attribute(item.target)
            if known is not None and not known.filterable:
                warnings.append(_("Playvox documents no search by this attribute, so matching would fail."))
        return MappingRow(
            target=item.target,
            source=row.expression,
            kind=kinds.get(item.source.type, "expression"),
            matching=item.matching_priority,
            only_on_create=item.only_at_creation,
            default=item.default or "",
            warnings=tuple(warnings),
        )

    def _warnings(self) -> tuple[str, ...]:
        if self._mapping is None:
            return ()
        mapping, warnings = self._mapping.mapping, []
        if not mapping.matching:
            warnings.append(_("No attribute matches existing accounts, so nobody could be found again."))
        if not mapping.enabled:
            warnings.append(_("The mapping of people is switched off."))
        for action, text in (
            ("Add", _("Creating accounts is switched off.")),
            ("Update", _("Updating accounts is switched off; nobody would be deactivated either.")),
        ):
            if not mapping.allows(action):
                warnings.append(text)
        if mapping.mapping_to("active") is None:
            warnings.append(_("“active” is not mapped: accounts would never be deactivated."))
        if self._group_mapping() == "on":
            warnings.append(
                _(
                    "Groups are mapped too. Playvox documents people only: if it does not answer for "
                    "groups, provisioning may go into quarantine. The connection test tells."
                )
            )
        missing = [item.name for item in ATTRIBUTES if mapping.mapping_to(item.name) is None]
        if missing and "userName" in missing:
            warnings.append(_("“userName” is not mapped, and Playvox finds accounts by nothing else."))
        return tuple(warnings)

    def _judge(self) -> Status:
        if self._mapping is None:
            return Status(StepState.READY, _("Not read yet."))
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


def _person_row(person: Person) -> PersonRow:
    return PersonRow(person.id, person.display_name, person.user_principal_name)


def _preview_view(
    person: Person, shown: Preview, account: Account | None, trouble: Problem | None
) -> PreviewView:
    warnings = []
    if trouble is not None:
        warnings.append(
            _("The account in Playvox is not known, so this shows a new one. {why}").format(
                why=explain(trouble).what
            )
        )
    if not shown.certain:
        warnings.append(_("Some values depend on what Microsoft does not document; they may differ."))
    warnings += [
        f"{item.target}: {explain(item.problem).what}" for item in shown.trace if item.problem is not None
    ]
    return PreviewView(
        person=_person_row(person),
        method=shown.method or "",
        sentence=explain(shown.why).what,
        body=_pretty(shown.body) if shown.body is not None else "",
        account=_pretty(account.raw) if account is not None else "",
        account_known=trouble is None,
        trace=tuple(_trace_row(item) for item in shown.trace),
        warnings=tuple(warnings),
    )


def _trace_row(item: Trace) -> TraceRow:
    notes = {
        "sent": _("sent"),
        "unchanged": _("already there"),
        "null": _("empty, not sent"),
        "ignored": _("left out by the expression"),
        "only_at_creation": _("only when an account is created"),
        "has_value": _("kept, because it has a value"),
        "default": _("the mapping's default"),
        "problem": _("could not be worked out"),
        "not_sent": _("not sent"),
        "reference_later": _("sent in a later cycle"),
    }
    value = "" if item.value is None else item.value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return TraceRow(item.target, item.expression, text, notes.get(item.fate, item.fate))


def _pretty(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)
