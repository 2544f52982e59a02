"""Values that Playvox does not keep: Entra sends them whenever it processes a person, and nothing changes.

An attribute is not kept when the log shows the very value as written, and the account, which nobody changed
since, does not have it. Where no account at all has such an attribute, this is true of everybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from wizard.mapping.values import as_text
from wizard.plan.evaluation import PersonEvaluator
from wizard.plan.judging import IN_SCOPE, RANK, Outcome
from wizard.plan.linked import LinkedPeople
from wizard.plan.workspace import Workspace

_SLACK = timedelta(seconds=2)  # by which Playvox's clock may be ahead
_PART = 500


class NotKept:
    """Runs on the workspace's thread, after links were applied."""

    def __init__(self, workspace: Workspace, linked: LinkedPeople, evaluator: PersonEvaluator) -> None:
        self._database = workspace.database
        self._linked = linked
        self._evaluator = evaluator
        self._places = {row.path.text: place for place, row in enumerate(evaluator.mapping.mapper.rows)}
        self._places |= {
            row.mapping.target: place for place, row in enumerate(evaluator.mapping.mapper.rows)
        }

    def apply(self, written: Mapping[str, Mapping[str, str]]) -> None:
        """Correct the updates of linked people; `written` has the last written values of some of them."""
        lost: set[str] = set()
        for number, account, facts, dropped, at_once in list(self._proven(written)):
            lost |= dropped
            if not at_once:
                self._without(number, account, facts, dropped)
        never = {name for name in lost if not self._anywhere(name)}
        if not never:
            return
        rows = self._database.execute(
            f"SELECT number, account, facts FROM people WHERE state & {IN_SCOPE}"  # noqa: S608 - numbers only
            f" AND rank = {RANK['update']} AND reason = 'differs'"
        ).fetchall()
        for number, account, facts in rows:
            self._without(number, account, json.loads(facts), never)

    def _without(self, number: int, account: str, facts: Mapping[str, str], dropped: set[str]) -> None:
        names = facts["attributes"].split(", ")
        left = [name for name in names if name not in dropped]
        if not left:
            self._linked.set(number, Outcome("skip", "not_kept", facts, account))
        elif len(left) < len(names):
            told = {**facts, "attributes": ", ".join(left)}
            self._linked.set(number, Outcome("update", "differs", told, account))

    def _proven(
        self, written: Mapping[str, Mapping[str, str]]
    ) -> Iterator[tuple[int, str, dict[str, str], set[str], bool]]:
        """People with attributes that were written and are missing: number, account, facts, attributes, and
        whether the account was changed about when it was written.
        """
        people = list(written)
        for start in range(0, len(people), _PART):
            part = people[start : start + _PART]
            rows = self._database.execute(
                "SELECT p.number, p.id, p.account, p.facts, p.source, l.at, a.modified"  # noqa: S608
                " FROM people p JOIN links l ON l.person = p.id AND l.account = p.account"
                " JOIN accounts a ON a.id = p.account"
                f" WHERE p.state & {IN_SCOPE} AND p.rank = {RANK['update']} AND p.reason = 'differs'"
                f" AND p.id IN ({','.join('?' * len(part))})",
                part,
            ).fetchall()
            for number, person, account, text, source, looked, modified in rows:
                if changed_after(looked, modified, _SLACK) is not False:
                    continue
                facts: dict[str, str] = json.loads(text)
                values = self._evaluator.evaluate(self._evaluator.unpacked(source)).values
                told = written[person]
                dropped = {
                    name
                    for name in facts["attributes"].split(", ")
                    if name in told and reads_as(told[name], values.get(name))
                }
                if dropped:
                    yield number, account, facts, dropped, changed_after(looked, modified) is True

    def _anywhere(self, name: str) -> bool:
        """Whether any account has a value of this attribute."""
        place = self._places.get(name)
        if place is None:
            return True
        found = self._database.execute(
            "SELECT 1 FROM accounts"
            " WHERE coalesce(json_extract(contents, ?), '') NOT IN ('', '[]') LIMIT 1",
            (f"$[{place}]",),
        ).fetchone()
        return found is not None


def changed_after(looked: str | None, modified: str | None, slack: timedelta = timedelta(0)) -> bool | None:
    """Whether an account was changed after the service's last entry about its person; None when unknown."""
    try:
        return datetime.fromisoformat(modified or "") > datetime.fromisoformat(looked or "") + slack
    except (ValueError, TypeError):  # one of them is no time, or has no zone
        return None


def reads_as(text: str, value: Any) -> bool:
    """Whether a value is what the log shows as `text`. How several values look there is not documented."""
    if isinstance(value, list | tuple):
        parts = [_part(each) for each in value]
        shown: Sequence[str] = (
            ", ".join(parts),
            ",".join(parts),
            "; ".join(parts),
            ";".join(parts),
            json.dumps(parts, ensure_ascii=False),
            json.dumps(parts, ensure_ascii=False, separators=(",", ":")),
        )
        return text.casefold() in {each.casefold() for each in shown}
    shown_as = as_text(value)
    if isinstance(value, bool):
        return text.casefold() == (shown_as or "").casefold()
    return shown_as is not None and text == shown_as


def _part(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("value") or value.get("displayName") or value.get("display")
    return as_text(value) or ""
