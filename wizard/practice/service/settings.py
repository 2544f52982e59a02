"""What an administrator saved for a job, as the provisioning service reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from wizard.network.clients import Network
from wizard.practice.service.failure import CredentialsError

# A feature flag behind a Tenant URL.
# Source: entra-docs, application-provisioning-config-problem-scim-compatibility.md
_COMPLIANT_FLAG = "aadoptscim062020"
_INVALID = "SystemForCrossDomainIdentityManagementInvalidCredentials"


@dataclass(frozen=True, slots=True)
class Address:
    """A Tenant URL, split into the part before `/Users` and the flags sent as a query."""

    base: str
    flags: str

    @property
    def compliant_patch(self) -> bool:
        """Whether PATCH bodies follow RFC 7644 instead of Entra ID's older dialect."""
        return _COMPLIANT_FLAG in self.flags.lower()

    def resource(self, path: str, query: str = "") -> str:
        """The full address of `path` (starts with a slash)."""
        whole = "&".join(part for part in (self.flags, query) if part)
        return f"{self.base}{path}" + (f"?{whole}" if whole else "")


@dataclass(frozen=True, slots=True)
class Settings:
    """One job's saved settings; `delete_threshold` None means no deletion limit."""

    address: Address
    token: SecretStr
    sync_all: bool = False
    delete_threshold: int | None = None
    skip_out_of_scope_deletions: bool = False


def read_settings(secrets: Mapping[str, str], network: Network) -> Settings:
    """The settings in a service principal's secrets. Raises CredentialsError for an unusable address."""
    return Settings(
        address=read_address(secrets.get("BaseAddress", ""), network),
        token=SecretStr(secrets.get("SecretToken", "")),
        sync_all=secrets.get("SyncAll", "").lower() == "true",
        delete_threshold=read_delete_threshold(secrets),
        skip_out_of_scope_deletions=secrets.get("SkipOutOfScopeDeletions", "").lower() == "true",
    )


def read_delete_threshold(secrets: Mapping[str, str]) -> int | None:
    """How many deletions at once stop a cycle; None when there is no limit."""
    notifications = _json(secrets.get("SyncNotificationSettings", ""))
    threshold = notifications.get("DeleteThresholdValue")
    watched = notifications.get("DeleteThresholdEnabled") is True
    return threshold if watched and isinstance(threshold, int) else None


def read_address(text: str, network: Network) -> Address:
    """A Tenant URL as the service uses it: https, or http on loopback where the network allows that.

    Raises CredentialsError. A practice tenant never calls the internet, so a name that resolves neither to
    loopback nor to a route counts as unreachable.
    """
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host = ""
        parts = urlsplit("")
    loopback = network.allow_loopback and host in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme not in ({"https", "http"} if loopback else {"https"}) or not host:
        raise CredentialsError(_INVALID, "The tenant URL of the application is not valid.")
    if not loopback and network.route(host) is None:
        raise CredentialsError.unreachable()
    return Address(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", parts.query)


def _json(text: str) -> dict[str, object]:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
