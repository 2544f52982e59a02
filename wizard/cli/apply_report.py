"""What `apply` says before it asks: the tenant and application, the size of each group, the restarts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from wizard.entra import directory
from wizard.messages import N_, _, ngettext, number, translate
from wizard.plan import has_run
from wizard.problem import ProblemError
from wizard.steps import Assistant, ChangePreview
from wizard.steps.base.principals import GROUP
from wizard.task_groups import task_group

_AT_ONCE = 4
_MAPPING_CODES = frozenset(
    (
        "mapping",
        "mapping_value",
        "mapping_default",
        "mapping_apply",
        "mapping_matching",
        "mapping_references",
        "mapping_enabled",
        "actions",
        "scoping_filter",
    )
)
RestartCode = Literal[
    "scope_changed", "scope_changed_earlier", "mappings_changed", "first_cycle", "resumed"
]
_RESTARTS: Mapping[RestartCode, str] = {
    "scope_changed": N_(
        "Provisioning restarts with a full cycle, because a changed scope takes effect only then."
    ),
    "scope_changed_earlier": N_(
        "Provisioning restarts with a full cycle, because the scope that was saved earlier takes effect "
        "only then."
    ),
    "mappings_changed": N_("Entra evaluates everyone again in a full cycle, because the mappings change."),
    "first_cycle": N_("Provisioning starts with its first cycle, which evaluates everyone in scope."),
    "resumed": N_("Provisioning continues where it stopped."),
}


@dataclass(frozen=True, slots=True)
class ApplyTarget:
    """What would be changed; ids are empty for what is still to be made."""

    tenant_id: str
    tenant_name: str
    cloud: str
    account: str
    application_name: str
    application_id: str
    app_id: str
    job_id: str
    tenant_url: str


@dataclass(frozen=True, slots=True)
class GroupSize:
    """A group that the file names, and how many people are its direct members; None: not counted."""

    id: str
    name: str
    people: int | None


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """All of it, for one plan."""

    target: ApplyTarget
    groups: tuple[GroupSize, ...]
    restarts: tuple[RestartCode, ...]

    def json(self) -> dict[str, Any]:
        """The members of the JSON answer."""
        return {
            "target": asdict(self.target),
            "groups": [asdict(group) for group in self.groups],
            "restarts": [{"code": code} for code in self.restarts],
        }

    def heading(self) -> tuple[str, ...]:
        """The sentences above the changes."""
        target = self.target
        new = _("not there yet")
        lines = [
            _("Tenant: {name} ({id}), cloud {cloud}").format(
                name=target.tenant_name or "–", id=target.tenant_id, cloud=target.cloud
            ),
            _("Signed in as: {account}").format(account=target.account),
            _("Application: {name} (object id {id}, application id {app_id})").format(
                name=target.application_name,
                id=target.application_id or new,
                app_id=target.app_id or new,
            ),
            _("Provisioning job: {id}").format(id=target.job_id or new),
        ]
        if target.tenant_url:
            lines.append(_("Playvox: {url}").format(url=target.tenant_url))
        return tuple(lines)

    def consequences(self) -> tuple[str, ...]:
        """The sentences below the changes."""
        lines = []
        for group in self.groups:
            if group.people is None:
                text = _("Group {name}: the number of its members is unknown.")
                lines.append(text.format(name=group.name))
            else:
                text = ngettext(
                    "Group {name}: {n} person is a direct member.",
                    "Group {name}: {n} people are direct members.",
                    group.people,
                )
                lines.append(text.format(name=group.name, n=number(group.people)))
        return (*lines, *(translate(_RESTARTS[code]) for code in self.restarts))


async def apply_report(
    assistant: Assistant, name: str, principals: Mapping[str, str], effect: ChangePreview
) -> ApplyReport:
    """The report of a plan. `name`: of the application when it is still to be added; `principals`: object
    ids of the people and groups that the file names.
    """
    groups = {
        each.removeprefix(GROUP).strip(): identifier
        for each, identifier in principals.items()
        if each.startswith(GROUP)
    }
    target = apply_target(assistant, name)
    return ApplyReport(target, await _sizes(assistant, groups), _restarts(assistant, effect))


def apply_target(assistant: Assistant, name: str) -> ApplyTarget:
    """What would be changed, after it was read; `name` as for `apply_report`."""
    context = assistant.context
    account, app, url = context.session.account, context.facts.application.value, context.tenant_url
    job = context.facts.provisioning_job
    return ApplyTarget(
        tenant_id=account.tenant_id if account else "",
        tenant_name=context.store.profile.tenant_name or (account.tenant_name if account else ""),
        cloud=context.session.cloud.name,
        account=account.username if account else "",
        application_name=app.display_name if app is not None else name,
        application_id=app.id if app is not None else "",
        app_id=app.app_id if app is not None else "",
        job_id=job.id if job is not None else "",
        tenant_url=url.text if url is not None else "",
    )


async def _sizes(assistant: Assistant, groups: Mapping[str, str]) -> tuple[GroupSize, ...]:
    graph = assistant.context.session.graph
    slots = asyncio.Semaphore(_AT_ONCE)
    counted: dict[str, int | None] = {}

    async def one(identifier: str) -> None:
        async with slots:
            try:
                counted[identifier] = await directory.direct_people(graph, identifier)
            except ProblemError:
                counted[identifier] = None  # the plan of people says what cannot be read

    async with task_group() as tasks:
        for identifier in dict.fromkeys(groups.values()):
            tasks.create_task(one(identifier))
    return tuple(GroupSize(identifier, name, counted[identifier]) for name, identifier in groups.items())


def _restarts(assistant: Assistant, effect: ChangePreview) -> tuple[RestartCode, ...]:
    facts = assistant.context.facts
    job, saved = facts.provisioning_job, facts.saved.value
    codes = {change.code for change in effect.changes}
    starts = any(change.code == "enabled" and change.after for change in effect.changes)
    ran = has_run(job)
    found: list[RestartCode] = []
    if "restart" in codes:
        found.append("scope_changed_earlier")
    running = starts or (job is not None and job.is_on)
    if ran and "scope" in codes and saved is not None and saved.sync_all is not None:
        found.append("scope_changed")
    if ran and codes & _MAPPING_CODES:
        found.append("mappings_changed")
    if starts and not found:
        found.append("resumed" if ran else "first_cycle")
    return tuple(found) if running else ()
