"""Header of a plan: its settings, time, author, and the result in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from wizard.plan.actions import Counts
from wizard.plan.request import Run

NoteCode = Literal[
    "held_back",  # the deletion threshold stops all deactivations: {count}, {threshold}
    "perhaps_held_back",  # with the unknown people the threshold may be reached: {count}, {threshold}
    "active_not_mapped",
    "active_never_false",  # people who leave keep access: {expression}
    "active_ignores_scope",  # only disabled people lose access, not those who leave the scope: {expression}
    "active_never_true",  # accounts are created inactive: {expression}
    "restart_needed",  # the changed scope takes effect with a restart: {before}, {after}
    "left_out_until_restart",  # {count}
    "left_in_until_restart",  # {count}
    "nested_groups",  # their members are not provisioned: {groups}
    "only_nested_groups",  # nobody is in scope because assigned groups contain only groups: {groups}
    "groups_without_security",  # assigned groups that provisioning does not read: {groups}
    "default_access",  # people who have Default Access only: {count}
    "roles_disabled",  # people whose roles are all disabled: {count}
    "matching_refused",  # Playvox cannot search a matching attribute: {attribute}
    "mapping_off",  # the mapping of people is disabled, so nothing happens to anyone
    "new_application",  # it is still to be added, with its roles: {name}, {role}
    "mappings_assumed",  # what it starts with cannot be read, the usual ones were taken: {attributes}
    "provisioning_off",  # what does not happen meanwhile: {deactivate}, {create}, {update}, {unknown}
    "connection_test_fails",  # the first matching attribute cannot be searched: {attribute}
    "groups_refused",  # groups are mapped, and Playvox cannot search them, so the connection test fails
    "groups_unknown",  # groups are mapped: what happens to these is not in the plan: {count}, {groups}
    "all_groups_unknown",  # the same where everybody is in scope
    "attribute_unread",  # {attributes}
    "people_unread",  # rows of people that could not be read: {count}
    "assignments_unread",  # assignments or members of groups that could not be read: {count}
    "accounts_not_listed",  # accounts were searched one by one, so accounts of nobody are unknown
    "links_unknown",  # neither log nor links could be read: {reason}
    "links_not_asked",  # {count}
    "links_perhaps_forgotten",  # a restart may have cleared them: {count}
]


class PlanNote(BaseModel):
    """A note about the plan as a whole."""

    model_config = ConfigDict(frozen=True)

    code: str
    facts: Mapping[str, str] = {}


class PlanHeader(BaseModel):
    """Immutable facts of one plan.

    `counts` counts people. `held_back`: deactivations reach `threshold`, so the service stops all of them
    and puts the job into quarantine. `in_scope` is the number of people in scope by assignment (or
    everybody). `accounts` is the number of accounts in Playvox, None when they could not be listed;
    `left_alone` of them belong to nobody the job manages, and `accounts_unknown` may or may not be linked.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    computed: datetime
    account: str
    tenant_id: str
    application_id: str
    application_name: str
    job_id: str
    scope: Literal["assigned", "all"]
    run: Run
    keep_out_of_scope: bool
    threshold: int | None
    schema_fingerprint: str
    assignments_fingerprint: str
    counts: Counts
    held_back: bool
    in_scope: int
    accounts: int | None
    left_alone: int | None
    accounts_unknown: int
    notes: tuple[PlanNote, ...] = ()
    seconds: float = 0.0
