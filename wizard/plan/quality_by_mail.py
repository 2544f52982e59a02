"""What mapping userName from mail would do to everyone in scope, before it is offered.

Matching by the mail attribute itself is possible only where Playvox can search by it. Mapping userName, by
which it can search, from mail is evaluated here with the accounts and links the plan has read.
"""

from __future__ import annotations

from wizard.plan.evaluation import PersonEvaluator
from wizard.plan.judging import IN_SCOPE, RANK
from wizard.plan.quality import ByMailVerdict, MatchByMail
from wizard.plan.workspace import Workspace
from wizard.playvox.attributes import MATCHING, attribute

MAIL = 'emails[type eq "work"].value'
_SOURCE = "[mail]"
_PEOPLE = f"p.state & {IN_SCOPE} AND p.kind = 'person'"


class ByMail:
    """Works on the workspace's thread, after links were applied and accounts have keys at `place`."""

    def __init__(self, workspace: Workspace, evaluator: PersonEvaluator, place: int) -> None:
        self._workspace = workspace
        self._database = workspace.database
        self._place = place
        known = attribute(MAIL)
        self._searchable = known is not None and known.filterable
        rows = [row for row in evaluator.mapping.mapper.rows if row.mapping.target == MATCHING]
        self._from_mail = any(row.expression == _SOURCE for row in rows)

    def unknown(self) -> MatchByMail:
        """The answer while accounts were not listed."""
        return MatchByMail(verdict="unknown", attribute=MAIL, searchable=self._searchable)

    def prepare(self) -> None:
        """Give everyone in scope their mail: empty without one, null when it was not read."""
        self._database.execute(
            "CREATE TABLE quality_mails AS SELECT p.id AS person, p.account AS account,"  # noqa: S608
            f" p.rank = {RANK['create']} AS creates,"
            " CASE WHEN u.person IS NULL THEN coalesce(n.value, p.value) END AS mail,"
            " (SELECT l.account FROM links l WHERE l.person = p.id AND l.state <> 'none') AS linked"
            " FROM people p"
            " LEFT JOIN quality_names n ON n.person = p.id AND n.kind = 'mail'"
            " LEFT JOIN quality_names u ON u.person = p.id AND u.kind = 'unread'"
            f" WHERE {_PEOPLE}"
        )

    def evaluate(self) -> MatchByMail:
        """Count everyone."""
        if self._workspace.one("SELECT count(*) FROM quality_mails WHERE mail IS NULL"):
            return self.unknown()
        counts = self._counts()
        return MatchByMail(
            verdict=self._verdict(counts), attribute=MAIL, searchable=self._searchable, **counts
        )

    def _verdict(self, counts: dict[str, int]) -> ByMailVerdict:
        if self._from_mail:
            return "from_mail"
        if counts["collide"]:
            return "collisions"
        if counts["second"]:
            return "second_accounts"
        if counts["without_mail"]:
            return "without_mail"
        gains = counts["matched"] + counts["renamed"] > counts["matched_now"]
        return "offered" if gains else "no_gain"

    def _counts(self) -> dict[str, int]:
        """Everyone falls under one outcome; the first that fits, in the order of the CASE."""
        row = self._database.execute(
            "WITH told AS (SELECT m.account AS account, m.creates AS creates,"
            " CASE WHEN m.mail = '' THEN 'without_mail'"
            " WHEN s.people > 1 OR k.accounts > 1 THEN 'collide'"
            " WHEN m.linked IS NOT NULL AND k.held IS NULL THEN 'renamed'"
            " WHEN k.held IS NOT NULL AND (m.linked <> k.held OR EXISTS (SELECT 1 FROM links l"
            " WHERE l.account = k.held AND l.person <> m.person AND l.state <> 'none')) THEN 'collide'"
            " WHEN k.held IS NOT NULL THEN 'matched' ELSE 'created' END AS outcome"
            " FROM quality_mails m"
            " JOIN (SELECT mail, count(*) AS people FROM quality_mails GROUP BY 1) s ON s.mail = m.mail"
            " LEFT JOIN (SELECT value, count(*) AS accounts, min(account) AS held FROM account_keys"
            " WHERE place = ? GROUP BY value) k ON k.value = m.mail)"
            " SELECT coalesce(sum(account <> ''), 0), coalesce(sum(creates), 0),"
            " coalesce(sum(outcome = 'matched'), 0), coalesce(sum(outcome = 'created'), 0),"
            " coalesce(sum(outcome = 'created' AND account <> ''), 0),"
            " coalesce(sum(outcome = 'renamed'), 0), coalesce(sum(outcome = 'collide'), 0),"
            " coalesce(sum(outcome = 'without_mail'), 0) FROM told",
            (self._place,),
        ).fetchone()
        names = (
            *("matched_now", "created_now", "matched", "created", "second"),
            *("renamed", "collide", "without_mail"),
        )
        return dict(zip(names, map(int, row), strict=True))

    def index(self) -> None:
        """Make the count of people with one mail quick."""
        self._database.execute("CREATE INDEX quality_mails_mail ON quality_mails (mail)")
