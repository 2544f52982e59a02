"""One person's turn: import, scoping, matching, and what is to be written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from wizard.practice.service.body import create_body, patch_body, read_value
from wizard.practice.service.entitlement import Entitlements
from wizard.practice.service.failure import (
    INCOMPATIBLE,
    MULTIPLE,
    CredentialsError,
    EntryError,
    SkippedEntryError,
    code_of,
    export_reason,
)
from wizard.practice.service.links import Link, Memory
from wizard.practice.service.person import attributes
from wizard.practice.service.record import SOURCE_SYSTEM, Record
from wizard.practice.service.rules import Rule, UserMapping
from wizard.practice.service.scoping import Scope, evaluate_scope
from wizard.practice.service.settings import Settings
from wizard.practice.service.wire import Reply, TooSlowError, UnreachableError, Wire
from wizard.practice.store import Json, Store

HARD_DELETE_AFTER = timedelta(days=30)  # the recycle bin of the directory
NOT_ENTITLED = "NotEffectivelyEntitled"
REDUNDANT = "RedundantExport"


@dataclass(frozen=True, slots=True)
class Farewell:
    """A disable or delete that waits until all of a cycle's are counted."""

    record: Record
    link: Link
    changes: dict[str, Any]  # empty: delete the account
    present: dict[str, Any]
    keep_link: bool


