"""Who in Entra has the names of accounts, when only assigned people were read.

The names of 150 accounts fit into one request to Graph, so that the directory need not be read for them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, Part, literal
from wizard.entra.values import Json
from wizard.plan.judging import ENABLED
from wizard.problem import ProblemError

MOST_ACCOUNTS = 30_000
"""Accounts that are looked up for one plan, in 200 requests; the owners of more stay unknown."""
_VALUES = 15  # Graph docs, "Use the $filter query parameter": the most values of one condition
_SELECT = "id,displayName,userPrincipalName,mail,accountEnabled"
_NAMES = ("userPrincipalName", "mail")
OwnerRow = tuple[str, str, str, int]  # id, name, user principal name, state


async def find_owners(graph: Graph, names: Sequence[str]) -> Mapping[str, OwnerRow] | None:
    """The person behind each of these names (casefolded), an enabled one first; None where unread."""
    parts = [
        Part("GET", f"/users?$select={_SELECT}&$filter={name} in ({','.join(map(_encoded, some))})")
        for some in _slices(names)
        for name in _NAMES
    ]
    found: dict[str, OwnerRow] = {}
    for answer in await graph.batch(parts):
        if isinstance(answer.error, GraphError):
            return None
        try:
            users = await graph.whole_list("/users", answer.body)
        except ProblemError:
            return None  # who is not in an unread list may have the name all the same
        for user in users:
            row = _row(user)
            for name in {str(user.get(each) or "").casefold() for each in _NAMES}:
                if name and (name not in found or row[3] & ENABLED):
                    found[name] = row
    return found


def add_owners(database: sqlite3.Connection, found: Mapping[str, OwnerRow], how: int) -> None:
    """Let the accounts with these names be theirs; on the workspace's thread."""
    database.executemany("INSERT OR IGNORE INTO quality_others VALUES (?, ?, ?, ?)", found.values())
    database.executemany(
        "INSERT OR IGNORE INTO quality_owners SELECT account, ?, ? FROM quality_free WHERE value = ?",
        ((row[0], how, name) for name, row in found.items()),
    )


def _encoded(value: str) -> str:
    return quote(literal(value), safe="'@.")


def _slices(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _VALUES):
        yield names[start : start + _VALUES]


def _row(user: Json) -> OwnerRow:
    enabled = user.get("accountEnabled") is not False
    name, upn = str(user.get("displayName") or ""), str(user.get("userPrincipalName") or "")
    return str(user["id"]), name, upn, ENABLED if enabled else 0
