"""Findings about everyone at once: shared matching values, accounts under another name, accounts without an
owner, accounts of leavers. Sets in the plan's workspace; nothing is asked of Entra or Playvox.

Every method is one statement or one pass, so that canceling does not wait long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wizard.plan.actions import ACTIONS
from wizard.plan.judging import DELETED, ENABLED, IN_SCOPE
from wizard.plan.quality_collecting import QualityCollector
from wizard.plan.quality_owners import OwnerRow, add_owners
from wizard.plan.workspace import Workspace

_IN_SCOPE = f"p.state & {IN_SCOPE} AND p.kind = 'person'"
_OWNED = f"SELECT 1 FROM people o WHERE o.account = a.id AND o.state & {IN_SCOPE}"  # noqa: S608
_BY_NAME, _BY_VALUE, _LINKED = 0, 1, 2
"""How an account is somebody's: by another name of the person, by the matching value, by a link."""
_AT_ONCE = 1_000  # rows collected before they are kept
Found = tuple[str, str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class WhatWasRead:
    """`accounts`: all of Playvox's were listed. `directory`: everyone in Entra was read, not only assigned
    people. `links`: all links of the job are known."""

    accounts: bool
    directory: bool
    links: bool


class AccountFindings:
    """Works on the workspace's thread, after links were applied. `place` is that of userName among the
    matching attributes, None when it is none of them."""

    def __init__(
        self,
        workspace: Workspace,
        collector: QualityCollector,
        place: int | None,
        read: WhatWasRead,
    ) -> None:
        self._database = workspace.database
        self._collector = collector
        self._place = -1 if place is None else place
        self._read = read
        self._asked: set[str] = set()

    @property
    def place(self) -> int:
        """Where the names of accounts are found among their keys."""
        return self._place

    @property
    def steps(self) -> tuple[Callable[[], None], ...]:
        """The steps in order; `without_owner` comes last, after `unknown_names` may have been looked up."""
        found = self.duplicates
        if not self._read.accounts:
            return (found, self._accounts_unread)
        return (
            found,
            self._prepare,
            self.duplicate_accounts,
            self.other_names,
            self._free_accounts,
            self._owners,
        )

    def unknown_names(self) -> list[str]:
        """Names of active accounts that nobody who was read has; none when everyone was read."""
        if self._read.directory:
            return []
        rows = self._database.execute(
            "SELECT f.value FROM quality_free f WHERE f.active AND f.value <> '' AND NOT EXISTS"
            " (SELECT 1 FROM quality_owners o WHERE o.account = f.account) GROUP BY 1"
        )
        return [value for (value,) in rows]

    def looked_up(self, asked: Iterable[str], found: Mapping[str, OwnerRow]) -> None:
        """Take the people found under the names `asked` for; the other names belong to no one."""
        self._asked.update(asked)
        add_owners(self._database, found, _BY_NAME)

    def duplicates(self) -> None:
        """People in scope who share a matching value, exactly or but for its case."""
        rows = self._database.execute(
            "SELECT p.value, coalesce(e.value, p.value), p.id, p.name, p.user_name FROM people p"  # noqa: S608
            f" LEFT JOIN quality_exact e ON e.person = p.id WHERE {_IN_SCOPE} AND p.value IN"
            f" (SELECT p.value FROM people p WHERE {_IN_SCOPE} AND p.value <> '' GROUP BY 1"
            " HAVING count(*) > 1) ORDER BY 1, 2, p.search, p.id"
        ).fetchall()
        exact: list[Found] = []
        cased: list[Found] = []
        for _value, group in groupby(rows, lambda row: row[0]):
            _shared(list(group), exact, cased)
        self._collector.add("matching_duplicate", self._collector.matching, exact)
        self._collector.add("matching_duplicate_case", self._collector.matching, cased)

    def _accounts_unread(self) -> None:
        self._collector.not_read(
            "account_duplicate",
            "account_under_mail",
            "account_under_upn",
            "account_second",
            "account_without_owner",
            "leaver_disabled",
            "leaver_deleted",
            "leaver_unknown",
        )

    def _prepare(self) -> None:
        self._database.execute("CREATE INDEX quality_names_value ON quality_names (value)")
        self._database.create_function("fold", 1, str.casefold, deterministic=True)
        if self._place < 0:
            self._database.execute(
                "INSERT OR IGNORE INTO account_keys SELECT -1, fold(user_name), id FROM accounts"
            )

    def duplicate_accounts(self) -> None:
        """Accounts that share a matching value."""
        rows = self._database.execute(
            "SELECT k.value, a.id, a.name, a.user_name FROM account_keys k"
            " JOIN accounts a ON a.id = k.account"
            " WHERE k.place = 0 AND k.value IN (SELECT value FROM account_keys WHERE place = 0"
            " GROUP BY value HAVING count(*) > 1) ORDER BY 1, 2"
        ).fetchall()
        found: list[Found] = []
        for value, group in groupby(rows, lambda row: row[0]):
            accounts = list(group)
            for number, (_value, identifier, *_rest) in enumerate(accounts):
                other = accounts[0 if number else 1]
                found.append((identifier, "", {"value": value, "other": _called(*other[2:])}))
        self._collector.add("account_duplicate", self._collector.matching, found)

    def other_names(self) -> None:
        """Accounts under the mail or sign-in name of people in scope, that are nobody else's."""
        rows = self._database.execute(
            "SELECT p.id, p.account, min(n.kind), a.user_name, a.active FROM people p"  # noqa: S608
            " JOIN quality_names n ON n.person = p.id AND n.value <> ''"
            " JOIN account_keys k ON k.place = ? AND k.value = n.value JOIN accounts a ON a.id = k.account"
            f" WHERE {_IN_SCOPE} AND NOT EXISTS ({_OWNED}) AND NOT EXISTS"
            " (SELECT 1 FROM links l WHERE l.account = a.id AND l.person <> p.id AND l.state <> 'none')"
            " GROUP BY p.number, a.id",
            (self._place,),
        ).fetchall()
        found: dict[str, dict[str, Found]] = {}
        for person, account, kind, user_name, active in rows:
            code = "account_second" if account else f"account_under_{kind}"
            facts = {"account": user_name}
            people = found.setdefault(code, {})
            people.setdefault(person, (person, "active" if active else "inactive", facts))
        for code, people in found.items():
            self._collector.add(code, "", people.values())

    # ---- accounts of nobody in scope

    def _free_accounts(self) -> None:
        """Accounts that nobody in scope has, with their names."""
        self._database.execute(
            "CREATE TABLE quality_free AS SELECT a.id AS account, a.active AS active,"  # noqa: S608
            f" fold(a.user_name) AS value FROM accounts a WHERE NOT EXISTS ({_OWNED})"
        )
        self._database.execute(
            "CREATE TABLE quality_owners (account TEXT NOT NULL, person TEXT NOT NULL,"
            " how INTEGER NOT NULL, PRIMARY KEY (account, person, how)) WITHOUT ROWID"
        )
        self._database.execute(
            "CREATE TABLE quality_others (person TEXT PRIMARY KEY, name TEXT NOT NULL,"
            " user_name TEXT NOT NULL, state INTEGER NOT NULL) WITHOUT ROWID"
        )

    def _owners(self) -> None:
        """People who have the account's name, or are linked to it."""
        for how, person, owners in (
            (_BY_VALUE, "p.id", "people p ON p.value = f.value AND f.value <> '' AND p.kind = 'person'"),
            (_BY_NAME, "n.person", "quality_names n ON n.value = f.value AND f.value <> ''"),
            (_LINKED, "l.person", "links l ON l.account = f.account AND l.state <> 'none'"),
        ):
            self._database.execute(
                f"INSERT OR IGNORE INTO quality_owners SELECT f.account, {person}, {how}"  # noqa: S608
                f" FROM quality_free f JOIN {owners}"
            )

    def without_owner(self) -> None:
        """Find the apparent owner of each such account, and whether that person left."""
        rows = self._database.execute(
            "SELECT f.account, f.active, o.person, o.how, coalesce(p.state, x.state),"
            " coalesce(p.name, x.name, l.name), coalesce(p.user_name, x.user_name, l.user_name), p.rank,"
            " f.value, u.account IS NOT NULL OR n.account IS NOT NULL FROM quality_free f"
            " LEFT JOIN quality_owners o ON o.account = f.account"
            " LEFT JOIN people p ON p.kind = 'person' AND p.id = o.person"
            " LEFT JOIN quality_others x ON x.person = o.person"
            " LEFT JOIN links l ON l.person = o.person"
            " LEFT JOIN unlinked u ON u.account = f.account"
            " LEFT JOIN (SELECT DISTINCT account FROM links WHERE state = 'none') n"
            " ON n.account = f.account"
            " ORDER BY f.account"
        )
        kept: dict[str, list[Found]] = {}
        for account, group in groupby(rows, lambda row: row[0]):
            owners = list(group)
            code, detail, facts = self._leaver(owners)
            if code:
                self._keep(kept, code, (account, detail, facts))
            if self._is_somebodys(owners):
                continue
            if self._read.links or owners[0][9]:
                self._keep(kept, "account_without_owner", (account, _whose(owners), facts))
            else:
                self._collector.not_known("account_without_owner", 1)
        for code, found in kept.items():
            self._collector.add(code, "", found)
        if self._collector.is_not_known("leaver_unknown"):
            self._collector.not_read("leaver_unknown")

    def _keep(self, kept: dict[str, list[Found]], code: str, found: Found) -> None:
        rows = kept.setdefault(code, [])
        rows.append(found)
        if len(rows) >= _AT_ONCE:
            self._collector.add(code, "", rows)
            rows.clear()

    def _is_somebodys(self, owners: list[Any]) -> bool:
        """Whether it is linked, or one of several accounts with the matching value of somebody in scope."""
        return any(
            row[3] == _LINKED or (row[3] == _BY_VALUE and row[4] is not None and row[4] & IN_SCOPE)
            for row in owners
        )

    def _leaver(self, owners: list[Any]) -> tuple[str, str, dict[str, str]]:
        """The leaver check the account falls under (empty: none), and its row's detail and facts."""
        active = bool(owners[0][1])
        if owners[0][2] is None:
            if active and not self._read.directory and owners[0][8] not in self._asked:
                for code in ("leaver_disabled", "leaver_deleted", "leaver_unknown"):
                    self._collector.not_known(code, 1)
                return "", "", {}
            return ("leaver_unknown" if active else ""), "", {}
        state, name, user_name, rank = max(owners, key=_importance)[4:8]
        facts = {"person": _called(name or "", user_name or "")}
        ends = rank is not None and ACTIONS[rank] == "deactivate"
        detail = "ends" if ends else "stays"
        if not active:
            return "", detail, facts
        if state is None or state & DELETED:
            return "leaver_deleted", detail, facts
        return ("" if state & ENABLED else "leaver_disabled"), detail, facts


def _importance(owner: Any) -> tuple[bool, bool, bool]:
    """Sort key for apparent owners of one account: linked, then in scope, then enabled."""
    state = owner[4] or 0
    return owner[3] == _LINKED, bool(state & IN_SCOPE), bool(state & ENABLED)


def _whose(owners: list[Any]) -> str:
    """The detail code of an account without an owner in scope: who in Entra has its name."""
    states = [row[4] for row in owners if row[4] is not None]
    if not states:
        return "nobody"
    if any(state & IN_SCOPE for state in states):
        return "in_scope"
    return "enabled" if any(state & ENABLED for state in states) else "disabled"


def _shared(people: list[Any], exact: list[Found], cased: list[Found]) -> None:
    """Sort people of one matching value (case ignored) into exact duplicates and duplicates by case."""
    spellings = {value: list(group) for value, group in groupby(people, lambda row: row[1])}
    for value, same in spellings.items():
        for number, (_folded, _value, identifier, *_name) in enumerate(same):
            if len(same) > 1:
                other = same[0 if number else 1]
                exact.append((identifier, "", {"value": value, "other": _called(*other[3:])}))
            if len(spellings) > 1:
                other = next(rows[0] for each, rows in spellings.items() if each != value)
                cased.append((identifier, "", {"value": value, "other": _called(*other[3:])}))


def _called(name: str, user_name: str) -> str:
    return f"{name} ({user_name})" if name and user_name else name or user_name
