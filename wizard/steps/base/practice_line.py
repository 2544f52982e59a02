"""The connection line of a practice tenant, which a running one prints."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr


class PracticeLine(BaseModel):
    """Addresses and credentials of a practice tenant on loopback.

    The same shape comes from `practice serve` (one JSON line) and from a practice tenant started inside
    this program.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, from_attributes=True)

    graph: str
    """Base of the practice Graph, without the version."""
    authority: str
    """Sign-in authority, tenant id included."""
    tenant_id: str
    client_id: str
    account: str
    """The practice administrator's sign-in name."""
    scim: str
    """The practice Playvox on its loopback address."""
    key: SecretStr
    """The Base64 key that the practice Playvox accepts."""
    next_key: SecretStr = SecretStr("")
    """Another key that it accepts, to practice replacing the first; empty for an older tenant."""
    ca_file: Path
    """PEM of the authority that signed the practice servers' certificates."""
    control: str
    """The control address for faults and the actual state."""
