"""The accounts of the practice Playvox, kept in the tenant's store so that 100,000 need little memory."""

from __future__ import annotations

import itertools
import json
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wizard.practice.store import (
    ObjectKind,
    Store,
)

# Accounts are removed at once, never with a lag, so that these can walk the store's indexes alone.
_COUNT = "SELECT count(*) FROM documents WHERE kind = ?"
_FIND = "SELECT body FROM documents WHERE kind = ? AND key = ?"
_PAGE = "SELECT body FROM documents WHERE kind = ? ORDER BY id LIMIT ? OFFSET ?"
_serial = itertools.count()


class UserNameTakenError(Exception):
    """Another account has this userName, ignoring case (RFC 7643: caseExact false)."""


@dataclass(frozen=True, slots=True)
class PracticeAccount:
    """One account: `body` is its SCIM resource without `id` and `meta`; times are RFC 3339 in UTC."""

    id: str
    body: dict[str, Any]
    created: str
    modified: str

    @property
    def user_name(self) -> str:
        """The name the person signs in with."""
        return str(self.body.get("userName", ""))


class PracticeAccounts:
    """Reads and writes accounts. Documents in the store are SCIM resources with `id` and `meta`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self) -> int:
        """How many accounts there are, active or not."""
        return int(self._store.query(_COUNT, (ObjectKind.PLAYVOX_USER,))[0][0])

    def get(self, account_id: str) -> PracticeAccount | None:
        """The account with this id."""
        document = self._store.get(ObjectKind.PLAYVOX_USER, account_id)
        return None if document is None else _account(document)

    def find(self, user_name: str) -> PracticeAccount | None:
        """The account with this userName, whatever the case of its letters."""
        found = self.named(user_name)
        return found[0] if found else None

    def named(self, user_name: str) -> list[PracticeAccount]:
        """Every account with this userName: more than one only where something went past `add`."""
        rows = self._store.query(_FIND, (ObjectKind.PLAYVOX_USER, user_name.casefold()))
        return [_account(json.loads(row[0])) for row in rows]

    def page(self, start: int, count: int) -> list[PracticeAccount]:
        """At most `count` accounts from the one-based position `start` on, oldest first."""
        rows = self._store.query(_PAGE, (ObjectKind.PLAYVOX_USER, count, start - 1))
        return [_account(json.loads(row[0])) for row in rows]

    def every(self) -> Iterator[PracticeAccount]:
        """All accounts in order of id; writing in between is safe."""
        return map(_account, self._store.each(ObjectKind.PLAYVOX_USER))

    def add(self, body: dict[str, Any], now: str) -> PracticeAccount:
        """Store a new account. Raises UserNameTakenError."""
        account = PracticeAccount(_new_id(), body, now, now)
        with self._store.transaction():
            if self.find(account.user_name) is not None:
                raise UserNameTakenError(account.user_name)
            self._put(account)
        return account

    def add_many(self, bodies: Iterable[dict[str, Any]], now: str) -> int:
        """Store accounts in one go, leaving out those whose userName is taken; how many were stored."""
        stored = 0
        with self._store.transaction():
            for body in bodies:
                if self.find(str(body["userName"])) is None:
                    self._put(PracticeAccount(_new_id(), body, now, now))
                    stored += 1
        return stored

    def replace(self, account_id: str, body: dict[str, Any], now: str) -> PracticeAccount | None:
        """Overwrite an account; None when it does not exist. Raises UserNameTakenError."""
        with self._store.transaction():
            known = self.get(account_id)
            if known is None:
                return None
            account = PracticeAccount(account_id, body, known.created, now)
            holder = self.find(account.user_name)
            if holder is not None and holder.id != account_id:
                raise UserNameTakenError(account.user_name)
            self._put(account)
        return account

    def remove(self, account_id: str) -> bool:
        """Delete an account for good; whether there was one."""
        return self._store.delete(ObjectKind.PLAYVOX_USER, account_id)

    def _put(self, account: PracticeAccount) -> None:
        meta = {"resourceType": "User", "created": account.created, "lastModified": account.modified}
        document = {**account.body, "id": account.id, "meta": meta}
        self._store.put(ObjectKind.PLAYVOX_USER, account.id, document, key=account.user_name.casefold())


def _new_id() -> str:
    """An id that sorts after all earlier ones, so that pages come in order of creation."""
    return f"{time.time_ns() // 1000:014x}{next(_serial) % 0x10000:04x}{secrets.token_hex(3)}"


def _account(document: dict[str, Any]) -> PracticeAccount:
    body = {name: value for name, value in document.items() if name not in {"id", "meta"}}
    return PracticeAccount(
        document["id"], body, document["meta"]["created"], document["meta"]["lastModified"]
    )
