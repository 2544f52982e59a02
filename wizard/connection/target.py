"""The target of a connection test."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from wizard.network.clients import Network
from wizard.network.key_hosts import KeyForHost
from wizard.playvox.address import TenantUrl
from wizard.playvox.attributes import MATCHING


@dataclass(frozen=True, slots=True)
class Target:
    """Address and key as typed, and what the mapping searches for.

    `key` None: test everything that is possible without a key. `matching` is the SCIM attribute the mapping
    matches people by; Entra's test searches by it (Microsoft Learn: "Develop and plan provisioning for a
    SCIM endpoint"). `group_mapping`: whether groups are mapped. `step_seconds`: time limit of each step.
    `confirmed_hosts` may get the key although they are not Playvox's (`wizard.network.key_hosts`).
    """

    tenant_url: str
    key: SecretStr | None = None
    matching: str = MATCHING
    group_mapping: bool = False
    step_seconds: float = 30.0
    confirmed_hosts: frozenset[str] = frozenset()

    def sendable(self, key: SecretStr | None, url: TenantUrl, network: Network) -> KeyForHost | None:
        """The cleaned key for this address' host; raises `host_unconfirmed`. None without a key."""
        if key is None:
            return None
        return KeyForHost(key, url.host, self.confirmed_hosts, laboratory=network.allow_loopback)
