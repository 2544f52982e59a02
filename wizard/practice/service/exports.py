"""Writing to the target: create, update, disable, delete, with a record of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wizard.practice.service.body import create_body, patch_body, read_value
from wizard.practice.service.failure import INCOMPATIBLE, EntryError, SkippedEntryError
from wizard.practice.service.links import Link, Memory
from wizard.practice.service.record import Record
from wizard.practice.service.rules import (
    ServiceRule,
    UserMapping,
)
from wizard.practice.service.special_values import Roles, Several
from wizard.practice.service.wire import Wire, accept
from wizard.practice.store import Json

REDUNDANT = "RedundantExport"


@dataclass(frozen=True, slots=True)
class PendingDisable:
    """A disable or delete that is held until all of a cycle's are counted."""

    record: Record
    link: Link
    changes: dict[str, Any]  # empty: delete the account
    present: dict[str, Any]
    keep_link: bool


@dataclass(frozen=True)
class Exporter:
    """`compliant`: PATCH bodies follow RFC 7644 (the flag in the tenant URL)."""

    memory: Memory
    mapping: UserMapping
    wire: Wire
    now: Callable[[], datetime]
    compliant: bool

    async def create(self, record: Record, person: Json) -> None:
        """Make an account. Raises EntryError."""
        text = (
            f"User '{record.name}' has no account in {self.mapping.target_system} yet: one is to be created"
        )
        record.step("EntrySynchronizationAdd", "matching", text, self.now())
        if not self.mapping.creates:
            raise SkippedEntryError("EntrySynchronizationSkipped", "The mapping does not create accounts.")
        record.action = "create"
        values = self.values(person, creating=True)
        for name, value in values.items():
            if value is not None:
                record.change(name, None, value)
        reply = await self.wire.send("POST", "/Users", body=create_body(values))
        accept(reply, 200, 201)
        target = reply.json().get("id")
        if not isinstance(target, str) or not target:
            raise EntryError(INCOMPATIBLE, f"The new account has no id: {reply.text[:2000]}")
        record.target_id = target
        self._exported(record, "EntryExportAdd", "created")
        self._link(record, person)

    async def update(self, record: Record, person: Json, account: Json) -> None:
        """Send what differs, or record that nothing does. Raises EntryError."""
        rules = {rule.target: rule for rule in self.mapping.rules}
        present = {name: read_value(account, name) for name in rules}
        changes: dict[str, Any] = {}
        for name, value in self.values(person, creating=False).items():
            if value is None or _same(present.get(name), value, rules[name]):
                continue
            if not rules[name].only_if_empty or present.get(name) is None:
                changes[name] = value
        if not changes:
            record.skip(REDUNDANT)
            self.skipped(record, f"User '{record.name}' is the same in both systems.")
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
        accept(reply, 200, 204)
        self._exported(record, "EntryExportUpdate", "updated")
        self._link(record, person)

    async def disable_or_delete(self, pending: PendingDisable) -> Record:
        """Disable or delete an account."""
        record, link = pending.record, pending.link
        name = "EntryExportDelete" if record.action == "delete" else "EntryExportUpdate"
        try:
            if record.action == "delete":
                reply = await self.wire.send("DELETE", f"/Users/{link.target}")
                accept(reply, 200, 204, 404)
            else:
                body = patch_body(pending.changes, pending.present, compliant=self.compliant)
                reply = await self.wire.send("PATCH", f"/Users/{link.target}", body=body)
                accept(reply, 200, 204, 404)  # 404: no account is left
        except EntryError as error:
            self.failed(record, error, name)
        else:
            done = "deleted" if record.action == "delete" else "disabled"
            self._exported(record, name, done)
            self.memory.clear(record.user_id)
            if pending.keep_link:
                self.memory.remember(record.user_id, replace(link, active=False))
            else:
                self.memory.unlink(record.user_id)
        return record

    def values(self, person: Json, *, creating: bool) -> dict[str, Any]:
        """Every target attribute's value for a person; defaults count when creating only."""
        values: dict[str, Any] = {}
        for rule in self.mapping.rules:
            if rule.only_on_creation and not creating:
                continue
            value = rule.value(person, self.now())
            if value is None and creating and rule.default is not None:
                value = rule.default.lower() == "true" if rule.boolean else rule.default
            values[rule.target] = value
        return values

    # ---- results

    def skipped(self, record: Record, text: str) -> None:
        """Record that nothing is written."""
        details = {"SkipReason": record.skip_reason}
        record.step("EntrySynchronizationSkip", "export", text, self.now(), details, status="skipped")

    def failed(self, record: Record, error: EntryError, step: str | None = None) -> None:
        """Record a failure and the time of the next try."""
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

    def _link(self, record: Record, person: Json) -> None:
        self.memory.remember(record.user_id, Link(record.target_id, record.name))
        self.memory.clear(record.user_id)

    def _exported(self, record: Record, name: str, done: str) -> None:
        text = f"User '{record.name}' was {done} in {self.mapping.target_system}"
        record.step(name, "export", text, self.now(), {"ReportableIdentifier": record.name})


def _same(present: Any, value: Any, rule: ServiceRule) -> bool:
    if present is None:
        return False
    if isinstance(value, Roles | Several):
        return value.same(present)
    if rule.exact_case and not isinstance(value, bool):
        return str(present) == str(value)
    return str(present).casefold() == str(value).casefold()
