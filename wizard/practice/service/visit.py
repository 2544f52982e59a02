"""Processes one person: import, scoping, matching, and the changes to write."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from wizard.practice.service.entitlement import Entitlements
from wizard.practice.service.exports import (
    Exporter,
    PendingDisable,
)
from wizard.practice.service.failure import EntryError, SkippedEntryError
from wizard.practice.service.links import Link, Memory
from wizard.practice.service.matching import Matcher
from wizard.practice.service.person import attributes
from wizard.practice.service.record import SOURCE_SYSTEM, Record
from wizard.practice.service.rules import UserMapping
from wizard.practice.service.scoping import (
    ScopeResult,
    evaluate_scope,
)
from wizard.practice.service.settings import Settings
from wizard.practice.service.wire import Wire
from wizard.practice.store import Json, Store

HARD_DELETE_AFTER = timedelta(days=30)  # the recycle bin of the directory
NOT_ENTITLED = "NotEffectivelyEntitled"


@dataclass(frozen=True)
class Visitor:
    """Processes the people of a cycle one by one."""

    store: Store
    memory: Memory
    mapping: UserMapping
    settings: Settings
    entitlements: Entitlements
    wire: Wire
    now: Callable[[], datetime]
    initial: bool  # whether people whose linked account is gone are matched again
    compliant: bool  # whether PATCH bodies follow RFC 7644
    on_demand: bool = False

    @cached_property
    def _exporter(self) -> Exporter:
        return Exporter(self.memory, self.mapping, self.wire, self.now, self.compliant)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.store, self.memory, self.mapping, self.wire, self.now, self.initial)

    async def visit(self, user_id: str) -> Record | PendingDisable | None:
        """Process one person; None when there is nothing to record. Raises CredentialsError on 401."""
        link = self.memory.link(user_id)
        user = self.store.user(user_id)
        if user is None:
            return None if link is None else self._deleted(user_id, link)
        record, scope, person = self._imported(user, link)
        try:
            if not self._entitled(user, scope):
                return self._leaving(record, user, scope, link)
            account = await self._matcher.account(record, person, link)
            if account is None:
                await self._exporter.create(record, person)
            else:
                await self._exporter.update(record, person, account)
        except SkippedEntryError as skipped:
            record.skip(skipped.code)
            self._exporter.skipped(record, skipped.reason)
        except EntryError as error:
            self._exporter.failed(record, error)
        return record

    async def export(self, pending: PendingDisable) -> Record:
        """Carry out a disable or delete."""
        return await self._exporter.disable_or_delete(pending)

    # ---- import and scope

    def _imported(self, user: Json, link: Link | None) -> tuple[Record, ScopeResult, Json]:
        user_id = user["id"]
        roles = self.entitlements.roles(user_id)
        person = attributes(user, self.entitlements.role_objects(user_id), soft_deleted=False)
        scope = evaluate_scope(self.mapping.scope, person)
        entitled = self._entitled(user, scope)
        person["IsSoftDeleted"] = not entitled
        name = str(person.get("userPrincipalName") or user_id)
        record = Record(user_id, name, self.now(), source=person, target_id=link.target if link else "")
        kind = "Add" if link is None else "Update"
        shown = {"objectId": user_id, "accountEnabled": user.get("accountEnabled")}
        shown |= {each: person.get(each) for each in ("displayName", "mailNickname", "userPrincipalName")}
        shown |= {"IsSoftDeleted": not entitled, "appRoleAssignments": list(roles)}
        if self.on_demand:
            record.step(
                "EntryImport", "import", f"Read User '{name}' from {SOURCE_SYSTEM}", self.now(), shown
            )
        else:
            text = f"User '{name}' changed ({kind}) in {SOURCE_SYSTEM}"
            record.step(f"EntryImport{kind}", "import", text, self.now(), shown)
        flags = (
            bool(user.get("accountEnabled", True)),
            self.entitlements.assigned(user_id),
            self.entitlements.has_role(user_id),
            scope.inside,
        )
        names = _ON_DEMAND_FLAGS if self.on_demand else _LOG_FLAGS
        details: dict[str, Any] = dict(zip(names, flags, strict=True))
        details["ScopeEvaluationResult"] = json.dumps(dict(scope.results))
        record.step(
            "EntrySynchronizationScoping",
            "scoping",
            "Is the User assigned, active and inside the scoping filters?",
            self.now(),
            details,
        )
        return record, scope, person

    def _entitled(self, user: Json, scope: ScopeResult) -> bool:
        enabled = bool(user.get("accountEnabled", True))
        return enabled and self.entitlements.has_role(user["id"]) and scope.inside

    # ---- deprovisioning

    def _leaving(
        self, record: Record, user: Json, scope: ScopeResult, link: Link | None
    ) -> Record | PendingDisable | None:
        disabled = not user.get("accountEnabled", True)
        gone = not (self.entitlements.has_role(record.user_id) and scope.inside)
        if link is not None and not link.active and gone:  # the account is no longer managed
            self.memory.unlink(record.user_id)
        changes, present = ({}, {}) if link is None else self._soft_delete_changes(user)
        spared = self.settings.skip_out_of_scope_deletions and not disabled
        refused = self.on_demand and disabled  # on demand can only handle people who were unassigned
        if link is None or not link.active or spared or refused or not changes or not self.mapping.updates:
            record.skip(NOT_ENTITLED)
            self._exporter.skipped(
                record, "The User is not assigned, not active, or outside the scoping filters."
            )
            self.memory.clear(record.user_id)
            return record
        record.action = "disable"
        for name, value in changes.items():
            record.change(name, present.get(name), value)
        return PendingDisable(record, link, changes, present, keep_link=not gone)

    def _deleted(self, user_id: str, link: Link) -> Record | PendingDisable | None:
        now = self.now()
        if link.deleted is None:
            link = replace(link, deleted=now.isoformat())
            self.memory.remember(user_id, link)
        record = Record(user_id, link.name, now, target_id=link.target)
        record.step(
            "EntryImportDelete", "import", f"User '{link.name}' was deleted in {SOURCE_SYSTEM}", now
        )
        try:
            return self._delete(record, user_id, link, now)
        except EntryError as error:
            self._exporter.failed(record, error)
            return record

    def _delete(self, record: Record, user_id: str, link: Link, now: datetime) -> PendingDisable | None:
        for_good = self.store.purged(user_id) or (
            now - datetime.fromisoformat(link.deleted or "") >= HARD_DELETE_AFTER
        )
        if for_good and self.mapping.deletes:
            record.action = "delete"
            return PendingDisable(record, link, {}, {}, keep_link=False)
        changes, present = self._soft_delete_changes({"id": user_id, "userPrincipalName": link.name})
        if not link.active or not changes or not self.mapping.updates:
            return None
        record.action = "disable"
        for name, value in changes.items():
            record.change(name, present.get(name), value)
        return PendingDisable(record, link, changes, present, keep_link=True)

    def _soft_delete_changes(self, user: Json) -> tuple[dict[str, Any], dict[str, Any]]:
        """Changes to the account of an enabled person who leaves; nothing when no mapping uses
        it."""
        stayed = attributes({**user, "accountEnabled": True}, (), soft_deleted=False)
        before = self._exporter.values(stayed, creating=False)
        after = self._exporter.values(attributes(user, (), soft_deleted=True), creating=False)
        changed = {name: value for name, value in after.items() if value != before.get(name)}
        return {name: value for name, value in changed.items() if value is not None}, before

    # ---- provisioning

    # ---- results


_LOG_FLAGS = (
    "Active in the source system",
    "Assigned to the application",
    "User has the required role",
    "Scoping filter evaluation passed",
)
_ON_DEMAND_FLAGS = (
    "IsActive",
    "Assigned",
    "IsEffectivelyEntitledForProvisioning",
    "IsInProvisioningScopeDisplayName",
)


def in_scope(store: Store, entitlements: Entitlements, mapping: UserMapping, now: datetime) -> list[str]:
    """Names of the people in scope, as the first matching attribute writes them."""
    names = []
    for user_id in entitlements.ids():
        user = store.user(user_id)
        if user is None or not user.get("accountEnabled", True) or not entitlements.has_role(user_id):
            continue
        person = attributes(user, entitlements.role_objects(user_id), soft_deleted=False)
        if evaluate_scope(mapping.scope, person).inside:
            values = (rule.value(person, now) for rule in mapping.matching)
            names += [str(value) for value in values if value is not None][:1]
    return names
