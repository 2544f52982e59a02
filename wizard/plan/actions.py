"""What would happen to each person, as values.

`REASONS` is a public contract: the codes appear in saved plans and in the command line's JSON. Words:
`wizard.messages.plan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PlannedAction = Literal["create", "link", "update", "deactivate", "skip", "unknown"]
ACTIONS: tuple[PlannedAction, ...] = ("deactivate", "unknown", "create", "update", "link", "skip")
"""In the order in which they deserve a look; a row's rank is its place here."""
RowKind = Literal["person", "account"]

REASONS: Mapping[PlannedAction, tuple[str, ...]] = {
    "create": (
        "no_account",  # nobody has the matching value in Playvox
        "account_gone",  # the linked account was deleted in Playvox; a full cycle makes a new one
    ),
    "link": ("same",),  # the account agrees already
    "update": (
        "differs",
        "reactivated",  # the account is inactive and becomes active again
    ),
    "deactivate": (
        "disabled",  # in Entra
        "unassigned",
        "role_disabled",  # assigned, but with no role that is switched on
        "filtered_out",
        "deleted",  # in Entra, less than thirty days ago
        "deleted_for_good",  # thirty days or more: Entra has the account deleted
    ),
    "skip": (
        "disabled_not_linked",
        "unassigned_not_linked",
        "role_disabled_not_linked",
        "filtered_out_not_linked",
        "inactive_already",
        "kept_active",  # out of scope, and accounts out of scope are to stay active
        "stays_active",  # the mapping of `active` never gives False: access stays
        "reactivated_in_playvox",  # Entra deactivated the account earlier and does not look again
        "creates_off",
        "updates_off",
        "no_matching_value",
        "object_ignored",  # an expression takes the whole person out of the flow
        "duplicate_accounts",  # the service reports an error: several accounts have the matching value
        "linked_to_other",  # the service reports an error: the account belongs to somebody else
        "matching_refused",  # the service reports an error: Playvox cannot search this attribute
        "value_taken",  # the service reports an error: another account has the new matching value
        "linked_account_gone",  # incremental cycles do not look for another account
        "not_until_restart",  # came into scope with a wider scope, which takes effect with a restart
        "mapping_off",  # the mapping of people is switched off
        "connection_test_fails",  # the job stops at its connection test
    ),
    "unknown": (
        "same_value_twice",  # several people want one account
        "filter_uncertain",
        "attribute_unread",
        "expression_uncertain",
        "expression_failed",
        "perhaps_renamed",  # no account has the value, but an account may be linked under an older one
        "perhaps_linked",  # out of scope; whether the job ever linked the account is not known
        "perhaps_changed_in_playvox",  # incremental cycles look only at what changed in Entra
        "failed_before",  # retried at a time of the service's own
        "perhaps_held_back",  # the deletion threshold may hold this deactivation back
        "account_taken_over",  # linked to a deleted person, wanted by another one
    ),
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One person, or (`kind` "account") one Playvox account that no person of the plan owns.

    `id` is the person's object id, or the account's SCIM id. `facts` fill the words of `reason`.
    """

    id: str
    name: str
    user_name: str
    action: PlannedAction
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)
    kind: RowKind = "person"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people each action concerns; accounts that belong to nobody are not among them."""

    create: int = 0
    link: int = 0
    update: int = 0
    deactivate: int = 0
    skip: int = 0
    unknown: int = 0

    @property
    def people(self) -> int:
        """All of them."""
        return self.create + self.link + self.update + self.deactivate + self.skip + self.unknown
