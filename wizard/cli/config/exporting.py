"""The tenant's setup as a configuration, for any tenant: what a file cannot say becomes a note."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from wizard.cli.config.mappings import stated_actions, stated_filter, stated_mappings
from wizard.cli.config.model import Config
from wizard.cli.config.unsaid import unsaid_mappings, unsaid_settings
from wizard.entra import directory
from wizard.entra.applications import Application
from wizard.entra.assignments import Assignment
from wizard.entra.directory import Group, Person
from wizard.entra.schema import SynchronizationSchema
from wizard.entra.secrets import SavedSettings
from wizard.problem import NotFoundError, Problem, ProblemError
from wizard.steps import Assistant
from wizard.steps.base.further_fields import fields_of, read_template
from wizard.steps.base.principals import GROUP, details_of, roles_of
from wizard.steps.people.wanted import others, role_text
from wizard.task_groups import task_group

_AT_ONCE = 8
"""Groups whose names are looked up at the same time."""
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """A configuration, and what Entra has that no file can say, in sentences."""

    config: Config
    notes: tuple[str, ...] = ()


async def exported(assistant: Assistant, application: str = "") -> Exported:
    """The setup as saved in Entra; raises `application_first` or `address_first` when there is none."""
    app = await _application(assistant, application)
    facts = assistant.context.facts
    rows, saved, jobs = await asyncio.gather(
        facts.assigned.refresh(), facts.saved.refresh(), facts.job.refresh()
    )
    if saved.is_empty:
        raise ProblemError(Problem("address_first"))
    if saved.others:
        await read_template(assistant.context)
    schema = await facts.schema.refresh() if jobs else None
    fields = _stated_fields(assistant, saved)
    notes = [_left_out(each) for each in unsaid_settings(saved, fields)]
    data: Data = {
        "playvox": {"tenant_url": saved.tenant_url, **({"fields": fields} if fields else {})},
        "application": _stated_application(assistant, app),
        "people": {
            **({} if saved.sync_all is None else {"scope": "all" if saved.sync_all else "assigned"}),
            **await _stated_people(assistant, app, others(rows)),
        },
        "provisioning": _stated_settings(saved),
    }
    if schema is not None:
        _add_mappings(data, schema, notes)
    if jobs:
        data["provisioning"]["enabled"] = jobs[0].is_on
    return Exported(_valid(data, notes), tuple(notes))


def _stated_fields(assistant: Assistant, saved: SavedSettings) -> dict[str, str]:
    """The plain values that the application's template asks for; secret ones do not belong in a file."""
    asked = [field.name for field in fields_of(assistant.context) if not field.secret]
    return {name: saved.others[name] for name in asked if name in saved.others}


async def _application(assistant: Assistant, name: str) -> Application:
    await assistant.application.find()
    if name and not await assistant.application.use(name):
        raise NotFoundError(Problem("application_not_found", {"name": name}))
    if assistant.application.view.chosen is None:
        recommended = [row for row in assistant.application.view.candidates if row.recommended]
        if not recommended:
            raise ProblemError(Problem("application_first"))
        await assistant.application.choose(recommended[0].id)
    return await assistant.context.facts.application.get()


def _stated_application(assistant: Assistant, app: Application) -> Data:
    """By name where that is unique, else by object id; with its roles where all of them have a name."""
    name = app.display_name
    same = [row for row in assistant.application.view.candidates if row.name.casefold() == name.casefold()]
    stated: Data = {"name": name if len(same) <= 1 and name.strip() == name and name else app.id}
    roles = roles_of(app)
    names = sorted({role.display_name for role in roles if role.display_name.strip()}, key=_by_letter)
    possible = [each for each in names if each.isascii() and each.replace(" ", "").isalnum()]
    if possible:
        stated["roles"] = possible
    return stated


def _stated_settings(saved: SavedSettings) -> Data:
    notification = saved.notification
    stated: Data = {"notification_email": notification.recipients if notification.enabled else ""}
    if not notification.delete_threshold_enabled:
        stated["deletion_threshold"] = 0
    elif notification.delete_threshold_value:
        stated["deletion_threshold"] = notification.delete_threshold_value
    stated["keep_out_of_scope"] = bool(saved.skip_out_of_scope_deletions)
    return stated


