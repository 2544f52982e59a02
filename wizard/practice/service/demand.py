"""Provisioning one person at once (Graph docs: synchronizationJob: provisionOnDemand)."""

from __future__ import annotations

from wizard.practice.service.entitlement import Entitlements
from wizard.practice.service.exports import PendingDisable
from wizard.practice.service.failure import CredentialsError
from wizard.practice.service.links import Memory
from wizard.practice.service.probe import probe
from wizard.practice.service.record import (
    Record,
    RecordContext,
)
from wizard.practice.service.rules import UserMapping
from wizard.practice.service.settings import Settings, read_settings
from wizard.practice.service.visit import Visitor
from wizard.practice.service.wire import Wire
from wizard.practice.store import Json
from wizard.practice.tenant import Tenant

MOST_MEMBERS = 5


class OnDemandError(Exception):
    """The request itself is wrong: an HTTP status, an error code and a text."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message


async def provision(
    tenant: Tenant, patience: float, setting: RecordContext, mapping: UserMapping, parameters: list[Json]
) -> Json:
    """Provision the subjects; returns the result of the first. Raises OnDemandError."""
    subjects = _subjects(parameters, mapping)
    records = [await _one(tenant, patience, setting, mapping, user_id) for user_id in subjects]
    for record in records:
        tenant.store.add_log(record.log(setting, tenant.clock.now()))
    return records[0].on_demand(setting, tenant.clock.now())


def _subjects(parameters: list[Json], mapping: UserMapping) -> list[str]:
    """The people in the request: one user, or at most five members of a group."""
    if len(parameters) != 1:
        raise OnDemandError(400, "InvalidParameters", "Exactly one set of parameters is expected.")
    if parameters[0].get("ruleId") != mapping.rule_id:
        raise OnDemandError(
            400, "RuleNotFound", "The job's schema has no synchronization rule with this id."
        )
    subjects = parameters[0].get("subjects") or []
    if len(subjects) != 1:
        raise OnDemandError(
            400, "TooManySubjects", "Exactly one user or group can be provisioned on demand."
        )
    subject = subjects[0]
    if subject.get("objectTypeName") == "User":
        return [str(subject.get("objectId"))]
    members = ((subject.get("links") or {}).get("members")) or []
    if subject.get("objectTypeName") != "Group" or not 1 <= len(members) <= MOST_MEMBERS:
        raise OnDemandError(400, "InvalidSubject", f"A user, or a group with 1 to {MOST_MEMBERS} members.")
    return [str(member.get("objectId")) for member in members]


async def _one(
    tenant: Tenant, patience: float, setting: RecordContext, mapping: UserMapping, user_id: str
) -> Record:
    user = tenant.store.user(user_id)
    if user is None:
        raise OnDemandError(404, "ObjectNotFound", "There is no such user in the directory.")
    now = tenant.clock.now
    failed = Record(user_id, str(user["userPrincipalName"]), now())
    try:
        settings = read_settings(tenant.secrets(setting.principal_id), tenant.network)
        async with Wire(tenant.network, settings, timeout=patience, in_flight=1) as wire:
            await probe(wire, mapping.matching[0].target, groups=mapping.groups)
            return await _visit(_visitor(tenant, setting, mapping, settings, wire), user_id, failed)
    except CredentialsError as problem:
        failed.fail(problem.code, problem.message)
        text = "The connection test to the application failed"
        failed.step("TestConnection", "import", text, now(), {"ErrorCode": problem.code}, status="failure")
        return failed


async def _visit(visitor: Visitor, user_id: str, nothing: Record) -> Record:
    outcome = await visitor.visit(user_id)
    if isinstance(outcome, PendingDisable):
        outcome = await visitor.export(outcome)
    return outcome or nothing


def _visitor(
    tenant: Tenant, setting: RecordContext, mapping: UserMapping, settings: Settings, wire: Wire
) -> Visitor:
    return Visitor(
        store=tenant.store,
        memory=Memory(tenant.store, setting.job_id),
        mapping=mapping,
        settings=settings,
        entitlements=Entitlements(
            tenant.store, setting.principal_id, sync_all=settings.sync_all, lagging=True
        ),
        wire=wire,
        now=tenant.clock.now,
        initial=True,
        compliant=False,  # the flag in the tenant URL does not reach on-demand provisioning
        on_demand=True,
    )