@dataclass(frozen=True)
class Visitor:
    """Knows everything a cycle needs to handle people one by one."""

    store: Store
    memory: Memory
    mapping: UserMapping
    settings: Settings
    entitlements: Entitlements
    wire: Wire
    now: Callable[[], datetime]
    initial: bool  # whether people who cannot be found by their link are matched again
    compliant: bool
    on_demand: bool = False

    async def visit(self, user_id: str) -> Record | Farewell | None:
        """Handle one person; None when there is nothing to tell. Raises CredentialsError on 401."""
        link = self.memory.link(user_id)
        user = self.store.user(user_id)
        if user is None:
            return None if link is None else self._deleted(user_id, link)
        record, scope, person = self._imported(user, link)
        if not self._entitled(user, scope):
            return self._leaving(record, user, scope, link)
        try:
            account = await self._account(record, person, link)
            if account is None:
                await self._create(record, person)
            else:
                await self._update(record, person, account)
        except SkippedEntryError as skipped:
            record.skip(skipped.code)
            self._skipped(record, skipped.reason)
        except EntryError as error:
            self._failed(record, error)
        except TooSlowError:
            self._failed(record, EntryError("Timeout", "The application took too long to answer."))
        except UnreachableError:
            self._failed(record, EntryError("WebExceptionProtocolError", "The connection broke."))
        return record

    async def export(self, farewell: Farewell) -> Record:
        """Carry out a disable or delete."""
        record, link = farewell.record, farewell.link
        name = "EntryExportDelete" if record.action == "delete" else "EntryExportUpdate"
        try:
            if record.action == "delete":
                reply = await self.wire.send("DELETE", f"/Users/{link.target}")
                _accept(reply, 200, 204, 404)
            else:
                body = patch_body(farewell.changes, farewell.present, compliant=self.compliant)
                reply = await self.wire.send("PATCH", f"/Users/{link.target}", body=body)
                _accept(reply, 200, 204)
        except EntryError as error:
            self._failed(record, error, name)
        except TooSlowError:
            self._failed(record, EntryError("Timeout", "The application took too long to answer."), name)
        except UnreachableError:
            self._failed(record, EntryError("WebExceptionProtocolError", "The connection broke."), name)
        else:
            done = "deleted" if record.action == "delete" else "disabled"
            record.step(
                name,
                "export",
                f"User '{record.name}' was {done} in {self.mapping.target_system}",
                self.now(),
                {"ReportableIdentifier": record.name},
            )
            self.memory.settle(record.user_id)
            if farewell.keep_link:
                self.memory.remember(record.user_id, replace(link, active=False))
            else:
                self.memory.unlink(record.user_id)
        return record

    # ---- import and scope

    def _imported(self, user: Json, link: Link | None) -> tuple[Record, Scope, Json]:
        user_id = user["id"]
        roles = self.entitlements.roles(user_id)
        person = attributes(user, roles, soft_deleted=False)
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

    def _entitled(self, user: Json, scope: Scope) -> bool:
        enabled = bool(user.get("accountEnabled", True))
        return enabled and self.entitlements.has_role(user["id"]) and scope.inside

    # ---- people who lose their account

    def _leaving(
        self, record: Record, user: Json, scope: Scope, link: Link | None
    ) -> Record | Farewell | None:
        disabled = not user.get("accountEnabled", True)
        gone = not (self.entitlements.has_role(record.user_id) and scope.inside)
        if link is not None and not link.active and gone:  # from now on nobody looks after this account
            self.memory.unlink(record.user_id)
        changes, present = self._soft_delete_changes(user)
        spared = self.settings.skip_out_of_scope_deletions and not disabled
        refused = self.on_demand and disabled  # on demand can only handle people who were unassigned
        if link is None or not link.active or spared or refused or not changes or not self.mapping.updates:
            record.skip(NOT_ENTITLED)
            self._skipped(record, "The User is not assigned, not active, or outside the scoping filters.")
            self.memory.settle(record.user_id)
            return record
        record.action = "disable"
        for name, value in changes.items():
            record.change(name, present.get(name), value)
        return Farewell(record, link, changes, present, keep_link=not gone)

    def _deleted(self, user_id: str, link: Link) -> Farewell | None:
        now = self.now()
        if link.deleted is None:
            link = replace(link, deleted=now.isoformat())
            self.memory.remember(user_id, link)
        for_good = now - datetime.fromisoformat(link.deleted or "") >= HARD_DELETE_AFTER
        record = Record(user_id, link.name, now, target_id=link.target)
        record.step(
            "EntryImportDelete", "import", f"User '{link.name}' was deleted in {SOURCE_SYSTEM}", now
        )
        if for_good and self.mapping.deletes:
            record.action = "delete"
            return Farewell(record, link, {}, {}, keep_link=False)
        changes, present = self._soft_delete_changes({"id": user_id, "userPrincipalName": link.name})
        if not link.active or not changes or not self.mapping.updates:
            return None
        record.action = "disable"
        for name, value in changes.items():
            record.change(name, present.get(name), value)
        return Farewell(record, link, changes, present, keep_link=True)

    def _soft_delete_changes(self, user: Json) -> tuple[dict[str, Any], dict[str, Any]]:
        """What being soft-deleted changes in the account; nothing when no mapping looks at it."""
        before = self._values(attributes(user, (), soft_deleted=False), creating=False)
        after = self._values(attributes(user, (), soft_deleted=True), creating=False)
        changed = {name: value for name, value in after.items() if value != before.get(name)}
        return {name: value for name, value in changed.items() if value is not None}, before

    # ---- people who have or get an account

    async def _account(self, record: Record, person: Json, link: Link | None) -> Json | None:
        """The account this person has already. Raises EntryError."""
        if link is not None:
            reply = await self.wire.send("GET", f"/Users/{link.target}")
            if reply.status != 404:
                _accept(reply, 200)
                return self._matched(record, reply.json())
            if not self.initial:
                raise EntryError(
                    "InvalidAnchor", "The linked account does not exist in the application any more."
                )
            self.memory.unlink(record.user_id)
        asked = False
        for rule in self.mapping.matching:
            value = rule.value(person, self.now())
            if value is None:
                continue
            asked = True
            reply = await self.wire.search("/Users", rule.target, str(value))
            _accept(reply, 200)
            found = reply.resources()
            if len(found) > 1:
                raise EntryError(
                    "DuplicateTargetEntries" if _all_match(found, rule, value) else MULTIPLE,
                    f"{len(found)} accounts were returned for {rule.target} '{value}'.",
                )
            if found:
                return self._matched(record, found[0])
        if not asked:
            raise SkippedEntryError("ImportSkipped", "No attribute used for matching has a value.")
        return None

    def _matched(self, record: Record, account: Json) -> Json:
        target = account.get("id")
        if not isinstance(target, str) or not target:
            raise EntryError(INCOMPATIBLE, "The account in the response has no id.")
        holder = self.memory.holder(target)
        if holder is not None and holder != record.user_id and self.store.user(holder) is not None:
            raise EntryError("DuplicateSourceEntries", "Another User is linked to the same account.")
        record.target_id = target
        shown = {rule.target: read_value(account, rule.target) for rule in self.mapping.rules}
        record.step(
            "EntryImport",
            "matching",
            f"Found '{record.name}' in {self.mapping.target_system}",
            self.now(),
            {"id": target} | {name: value for name, value in shown.items() if value is not None},
        )
        return account

    async def _create(self, record: Record, person: Json) -> None:
        text = (
            f"User '{record.name}' has no account in {self.mapping.target_system} yet: one is to be created"
        )
        record.step("EntrySynchronizationAdd", "matching", text, self.now())
        if not self.mapping.creates:
            raise SkippedEntryError("EntrySynchronizationSkipped", "The mapping does not create accounts.")
        record.action = "create"
        values = self._values(person, creating=True)
        for name, value in values.items():
            if value is not None:
                record.change(name, None, value)
        reply = await self.wire.send("POST", "/Users", body=create_body(values))
        _accept(reply, 200, 201)
        target = reply.json().get("id")
        if not isinstance(target, str) or not target:
            raise EntryError(INCOMPATIBLE, f"The new account has no id: {reply.text[:2000]}")
        record.target_id = target
        self._exported(record, "EntryExportAdd", "created")
        self._link(record, person)

    async def _update(self, record: Record, person: Json, account: Json) -> None:
        present = {rule.target: read_value(account, rule.target) for rule in self.mapping.rules}
        changes: dict[str, Any] = {}
        kept = {rule.target for rule in self.mapping.rules if rule.only_if_empty}
        for name, value in self._values(person, creating=False).items():
            if value is None or _same(present.get(name), value):
                continue
            if name not in kept or present.get(name) is None:
                changes[name] = value
        if not changes:
            record.skip(REDUNDANT)
            self._skipped(record, f"User '{record.name}' is the same in both systems.")
            self._link(record, person)
            return
        if not self.mapping.updates:
            raise SkippedEntryError("EntrySynchronizationSkipped", "The mapping does not update accounts.")
        record.action = "update"
        for name, value in changes.items():
            record.change(name, present.get(name), value)
        record.step(
            "EntrySynchronizationUpdate",
            "processing",
            f"User '{record.name}' differs and is to be updated in {self.mapping.target_system}",
            self.now(),
        )
        body = patch_body(changes, present, compliant=self.compliant)
        reply = await self.wire.send("PATCH", f"/Users/{record.target_id}", body=body)
        _accept(reply, 200, 204)
        self._exported(record, "EntryExportUpdate", "updated")
        self._link(record, person)

    def _values(self, person: Json, *, creating: bool) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for rule in self.mapping.rules:
            if rule.only_on_creation and not creating:
                continue
            value = rule.value(person, self.now())
            if value is None and creating and rule.default is not None:
                value = rule.default.lower() == "true" if rule.boolean else rule.default
            values[rule.target] = value
        return values

    # ---- endings

    def _link(self, record: Record, person: Json) -> None:
        self.memory.remember(record.user_id, Link(record.target_id, record.name))
        self.memory.settle(record.user_id)

    def _exported(self, record: Record, name: str, done: str) -> None:
        text = f"User '{record.name}' was {done} in {self.mapping.target_system}"
        record.step(name, "export", text, self.now(), {"ReportableIdentifier": record.name})

    def _skipped(self, record: Record, text: str) -> None:
        details = {"SkipReason": record.skip_reason}
        record.step("EntrySynchronizationSkip", "export", text, self.now(), details, status="skipped")

    def _failed(self, record: Record, error: EntryError, step: str | None = None) -> None:
        escrow = self.memory.fail(record.user_id, error.code, self.now())
        retry = f" This operation was retried {escrow.retries} times."
        retry += f" It will be retried again after this date: {escrow.due}"
        record.fail(error.code, error.reason + retry)
        name = step or {"create": "EntryExportAdd", "update": "EntryExportUpdate"}.get(
            record.action, "EntryImport"
        )
        kind = "matching" if name == "EntryImport" else "export"
        text = f"User '{record.name}' could not be provisioned to {self.mapping.target_system}"
        details = {"ReportableIdentifier": record.name, "ErrorCode": error.code}
        record.step(name, kind, text, self.now(), details, status="failure")


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


