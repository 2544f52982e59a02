"""What would happen to each person, as values.

`REASONS` is a public contract: the codes appear in saved plans and in the command line's JSON. Their words
are in `wizard.messages.plan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PlannedAction = Literal["create", "link", "update", "deactivate", "skip", "unknown"]
ACTIONS: tuple[PlannedAction, ...] = ("deactivate", "unknown", "create", "update", "link", "skip")
"""Most important first; a row's rank is its position here."""
RowKind = Literal["person", "account"]

REASONS: Mapping[PlannedAction, tuple[str, ...]] = {
    "create": (
        "no_account",  # no account in Playvox has the matching value
        "account_gone",  # the linked account was deleted in Playvox; a full cycle makes a new one
    ),
    "link": ("same",),  # the account already has the mapped values
    "update": (
        "differs",
        "reactivated",  # the account is inactive and is activated again
    ),
    "deactivate": (
        "disabled",  # in Entra
        "unassigned",
        "role_disabled",  # assigned, but only with roles that are disabled
        "filtered_out",
        "deleted",  # in Entra, less than 30 days ago
        "deleted_for_good",  # 30 days ago or more: Entra has deleted the person permanently
    ),
    "skip": (
        "disabled_not_linked",
        "unassigned_not_linked",
        "role_disabled_not_linked",
        "filtered_out_not_linked",
        "inactive_already",
        "kept_active",  # out of scope, and the setting keeps accounts of people out of scope active
        "stays_active",  # the mapping of `active` never returns False: access stays
        "reactivated_in_playvox",  # Entra deactivated the account earlier and does not check it again
        "creates_off",
        "updates_off",
        "not_kept",  # Playvox does not keep these values, so nothing changes when Entra sends them again
        "no_matching_value",
        "object_ignored",  # an expression skips the entire person
        "duplicate_accounts",  # the service reports an error: several accounts have the matching value
        "linked_to_other",  # the service reports an error: the account is linked to another person
        "matching_refused",  # the service reports an error: Playvox cannot search this attribute
        "value_taken",  # the service reports an error: another account has the new matching value
        "linked_account_gone",  # incremental cycles do not search for another account
        "not_until_restart",  # in scope since the scope was widened, which takes effect with a restart
        "mapping_off",  # the mapping of people is disabled
        "groups_refused",  # the job stops at its connection test: groups are mapped, Playvox has none
        "provisioning_off",  # provisioning is stopped
        "connection_test_fails",  # the job stops at its connection test
    ),
    "unknown": (
        "same_value_twice",  # several people match one account
        "filter_uncertain",
        "attribute_unread",
        "expression_uncertain",
        "expression_failed",
        "perhaps_renamed",  # no account has the value, but an account may be linked under an older one
        "perhaps_linked",  # out of scope; whether the job linked the account is unknown
        "perhaps_linked_to_other",  # the account has the matching value, and nothing shows whose it is
        "perhaps_changed_in_playvox",  # incremental cycles process only what changed in Entra
        "perhaps_full_cycle",  # only a full cycle changes it, and whether the next one is full is unknown
        "perhaps_left_out",  # in scope without a link: since it was widened, or by a change of the person
        "perhaps_value_taken",  # another account has the new matching value, and may get another one first
        "perhaps_until_restart",  # in scope only while everyone was; incremental cycles process who changes
        "link_cleared",  # by a restart; incremental cycles process only what changed in Entra
        "failed_before",  # retried at a time the service chooses
        "perhaps_held_back",  # the deletion threshold may hold this deactivation back
        "assignment_unread",  # an assignment that could not be read may be this person's
        "person_unread",  # linked and not found, while rows of people could not be read
        "account_unreadable",  # the account with the matching value has no id, which every request names
        "account_taken_over",  # linked to a deleted person and matched by another person
    ),
}

LINKS_UNKNOWN = frozenset({"perhaps_linked", "perhaps_linked_to_other", "perhaps_renamed"})
"""Reasons of rows that known links would decide."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One person or, with `kind` "account", one Playvox account without a person in the plan.

    `id` is the person's object id or the account's SCIM id. `facts` fill the placeholders in the words of
    `reason`. `account` is the SCIM id of the account the row concerns; empty without one.
    """

    id: str
    name: str
    user_name: str
    action: PlannedAction
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)
    kind: RowKind = "person"
    account: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of people for each action, without accounts that belong to nobody."""

    create: int = 0
    link: int = 0
    update: int = 0
    deactivate: int = 0
    skip: int = 0
    unknown: int = 0

    @property
    def people(self) -> int:
        """Total number of people."""
        return self.create + self.link + self.update + self.deactivate + self.skip + self.unknown
