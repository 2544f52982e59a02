"""Applies a configuration through the steps' intents, in order, independent ones concurrently."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from wizard.cli.config import Config
from wizard.cli.new_application import new_application_request, starting_mappings
from wizard.connection import ConnectionReport, Verdict
from wizard.entra import assignments
from wizard.entra.applications import ZERO
from wizard.entra.assignments import Assignment
from wizard.mapping.attributes import MappingSchema
from wizard.messages import _
from wizard.plan import PlanRequest
from wizard.problem import Problem, ProblemError
from wizard.steps import (
    Assistant,
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.interrupted import reconcile_interrupted
from wizard.steps.base.planning import plan_request
from wizard.steps.turn_on.view import ScopeChoice

T = TypeVar("T")


class SettingUp:
    """One run: `plan` returns the differences, `apply` makes the changes. Both can be repeated."""

    def __init__(self, assistant: Assistant, config: Config) -> None:
        self._assistant = assistant
        self._config = config
        self._principals: tuple[str, ...] = ()
        self._names: Mapping[str, str] = {}
        self._found = False
        self._starting: MappingSchema | None = None
        self._planned = False

    async def plan(self, *, test: bool = True) -> ChangePreview:
        """The changes applying would make. With `test` the connection is tested from here first.

        Raises `key_first` without a key, `apply_connection_fails` when the test fails, and problems
        of reading.
        """
        assistant, config = self._assistant, self._config
        if assistant.context.key_store.key is None and test:
            raise ProblemError(Problem("key_first"))
        await reconcile_interrupted(assistant.context)
        await self._answers()
        if self._planned:
            await assistant.application.find()  # `use` would rely on the last read
        self._planned = True
        names = list(dict.fromkeys(config.people.assign))
        self._found, ids, _tested = await together(
            self._use(),
            assistant.people.resolve(names),
            self._try_from_here() if test else nothing(),
        )
        self._principals = tuple(ids.values())
        self._names = ids
        effects: list[ChangePreview] = []
        if self._found:
            await self._choose_role()
        else:
            await assistant.context.store.remember(application_id="", role_id="")
            effects.append(await assistant.application.plan_add(config.application.name, again=False))
        effects += await together(
            assistant.people.plan_assign(self._principals),
            assistant.connection.plan_save(),
            self._plan_switch(),
        )
        gone = assistant.context.facts.gone
        if gone is not None:
            effects.append(ChangePreview(warnings=(gone.sentence,)))
        return sum(effects, ChangePreview())

    @property
    def adds_application(self) -> bool:
        """Whether applying would first add the application; known after `plan`."""
        return not self._found

    async def plan_request(self, scope: str | None = None) -> PlanRequest:
        """The request for the plan of people, after `plan`: the tenant as it would be after applying.

        `scope` replaces the file's. While the application is still to be added, its first cycle with the
        mappings it will start with.
        """
        if not self._found:
            return new_application_request(
                self._assistant, self._config, self._names, scope, self._starting
            )
        context, provisioning = self._assistant.context, self._config.provisioning
        request = await plan_request(context)
        threshold = provisioning.deletion_threshold
        return replace(
            request,
            sync_all=(scope or self._config.people.scope) == "all",
            assignments=(*request.assignments, *self._new_assignments(request)),
            threshold=request.threshold if threshold is None else threshold or None,
        )

    def _new_assignments(self, request: PlanRequest) -> list[Assignment]:
        """Assignments that applying would add; ids are empty because Entra has none yet."""
        present = {row.principal_id for row in request.assignments}
        role = self._assistant.people.view.role_id or ZERO
        return [
            Assignment("", principal, role, "", "Group" if name.casefold().startswith("group:") else "User")
            for name, principal in self._names.items()
            if principal not in present
        ]

    async def beyond(self) -> ChangePreview:
        """What the tenant has in addition to the file, after `plan`: applying does not change it.

        People and groups that the file does not name (when it names any), and named ones in another role.
        """
        config, app = self._config.people, self._assistant.context.facts.application.value
        if not config.assign or app is None:
            return ChangePreview()
        named = set(self._principals)
        roles = {role.id: role.display_name for role in app.app_roles}
        wanted = assignments.role_for(app.app_roles, config.role) if config.role else ""
        changes = []
        for row in await self._assistant.context.facts.assigned.get():
            name = row.principal_display_name or row.principal_id
            if row.principal_id not in named:
                changes.append(
                    PlannedChange("-", name, _("assigned in Entra, not in the file; apply leaves it"))
                )
            elif wanted and row.app_role_id != wanted:
                change = _("role {before} → {after}; apply leaves the role of whoever is assigned").format(
                    before=roles.get(row.app_role_id, _("Default Access")), after=config.role
                )
                changes.append(PlannedChange("~", name, change))
        return ChangePreview(tuple(changes))

    async def apply(self) -> None:
        """Apply the configuration. An interrupted run can be continued: everything is verified first."""
        assistant, config = self._assistant, self._config
        if not self._found:
            await assistant.application.add(config.application.name)
            await self._choose_role()
        await together(assistant.people.assign(self._principals), self._save())
        if config.provisioning.enabled is True:
            await assistant.turn_on.start()
        elif config.provisioning.enabled is False:
            await assistant.monitor.pause()

    # Internal.

    async def _use(self) -> bool:
        """Choose the application; when it is still to be added, read what it will start with."""
        found = await self._assistant.application.use(self._config.application.name)
        if not found:
            self._starting = await starting_mappings(self._assistant)
        return found

    async def _answers(self) -> None:
        """Enter the file's answers into the steps, as a person would."""
        assistant, config = self._assistant, self._config
        connection = assistant.connection
        await connection.set_address(config.playvox.tenant_url)
        await connection.set_notification(config.provisioning.notification_email)
        threshold = config.provisioning.deletion_threshold
        if threshold is not None:
            await connection.set_threshold(threshold or None)
        await assistant.turn_on.set_scope(ScopeChoice(config.people.scope))
        if config.provisioning.keep_out_of_scope is not None:
            await assistant.turn_on.set_keep(config.provisioning.keep_out_of_scope)
        view = connection.view
        for problem in (view.address_problem, view.email_problem, view.threshold_problem):
            if problem is not None:
                raise ProblemError(problem)

    async def _choose_role(self) -> None:
        app = self._assistant.context.facts.application.value
        roles = [role for role in app.app_roles if role.for_people] if app else []
        if self._config.people.role or roles:
            role = assignments.role_for(roles, self._config.people.role)
            await self._assistant.people.choose_role(role)

    async def _plan_switch(self) -> ChangePreview:
        """What turning on or off would change; the scope is part of saving the connection."""
        assistant, enabled = self._assistant, self._config.provisioning.enabled
        if enabled is None:
            return ChangePreview()
        return await (assistant.turn_on.plan_switch_on() if enabled else assistant.monitor.plan_pause())

    async def _try_from_here(self) -> None:
        await self._assistant.connection.test(from_microsoft=False)
        _must_work(self._assistant.connection.view.report)

    async def _save(self) -> None:
        await self._assistant.connection.save(verify=True)


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


def _must_work(report: ConnectionReport | None) -> None:
    if report is None or report.verdict in (Verdict.WORKS, Verdict.WARNINGS):
        return
    words = report.explanation
    facts = {"cause": report.cause or "", "what": words.what, "why": words.why, "do": " ".join(words.do)}
    raise ProblemError(Problem("apply_connection_fails", facts))