def _add_mappings(data: Data, schema: SynchronizationSchema, notes: list[str]) -> None:
    found = schema.mappings.mapping_for("User")
    if found is None:
        return
    mapping = found[1]
    mappings, unsaid = stated_mappings(mapping)
    data["mappings"] = mappings
    data["actions"] = stated_actions(mapping)
    data["people"]["scoping_filter"] = stated_filter(mapping)
    notes += [_left_out(f"mappings.{target}") for target in unsaid]
    if not unsaid:
        data["provisioning"]["mappings_complete"] = True
    notes += [_left_out(each) for each in unsaid_mappings(schema.mappings, mapping)]


async def _stated_people(assistant: Assistant, app: Application, rows: Sequence[Assignment]) -> Data:
    """`role` is the most common one; entries in another role state theirs."""
    names = await _names(assistant, rows)
    roles: dict[str, list[str]] = {}
    for row in rows:
        roles.setdefault(row.principal_id, []).append(role_text(app, row.app_role_id))
    common = Counter(each[0] for each in roles.values() if len(each) == 1)
    usual = min(common, key=lambda role: (-common[role], role)) if common else None
    entries = []
    for principal in sorted(
        roles, key=lambda each: (names[each].startswith(GROUP), *_by_letter(names[each]))
    ):
        theirs = sorted(set(roles[principal]), key=_by_letter)
        entry: Data = {"name": names[principal]}
        if theirs != [usual]:
            entry["role"] = theirs[0] if len(theirs) == 1 else theirs
        entries.append(entry)
    return {**({"role": usual} if usual is not None else {}), "assign": entries, "complete": True}


async def _names(assistant: Assistant, rows: Sequence[Assignment]) -> Mapping[str, str]:
    """How the file names each assigned person or group: by sign-in name or by a unique display name, else
    by object id.
    """
    graph = assistant.context.session.graph
    kinds = {row.principal_id: row.principal_type.casefold() for row in rows}
    people = [each for each, kind in kinds.items() if kind != "group"]
    groups = [each for each, kind in kinds.items() if kind == "group"]
    known = await details_of(graph, people, groups)
    by_name: dict[str, list[str]] = {}
    for each in groups:
        group = known.get(each)
        if isinstance(group, Group) and group.display_name.strip():
            by_name.setdefault(group.display_name, []).append(each)
    unique: set[str] = set()
    slots = asyncio.Semaphore(_AT_ONCE)

    async def look(name: str) -> None:
        async with slots:
            if name.strip() == name and len(await directory.group_by_name(graph, name)) == 1:
                unique.add(name)

    async with task_group() as tasks:
        for name in by_name:
            tasks.create_task(look(name))
    found: dict[str, str] = {}
    for each in people:
        person = known.get(each)
        name = person.user_principal_name if isinstance(person, Person) else ""
        plain = name and name.strip() == name and not name.startswith(GROUP)
        found[each] = name if plain else each
    for each in groups:
        group = known.get(each)
        name = group.display_name if isinstance(group, Group) else ""
        found[each] = f"{GROUP}{name if name in unique else each}"
    return found


def _valid(data: Data, notes: list[str]) -> Config:
    """The configuration; what a file may not state, such as two mail addresses, is left out and noted."""
    while True:
        try:
            return Config.model_validate(data)
        except ValidationError as error:
            place = error.errors(include_url=False)[0]["loc"]
            table, name = str(place[0]), str(place[1])
            if (table, name) == ("people", "assign") and len(place) > 2:
                del data[table][name][int(place[2])]
                data[table].pop("complete", None)
                notes.append(_left_out(f"people.assign.{place[2]}"))
                continue
            del data[table][name]
            if table == "mappings":
                data["provisioning"].pop("mappings_complete", None)
            notes.append(_left_out(f"{table}.{name}"))


def _left_out(what: str) -> str:
    """The note for a setting; in English, because an exported file is the same in every language."""
    return f"Left out, because no file can say it as Entra has it: {what}"


def _by_letter(text: str) -> tuple[str, str]:
    return text.casefold(), text
