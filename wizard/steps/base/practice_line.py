"""The connection line of a practice tenant, which a running one prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_LONGEST = 2_048  # characters of an address


def _on_this_computer(address: str) -> str:
    place = urlsplit(address)
    if len(address) > _LONGEST or not (address.isascii() and address.isprintable()):
        raise ValueError("no address")
    if place.scheme != "https" or place.hostname not in _HERE or not place.port:
        raise ValueError("no address of a practice tenant")
    return address


Address = Annotated[str, AfterValidator(_on_this_computer)]
"""An address of a practice server: https, on this computer, with its port."""


def _names_a_tenant(address: str) -> str:
    if not urlsplit(address).path.strip("/"):
        raise ValueError("no tenant")
    return address


class PracticeLine(BaseModel):
    """Addresses and credentials of a practice tenant on loopback.

    The same shape comes from `practice serve` (one JSON line) and from a practice tenant started inside
    this program.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, from_attributes=True)

    graph: Address
    """Base of the practice Graph, without the version."""
    authority: Annotated[Address, AfterValidator(_names_a_tenant)]
    """Sign-in authority, tenant id included."""
    tenant_id: str
    client_id: str
    account: str
    """The practice administrator's sign-in name."""
    scim: Address
    """The practice Playvox on its loopback address."""
    key: SecretStr
    """The Base64 key that the practice Playvox accepts."""
    next_key: SecretStr = SecretStr("")
    """Another key that it accepts, to practice replacing the first; empty for an older tenant."""
    ca_file: Path
    """PEM of the authority that signed the practice servers' certificates."""
    control: Address
    """The control address for faults and the actual state."""
