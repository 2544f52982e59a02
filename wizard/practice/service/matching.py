"""Finds a person's existing account: by link, else by the matching attributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wizard.practice.service.body import read_value
from wizard.practice.service.failure import INCOMPATIBLE, MULTIPLE, EntryError, SkippedEntryError
from wizard.practice.service.links import Link, Memory
from wizard.practice.service.record import Record
from wizard.practice.service.rules import (
    ServiceRule,
    UserMapping,
)
from wizard.practice.service.wire import Wire, accept
from wizard.practice.store import Json, Store


@dataclass(frozen=True)
class Matcher:
    """`initial`: people whose linked account is gone are matched again (a first or restarted cycle)."""

    store: Store
    memory: Memory
    mapping: UserMapping
    wire: Wire
    now: Callable[[], datetime]
    initial: bool

    async def account(self, record: Record, person: Json, link: Link | None) -> Json | None:
        """The person's existing account. Raises EntryError."""
        if link is not None:
            reply = await self.wire.send("GET", f"/Users/{link.target}")
            if reply.status != 404:
                accept(reply, 200)
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
            accept(reply, 200)
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


def _all_match(found: list[Json], rule: ServiceRule, value: Any) -> bool:
    return all(str(read_value(each, rule.target) or "").lower() == str(value).lower() for each in found)
