"""Collects findings while people are read for a plan, page by page. Sends no requests of its own.

Only what differs from the usual is kept: names besides the matching value, and the rows of findings. All
methods run on the workspace's thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wizard.mapping.person import without_guest_mark
from wizard.plan.evaluation import PersonEvaluator
from wizard.plan.judging import IN_SCOPE, Judged
from wizard.plan.quality import CODES, OF_ACCOUNTS, QualityFinding
from wizard.plan.quality_values import ValueChecks, marked, unsafe_characters
from wizard.plan.workspace import Workspace, as_json

_TABLES = (
    # What else a person is called: upn and mail in small letters where they differ from people.value; mail
    # is empty when there is none, and kind is unread when it was not read.
    "CREATE TABLE quality_names (person TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY (person, kind)) WITHOUT ROWID",
    # Matching values with capital letters, as they are.
    "CREATE TABLE quality_exact (person TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE quality_found (finding INTEGER NOT NULL, id TEXT NOT NULL, detail TEXT NOT NULL,"
    " facts TEXT NOT NULL)",
)
_OF_MATCHING = ("matching_duplicate", "matching_duplicate_case", "matching_empty", "matching_special")
_OF_OTHER_NAMES = ("account_under_mail", "account_under_upn", "account_second")
_OF_MAIL = ("mail_missing", "upn_differs_from_mail", "upn_mail_case")
_OF_TEXTS = ("hidden_characters", "outer_spaces", "value_too_long")
Row = tuple[int, str, str, str]
Json = Mapping[str, Any]


class QualityCollector:
    """Collects rows and counts per check; `findings` returns the result."""

    def __init__(self, workspace: Workspace, evaluator: PersonEvaluator) -> None:
        self._database = workspace.database
        for table in _TABLES:
            self._database.execute(table)
        self._checks = ValueChecks(evaluator.mapping.mapper.rows, evaluator.matching)
        self._matching = [row.mapping.target for row in evaluator.matching]
        self._numbers: dict[tuple[str, str], int] = {}
        self._counts: dict[int, int] = {}
        self._unknown_values: dict[str, int] = {}
        self._unknown_matching = self._unknown_mail = 0
        self._unknown_accounts: dict[str, int] = {}
        self._unread: set[str] = set()
        self.people = self.scope_unknown = 0

    @property
    def matching(self) -> str:
        """The first matching attribute; empty without one."""
        return self._matching[0] if self._matching else ""

    def look(self, judged: Sequence[Judged]) -> None:
        """Check these people."""
        names: list[tuple[str, str, str]] = []
        exact: list[tuple[str, str]] = []
        rows: list[Row] = []
        for each in judged:
            identifier, value = str(each.user["id"]), each.value
            folded = value.casefold()
            upn = without_guest_mark(str(each.user.get("userPrincipalName") or ""))
            differs = not upn == value == each.user.get("mail")
            if differs:
                self._names(names, identifier, folded, upn, each.user)
            if not each.state & IN_SCOPE:
                self.scope_unknown += each.outcome is not None  # only the filter leaves it open
                continue
            self.people += 1
            if folded != value:
                exact.append((identifier, value))
            if differs:
                self._identity(rows, identifier, upn, each.user)
            self._values(rows, identifier, each)
        self._database.executemany("INSERT OR REPLACE INTO quality_names VALUES (?, ?, ?)", names)
        self._database.executemany("INSERT OR REPLACE INTO quality_exact VALUES (?, ?)", exact)
        self._keep(rows)

    def _names(
        self, names: list[tuple[str, str, str]], person: str, value: str, upn: str, user: Json
    ) -> None:
        folded = upn.casefold()
        if folded != value:
            names.append((person, "upn", folded))
        if "mail" not in user:
            names.append((person, "unread", ""))
            return
        mail = str(user["mail"] or "").strip().casefold()
        if mail != value:
            names.append((person, "mail", mail))

    def _identity(self, rows: list[Row], person: str, upn: str, user: Json) -> None:
        """Sign-in name against mail."""
        if "mail" not in user:
            self._unknown_mail += 1
            return
        mail = str(user["mail"] or "")
        if mail == upn:
            return
        facts = {"upn": marked(upn), "mail": marked(mail)}
        if not mail.strip():
            self._add(rows, "mail_missing", "", person, {"upn": marked(upn)})
        elif mail.casefold() == upn.casefold():
            self._add(rows, "upn_mail_case", "", person, facts)
        else:
            self._add(rows, "upn_differs_from_mail", "", person, facts)

    def _values(self, rows: list[Row], person: str, each: Judged) -> None:
        found = each.found
        assert found is not None  # everyone in scope was evaluated
        for code, target, facts in self._checks.check(found, self._unknown_values):
            self._add(rows, code, target, person, facts)
        if each.values:
            place, value = each.values[0]
            if unsafe := unsafe_characters(value):
                facts = {"characters": " ".join(unsafe), "value": marked(value)}
                self._add(rows, "matching_special", self._matching[place], person, facts)
        elif not found.failed.keys() & set(self._matching):
            self._add(rows, "matching_empty", self.matching, person, {})
        if (found.doubtful or found.failed) and found.doubtful.union(found.failed) & set(self._matching):
            self._unknown_matching += 1

    # ---- keeping

    def add(self, code: str, attribute: str, found: Iterable[tuple[str, str, Json]]) -> None:
        """Add the rows a check found: (id of the person or account, detail, facts)."""
        rows: list[Row] = []
        for identifier, detail, facts in found:
            self._add(rows, code, attribute, identifier, facts, detail)
            if len(rows) >= 1_000:
                self._keep(rows)
                rows = []
        self._keep(rows)

    def not_known(self, code: str, count: int) -> None:
        """Record that the check is unknown for this many accounts."""
        self._unknown_accounts[code] = self._unknown_accounts.get(code, 0) + count

    def is_not_known(self, code: str) -> bool:
        """Whether `not_known` was called for this check."""
        return bool(self._unknown_accounts.get(code))

    def not_read(self, *codes: str) -> None:
        """Record that nothing these checks need was read."""
        self._unread.update(codes)

    def _add(
        self, rows: list[Row], code: str, attribute: str, person: str, facts: Json, detail: str = ""
    ) -> None:
        key = (code, attribute)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
        self._counts[number] = self._counts.get(number, 0) + 1
        rows.append((number, person, detail, as_json(facts) if facts else ""))

    def _keep(self, rows: list[Row]) -> None:
        self._database.executemany("INSERT INTO quality_found VALUES (?, ?, ?, ?)", rows)

    # ---- the end

    def findings(self) -> tuple[QualityFinding, ...]:
        """Every check in order, including those that found nothing; value checks once per attribute."""
        found: list[QualityFinding] = []
        for code in CODES:
            attributes = [target for each, target in self._numbers if each == code]
            attributes += [target for target in self._unsure(code) if target not in attributes]
            found += [self._finding(code, target) for target in sorted(attributes) or [self._usual(code)]]
        return tuple(found)

    def _usual(self, code: str) -> str:
        """The attribute of a check that found nothing."""
        return self.matching if code in _OF_MATCHING or code == "account_duplicate" else ""

    def _unsure(self, code: str) -> Iterable[str]:
        """Targets of this check whose value is unknown for somebody."""
        checked = {
            "required_empty": self._checks.required,
            "email_invalid": self._checks.emails,
            **dict.fromkeys((*_OF_TEXTS, "value_empty"), self._checks.targets),
        }.get(code, ())
        unsure = [target for target in checked if self._unknown_values.get(target)]
        if code == "value_empty":
            unsure = [target for target in unsure if target not in self._checks.required]
        # A mapping that is no valid expression gives nobody a value that is known.
        return unsure + [target for target in self._checks.uncompiled if code == "value_empty"]

    def _finding(self, code: str, attribute: str) -> QualityFinding:
        number = self._numbers.get((code, attribute), -1)
        count: int | None = self._counts.get(number, 0)
        unknown = self._unknown(code, attribute)
        if code in self._unread or (attribute in self._checks.uncompiled and not count):
            count = None
        return QualityFinding(number=number, code=code, attribute=attribute, count=count, unknown=unknown)

    def _unknown(self, code: str, attribute: str) -> int:
        if code in (*_OF_MATCHING, *_OF_OTHER_NAMES):
            return self._unknown_matching + self.scope_unknown
        if code in _OF_MAIL:
            return self._unknown_mail + self.scope_unknown
        if code in OF_ACCOUNTS:
            return self._unknown_accounts.get(code, 0)
        if attribute in self._checks.uncompiled:
            return self.people + self.scope_unknown
        return self._unknown_values.get(attribute, 0) + self.scope_unknown
