"""What a plan says about itself: for what, when, by whom, and the outcome in numbers."""

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
    "active_never_false",  # leavers keep access: {expression}
    "active_ignores_scope",  # only disabled people lose access, not those who leave the scope: {expression}
    "active_never_true",  # accounts are created inactive: {expression}
    "restart_needed",  # the changed scope takes effect with a restart: {before}, {after}
    "left_out_until_restart",  # {count}
    "nested_groups",  # their members are not provisioned: {groups}
    "only_nested_groups",  # nobody is in scope because assigned groups hold nothing but groups: {groups}
    "groups_without_security",  # assigned groups that provisioning does not read: {groups}
    "default_access",  # people who have Default Access only: {count}
    "roles_disabled",  # people whose roles are all switched off: {count}
    "matching_refused",  # Playvox cannot search a matching attribute: {attribute}
    "mapping_off",  # the mapping of people is switched off, so nothing happens to anybody
    "connection_test_fails",  # the first matching attribute cannot be searched: {attribute}
    "attribute_unread",  # {attributes}
    "accounts_not_listed",  # asked one by one, so accounts of nobody are not known
    "links_unknown",  # neither log nor links could be read: {reason}
    "links_not_asked",  # {count}
]


class PlanNote(BaseModel):
    """Something to know about the plan as a whole."""

    model_config = ConfigDict(frozen=True)

    code: str
    facts: Mapping[str, str] = {}


class PlanHeader(BaseModel):
    """Frozen facts of one plan.

    `counts` count people. `held_back`: deactivations reach `threshold`, so the service holds all of them
    back and puts the job into quarantine. `in_scope` counts people whom assignments (or everybody) reach.
    `accounts` is how many accounts Playvox has, None when it could not be listed; `left_alone` of them
    belong to nobody the job takes care of, `accounts_unknown` may or may not be linked.
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