def _accept(reply: Reply, *statuses: int) -> None:
    """Raise unless the status is one of these: CredentialsError on 401, else EntryError."""
    if reply.status in statuses:
        return
    if reply.status == 401:
        raise CredentialsError.rejected(reply.url, reply.status, reply.headers, reply.text)
    code = code_of(reply.status)
    if reply.status == 404 and reply.url.partition("?")[0].endswith(
        "/Users"
    ):  # no account, but the endpoint
        code = INCOMPATIBLE
    raise EntryError(code, export_reason(reply.status, reply.text[:2000]))


def _same(present: Any, value: Any) -> bool:
    if isinstance(value, bool):
        return str(present).lower() == str(value).lower()
    return present is not None and str(present) == str(value)


def _all_match(found: list[Json], rule: Rule, value: Any) -> bool:
    return all(str(read_value(each, rule.target) or "").lower() == str(value).lower() for each in found)


def in_scope(store: Store, entitlements: Entitlements, mapping: UserMapping, now: datetime) -> list[str]:
    """Names of the people who are to have an account, as the first matching attribute writes them."""
    names = []
    for user_id in entitlements.ids():
        user = store.user(user_id)
        if user is None or not user.get("accountEnabled", True) or not entitlements.has_role(user_id):
            continue
        person = attributes(user, entitlements.roles(user_id), soft_deleted=False)
        if evaluate_scope(mapping.scope, person).inside:
            values = (rule.value(person, now) for rule in mapping.matching)
            names += [str(value) for value in values if value is not None][:1]
    return names
