"""The data quality of everyone in scope: findings with the people behind them, as values.

`CODES` is a public contract: the codes appear in saved files and in the command line's JSON. Words:
`wizard.messages.quality`. What was not read is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from wizard.plan.actions import RowKind

CODES: Mapping[str, bool] = {
    "matching_duplicate": True,  # several people in scope have exactly the same matching value
    "matching_duplicate_case": True,  # the same but for upper and lower case
    "matching_empty": True,  # every matching attribute is empty
    "matching_special": True,  # a character that is unsafe in the search for an account
    "account_duplicate": True,  # several accounts in Playvox have one matching value
    "account_under_mail": True,  # no account under the matching value, but one under the mail
    "account_under_upn": True,  # no account under the matching value, but one under the sign-in name
    "account_second": True,  # a second account, under the mail or sign-in name
    "leaver_disabled": True,  # the account is active, its person is disabled in Entra
    "leaver_deleted": True,  # the account is active, its person is deleted in Entra
    "leaver_unknown": True,  # the account is active, and nobody in Entra has its name
    "required_empty": True,  # no value for an attribute that an account needs
    "email_invalid": True,
    "hidden_characters": True,
    "outer_spaces": True,
    "value_too_long": True,
    "account_without_owner": False,  # nobody in scope is linked to it or has its matching value
    "mail_missing": False,
    "upn_differs_from_mail": False,
    "upn_mail_case": False,  # sign-in name and mail differ in upper and lower case only
    "value_empty": False,  # mapped, empty, and not needed
}
"""Every check, most important first, and whether what it finds needs attention."""
OF_ACCOUNTS = frozenset(
    {"account_duplicate", "account_without_owner", "leaver_disabled", "leaver_deleted", "leaver_unknown"}
)
"""Checks that count accounts; all others count people."""
ByMailVerdict = Literal[
    "offered", "from_mail", "unknown", "collisions", "second_accounts", "without_mail", "no_gain"
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class QualityFinding(_Frozen):
    """One check and what it found, for one target attribute where it is about values.

    `count` counts people, or accounts (`OF_ACCOUNTS`); None: nothing of it was read. For `unknown` more it
    is not known. `number` leads to the rows.
    """

    number: int
    code: str
    attribute: str = ""
    count: int | None
    unknown: int = 0
    facts: Mapping[str, str] = {}

    @property
    def attention(self) -> bool:
        """Whether it found something that needs attention."""
        return bool(self.count) and CODES[self.code]

    @property
    def of_accounts(self) -> bool:
        """Whether accounts are counted."""
        return self.code in OF_ACCOUNTS


class MatchByMail(_Frozen):
    """What mapping the matching attribute userName from mail would do to everyone in scope.

    `matched_now`, `created_now`: as it is. With mail, each person is in one of: `matched` to an account,
    `created`, `renamed` (a linked account gets the mail as its userName), `collide` (the mail is shared,
    or its account belongs to somebody else), `without_mail`. Of `created`, `second` have an account now
    that would not be found any more. Numbers are None when accounts were not listed.
    """

    verdict: ByMailVerdict
    attribute: str  # of the mail in Playvox
    searchable: bool  # whether Playvox can search by that attribute
    matched_now: int | None = None
    created_now: int | None = None
    matched: int | None = None
    created: int | None = None
    second: int | None = None
    renamed: int | None = None
    collide: int | None = None
    without_mail: int | None = None


class Quality(_Frozen):
    """All findings. `people` are in scope, and of `scope_unknown` more it is not known whether they are.

    `accounts` None: Playvox did not list its accounts. `directory_read` False: only assigned people were
    read, and the owners of other active accounts were looked up by name.
    """

    people: int
    scope_unknown: int
    accounts: int | None
    directory_read: bool
    findings: tuple[QualityFinding, ...]
    by_mail: MatchByMail

    @property
    def found(self) -> tuple[QualityFinding, ...]:
        """Findings that found something, or for which something is unknown."""
        return tuple(each for each in self.findings if each.count != 0 or each.unknown)

    @property
    def attention(self) -> bool:
        """Whether any finding needs attention, or a check that could find such a thing was not possible."""
        return any(each.attention or (each.count is None and CODES[each.code]) for each in self.findings)


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One person or account behind a finding; `facts` fill the words of its `code`.

    `id` is the person's object id or the account's SCIM id; `detail` is a code of its own where a finding
    has several kinds of rows.
    """

    id: str
    name: str
    user_name: str
    kind: RowKind
    detail: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
