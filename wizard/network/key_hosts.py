"""The one rule for where the Playvox key may go: to Playvox, to this computer, or to a confirmed host."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from pydantic import SecretStr

from wizard.network.authorization import bearer
from wizard.problem import Problem, ProblemError
from wizard.security.redactor import remember

DOMAIN = "playvox.com"
_TESTING = ".test"  # RFC 6761 section 6.2: names for testing, which never lead to the internet


def is_this_computer(host: str) -> bool:
    """Whether a host name or address, as in `TenantUrl.host`, always means this computer."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified


def needs_consent(host: str, *, laboratory: bool = False) -> bool:
    """Whether a person has to confirm that the key may go to this host, in the form of `TenantUrl.host`.

    Only names below playvox.com and this computer need no consent, and in a laboratory
    (`Network.allow_loopback`) names that are reserved for testing. Look-alike names, names that only
    contain playvox.com, and addresses instead of names all need it.
    """
    if host.endswith(f".{DOMAIN}") or is_this_computer(host):
        return False
    return not (laboratory and host.endswith(_TESTING))


class KeyForHost:
    """The key, bound to the one host it may be sent to; every sender of the key takes this.

    Raises `ProblemError` with `host_unconfirmed` when the host needs consent and is not among `confirmed`.
    """

    __slots__ = ("_host", "_key")

    def __init__(
        self, key: SecretStr, host: str, confirmed: Collection[str] = (), *, laboratory: bool = False
    ) -> None:
        remember(key)
        if needs_consent(host, laboratory=laboratory) and host not in confirmed:
            raise ProblemError(Problem("host_unconfirmed", {"host": host}, field="tenant_url"))
        self._key = key
        self._host = host

    def __repr__(self) -> str:
        return f"KeyForHost({self._host!r})"

    def authorization(self, host: str) -> str:
        """The Authorization header for a request to this host; raises `host_unconfirmed` for another."""
        return bearer(self._for(host))

    def beside(self, address: str) -> SecretStr:
        """The key for a request body of Microsoft Graph in which this address is beside it.

        Microsoft's service sends the key to that address; raises `host_unconfirmed` for another host's.
        """
        return self._for(urlsplit(address).hostname or "")

    def _for(self, host: str) -> SecretStr:
        if host != self._host:
            raise ProblemError(Problem("host_unconfirmed", {"host": host}, field="tenant_url"))
        return self._key
