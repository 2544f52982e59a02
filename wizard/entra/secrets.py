"""The connection settings saved with the application: Tenant URL, key, scope, notification, threshold.

Graph replaces the whole set at once and shows secret values as "*" only; so a set is always written
complete, with the real key, and "*" is never written back (Entra docs: provisioning known behaviours).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr

from wizard.entra.graph import Graph
from wizard.entra.waiting import Progress

MASKED = "*"


@dataclass(frozen=True, slots=True)
class Notification:
    """Quarantine e-mail and accidental-deletion threshold: JSON inside one string on the wire.

    `rest` keeps members this program does not know, so that writing loses nothing.
    """

    enabled: bool = False
    recipients: str = ""
    delete_threshold_enabled: bool = False
    delete_threshold_value: int | None = None
    rest: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SavedSettings:
    """What Entra has. The key is never readable; `has_key` tells that one is saved.

    `others` are further settings by wire name; `masked` the names of all hidden values.
    """

    tenant_url: str = ""
    has_key: bool = False
    sync_all: bool | None = None  # None: not set
    notification: Notification = field(default_factory=Notification)
    skip_out_of_scope_deletions: bool | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    masked: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever saved."""
        return not self.tenant_url and not self.has_key


@dataclass(frozen=True, slots=True)
class SecretSet:
    """The complete set to write. `sync_all=False` provisions assigned people and groups only."""

    tenant_url: str
    key: SecretStr
    sync_all: bool = False
    notification: Notification = field(default_factory=Notification)
    skip_out_of_scope_deletions: bool | None = None
    others: Mapping[str, SecretStr] = field(default_factory=dict)

    @staticmethod
    def based_on(saved: SavedSettings, *, tenant_url: str, key: SecretStr) -> SecretSet:
        """Everything that is saved, with this Tenant URL and key.

        Raises "secrets_hidden_value" when another value is hidden and would be lost.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that differs: wire `name`; values are texts, "*" for hidden ones."""

    name: str
    saved: str
    wanted: str


async def saved(graph: Graph, service_principal_id: str) -> SavedSettings:
    """What is saved now; empty settings when nothing was saved yet."""
    raise NotImplementedError


def differences(saved: SavedSettings, wanted: SecretSet) -> tuple[Difference, ...]:
    """What writing would change, except the key, which cannot be compared."""
    raise NotImplementedError


async def save(
    graph: Graph,
    service_principal_id: str,
    wanted: SecretSet,
    progress: Progress | None = None,
    *,
    patience: float = 120.0,
) -> SavedSettings:
    """Write the complete set, read it back until it shows, and compare.

    Raises "secrets_not_kept" with the names that differ, "secrets_hidden_value" when a value is "*".
    """
    raise NotImplementedError
