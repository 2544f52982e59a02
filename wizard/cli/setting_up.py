"""Applies a configuration through the steps' intents, in order. What the file leaves out is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from pydantic import SecretStr

from wizard.cli.config import Config
from wizard.cli.config.answers import stated_settings, take_answers, take_fields
from wizard.cli.config.assigned import stated_roles, wanted_assignments, with_new_roles
from wizard.cli.config.mappings import wanted_mapping
from wizard.cli.config.model import USUAL_NAME
from wizard.cli.new_application import new_application_request, starting_mappings
from wizard.connection import ConnectionReport, Verdict
from wizard.entra.schema import SynchronizationSchema
from wizard.entra.secrets import SavedSettings
from wizard.mapping.attributes import MappingSchema, write_schema
from wizard.messages import _
from wizard.messages.change_warnings import ChangeWarning
from wizard.plan import PlanRequest
from wizard.problem import Problem, ProblemError
from wizard.steps import (
    Assistant,
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.interrupted import reconcile_interrupted
from wizard.steps.base.people_impact import as_saved
from wizard.steps.base.planning import plan_request
from wizard.steps.base.role_changes import read_registered
from wizard.steps.base.settings_saving import SECRET_TOKEN
from wizard.steps.people.wanted import WantedAssignment, others, role_text

T = TypeVar("T")


class SettingUp:
    """One run: `plan` returns the differences, `apply` makes the changes. Both can be repeated.

    `key_stated`: the key was given for this run, so a saved key that may be another one is a difference.
    `secret_fields`: secret values that the application's template asks for, by name.
    """

    def __init__(
        self,
        assistant: Assistant,
        config: Config,
        *,
        key_stated: bool = True,
        secret_fields: Mapping[str, SecretStr] | None = None,
    ) -> None:
        self._secret_fields = secret_fields or {}
        self._assistant = assistant
        self._config = config
        self._key_stated = key_stated
        self._ids: Mapping[str, str] = {}
        self._found = False
        self._starting: MappingSchema | None = None
        self._planned = False
        self._effect = ChangePreview()
        self._connection = ChangePreview()
        self._mappings = ChangePreview()

    async def plan(self, *, test: bool = True) -> ChangePreview:
        """The changes applying would make. With `test` the connection is tested from here first.

        Raises `key_first` without a key, `apply_connection_fails` when the test fails, and problems
        of reading.
        """
        assistant, config = self._assistant, self._config
        context = assistant.context
        if context.key_store.key is None and test:
            raise context.key_store.missing_error
        await reconcile_interrupted(context)
        if self._planned:
            await assistant.application.find()  # `use` would rely on the last read
        self._planned = True
        names = list(dict.fromkeys(entry.name for entry in config.people.assign or ()))
        early = config.playvox.tenant_url
        if early is not None:
            # The address is known already: it is tested while Entra is read.
            await assistant.connection.set_address(early)
            if assistant.connection.view.address_problem is not None:
                raise ProblemError(assistant.connection.view.address_problem)
        self._ids, saved, _tested = await together(
            assistant.people.resolve(names),
            self._read_and_answer(),
            self._try_from_here() if test and early is not None else nothing(),
        )
        if test and early is None and (context.tenant_url is not None or config.states_connection):
            await self._try_from_here()
        effects = [await self._plan_application()]
        people, self._connection, switch = await together(
            self._plan_people(), self._plan_connection(saved), self._plan_switch()
        )
        # The mappings are compared last: their warnings depend on what the others read.
        self._mappings = await self._plan_mappings()
        effects += [people, self._connection, self._mappings, switch]
        gone = context.facts.gone
        if gone is not None:
            effects.append(ChangePreview(warnings=(ChangeWarning("object_gone", gone.sentence),)))
        self._effect = _without_repetition(sum(effects, ChangePreview()))
        return self._effect

    @property
    def adds_application(self) -> bool:
        """Whether applying would first add the application; known after `plan`."""
        return not self._found

    @property
    def principals(self) -> Mapping[str, str]:
        """Object ids of the people and groups that the file names, after `plan`."""
        return self._ids

    async def plan_request(self, scope: str | None = None) -> PlanRequest:
        """The request for the plan of people, after `plan`: the tenant as it would be after applying.

        `scope` replaces the file's. While the application is still to be added, its first cycle with the
        mappings it will start with.
        """
        if not self._found:
            return new_application_request(self._assistant, self._config, self._ids, scope, self._starting)
        context = self._assistant.context
        request = as_saved(context, await plan_request(context))
        for change in self._effect.access:
            request = change(request)
        if not request.schema_fingerprint:
            body = write_schema(request.schema)
            fingerprint = SynchronizationSchema("", body).fingerprint
            request = replace(request, schema_fingerprint=fingerprint)
        return request if scope is None else replace(request, sync_all=scope == "all")

    async def beyond(self) -> ChangePreview:
        """Assignments that the file does not name, after `plan`: applying leaves them.

        None when the file says whether its list is complete, or names nobody.
        """
        config, app = self._config.people, self._assistant.context.facts.application.value
        if not config.assign or config.complete is not None or not self._found:
            return ChangePreview()
        named = set(self._ids.values())
        detail = _("assigned in Entra, not in the file; apply leaves it")
        rows = others(await self._assistant.context.facts.assigned.get())
        return ChangePreview(
            tuple(
                PlannedChange(
                    "-",
                    row.principal_display_name or row.principal_id,
                    detail,
                    "assignment_beyond",
                    role_text(app, row.app_role_id),
                    None,
                    row.principal_id,
                )
                for row in rows
                if row.principal_id not in named
            )
        )

    async def apply(self) -> None:
        """Apply the configuration. An interrupted run can be continued: everything is verified first."""
        assistant, config = self._assistant, self._config
        new = not self._found
        if new:
            await assistant.application.add(self.application_name)
            self._found = True
            await take_fields(assistant, config, self._secret_fields)
        for role in config.application.roles or ():
            if not (await assistant.people.plan_add_role(role)).empty:
                await assistant.people.add_role(role)
        if config.provisioning.enabled is False and assistant.context.facts.provisioning_job is not None:
            await assistant.monitor.pause()
        assign = config.people.assign is not None
        if new and assign and not self._connection.empty:
            # Nothing runs yet, so the order makes no difference.
            assign = False
            await together(self._assign(), assistant.connection.save(verify=True))
        elif not self._connection.empty:
            await assistant.connection.save(verify=True)
        if config.states_mappings and (new or not self._mappings.empty):
            if new:
                await self._draft_mappings()
            await assistant.mappings.save_mappings()
        if assign:
            await self._assign()
        if config.provisioning.enabled:
            await self._start()

    # Internal.

    @property
    def application_name(self) -> str:
        """The application as the file names it."""
        return self._config.application.name or USUAL_NAME

    @property
    def _complete(self) -> bool:
        return bool(self._config.people.complete)

    async def _assign(self) -> None:
        await self._assistant.people.make_wanted(await self._wanted(), complete=self._complete)

    async def _start(self) -> None:
        saved = self._assistant.context.facts.saved.value
        if saved is not None and saved.sync_all is None:
            await self._assistant.monitor.start()  # a scope that was never set is not set by starting
        else:
            await self._assistant.turn_on.start()

    async def _read_and_answer(self) -> SavedSettings:
        """Choose the application, and answer what the file leaves out with what is saved for it."""
        context = self._assistant.context
        self._found = await self._use_application()
        if self._found:
            saved = await context.facts.saved.refresh()
            await take_fields(self._assistant, self._config, self._secret_fields)
        else:
            saved, self._starting = SavedSettings(), await starting_mappings(self._assistant)
        await take_answers(self._assistant, self._config, saved)
        return saved

    async def _use_application(self) -> bool:
        application, name = self._assistant.application, self._config.application.name
        if await application.use(self.application_name):
            return True
        recommended = [row for row in application.view.candidates if row.recommended]
        if name is None and recommended:
            await application.choose(recommended[0].id)
            return True
        await self._assistant.context.store.remember(application_id="", role_id="")
        self._assistant.context.facts.forget_application()
        return False

    async def _plan_application(self) -> ChangePreview:
        """The application itself and the roles it must have."""
        application, people = self._assistant.application, self._assistant.people
        roles = self._config.application.roles or ()
        if not self._found:
            effect = await application.plan_add(self.application_name, again=False)
            detail = _("unless the application has it from the gallery")
            changes = tuple(
                PlannedChange(
                    "+", _("Role “{name}”").format(name=name), detail, "application_role", None, name
                )
                for name in roles
            )
            return effect + ChangePreview(changes)
        effects = [replace(await people.plan_add_role(name), warnings=()) for name in roles]
        new = [str(change.after) for effect in effects for change in effect.changes]
        access = ChangePreview(access=(with_new_roles(new),)) if new else ChangePreview()
        return sum(effects, access)

    async def _plan_people(self) -> ChangePreview:
        people = self._assistant.people
        if self._config.people.assign is None:
            return ChangePreview()
        if not self._found:
            effect = await people.plan_assign(tuple(self._ids.values()))
            roles = stated_roles(self._config, self._ids)
            return replace(effect, changes=tuple(_in_role(each, roles) for each in effect.changes))
        return await people.plan_wanted(await self._wanted(), complete=self._complete)

    async def _wanted(self) -> tuple[WantedAssignment, ...]:
        facts = self._assistant.context.facts
        rows = await facts.assigned.get()
        try:
            return wanted_assignments(self._config, self._ids, facts.application.value, rows)
        except ProblemError:
            await read_registered(self._assistant.context)  # a role may be newer than the application shows
        return wanted_assignments(self._config, self._ids, facts.application.value, rows)

    async def _plan_connection(self, saved: SavedSettings) -> ChangePreview:
        """Saving address, key and settings, where the file states any of them or needs the job."""
        config = self._config
        if not (stated_settings(config) or config.provisioning.enabled):
            return ChangePreview()
        effect = await self._assistant.connection.plan_save()
        only_key = all(change.code == SECRET_TOKEN for change in effect.changes)
        return ChangePreview() if only_key and saved.has_key and not self._key_stated else effect

    async def _plan_mappings(self) -> ChangePreview:
        if not self._config.states_mappings:
            return ChangePreview()
        if not self._found:
            what = _("Attribute mappings, actions and scoping filters")
            detail = _("as the file says, where those of the gallery differ")
            return ChangePreview((PlannedChange("~", what, detail, "mappings"),))
        await self._draft_mappings()
        return await self._assistant.mappings.plan_save_mappings()

    async def _draft_mappings(self) -> None:
        """Read Entra's mappings and draft the file's on them."""
        mappings = self._assistant.mappings
        if mappings.view.draft.differences:
            await mappings.discard()  # of an earlier plan
        await mappings.refresh()
        if mappings.problem is not None:
            raise ProblemError(mappings.problem)
        stated = self._config.mappings or {}
        await mappings.check_targets(target for target, entry in stated.items() if not entry.remove)
        await mappings.take(partial(wanted_mapping, config=self._config))

    async def _plan_switch(self) -> ChangePreview:
        """What turning on or off would change; the scope is part of saving the connection."""
        assistant, enabled = self._assistant, self._config.provisioning.enabled
        if enabled is None:
            return ChangePreview()
        if enabled:
            return await assistant.turn_on.plan_switch_on()
        # A job that is still to be made is made switched off.
        jobs = await assistant.context.facts.job.refresh()
        return await assistant.monitor.plan_pause() if jobs else ChangePreview()

    async def _try_from_here(self) -> None:
        await self._assistant.connection.test(from_microsoft=False)
        _must_work(self._assistant.connection.view.report)


async def together(*work: Awaitable[Any]) -> tuple[Any, ...]:
    """The results of independent intents; the first problem cancels the others and is raised."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        return tuple(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def nothing() -> None:
    """An intent that does nothing."""


def _in_role(change: PlannedChange, roles: Mapping[str, str]) -> PlannedChange:
    """The assignment to an application that is still to be added, with the role that the file states."""
    role = roles.get(change.subject)
    if role is None:
        return change
    return replace(change, detail=_("assigned as {role}").format(role=role), after=role)


def _without_repetition(effect: ChangePreview) -> ChangePreview:
    """Changes and warnings once each: two parts may need the same, such as the provisioning job."""
    return replace(
        effect,
        changes=tuple(dict.fromkeys(effect.changes)),
        warnings=tuple(dict.fromkeys(effect.warnings)),
    )


def _must_work(report: ConnectionReport | None) -> None:
    if report is None or report.verdict in (Verdict.WORKS, Verdict.WARNINGS):
        return
    words = report.explanation
    facts = {"cause": report.cause or "", "what": words.what, "why": words.why, "do": " ".join(words.do)}
    raise ProblemError(Problem("apply_connection_fails", facts))
