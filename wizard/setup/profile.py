"""The administrator's answers for one tenant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

VERSION: Literal[1] = 1


class Profile(BaseModel):
    """What the assistant remembers between runs; the actual state is always read from Entra.

    A member that a later version adds is kept on disk by that version only; this one ignores it.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, str_max_length=4096)

    version: Literal[1] = VERSION
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")
    practice: bool = False
    cloud: str = "global"
    client_id: str = ""
    tenant_id: str = ""
    tenant_name: str = ""
    account: str = ""
    application_id: str = ""
    """Object id of the chosen service principal."""
    role_id: str = ""
    job_id: str = ""
    """The provisioning job that was chosen, where the application has several."""
    tenant_url: str = ""
    key_mark: str = ""
    """Fingerprint of the key last saved in Entra by this program: Entra never shows the key again."""
    notification_email: str = ""
    guard_deletions: bool = True
    deletion_threshold: int | None = Field(default=None, ge=1)
    """None: the suggested value."""
    scope: Literal["assigned", "all"] = "assigned"
    keep_out_of_scope: bool | None = None
    """Whether accounts stay active when people leave the scope. None: as saved in Entra."""
    key_hosts: tuple[str, ...] = ()
    """Hosts that are not Playvox's and that a person confirmed for the key."""
    fields: dict[str, str] = Field(default_factory=dict)
    """Plain values that the application's template asks for beside Tenant URL and key, by wire name."""
    secret_fields: tuple[str, ...] = ()
    """Names of those that are secret; their values are in the keyring."""
    matching: str = ""
    """First matching attribute of the mappings, as last read from Entra; empty when never read."""
    maps_groups: bool = False
    """Whether groups are mapped, as last read from Entra."""
    keep_log_days: int | None = Field(default=30, ge=30)
    """How long provisioning logs are kept on this computer; None: for good. 30: as long as Entra does."""
    answers: dict[str, bool] = Field(default_factory=dict)
    changed: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))


def profile_id(cloud: str, tenant_id: str) -> str:
    """The profile's name on disk: one per cloud and tenant."""
    safe = "".join(letter if letter.isalnum() else "-" for letter in f"{cloud}-{tenant_id}".lower())
    return safe.encode("ascii", "replace").decode().replace("?", "-")[:80]
