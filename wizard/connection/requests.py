"""The requests of the test, in the form that Microsoft's service uses.

All of them are read-only. `+` for spaces comes from Microsoft's SCIM library. A single field report says
that the service sends no User-Agent, so both variants are sent and compared.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from uuid import uuid4

from wizard.network.clients import USER_AGENT
from wizard.network.key_hosts import KeyForHost
from wizard.playvox.address import TenantUrl
from wizard.playvox.scim import filter_query

MAX_REQUESTS = 12  # requests in one run


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """A GET request: its name in the run, the part after the base address, and which headers it has."""

    name: str
    rest: str
    user_agent: bool = True
    with_key: bool = True

    def target(self, url: TenantUrl) -> bytes:
        """Path and query as sent."""
        return f"{url.path}{self.rest}".encode("ascii", "replace")

    def headers(self, url: TenantUrl, key: KeyForHost | None) -> list[tuple[bytes, bytes]]:
        """The headers; `Authorization` only with a key."""
        headers = [(b"Host", url.authority.encode())]
        if key is not None and self.with_key:
            headers.append((b"Authorization", key.authorization(url.host).encode()))
        headers.append((b"Accept", b"application/scim+json"))
        if self.user_agent:
            headers.append((b"User-Agent", USER_AGENT.encode()))
        return headers


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of one run; they search for random identifiers, which cannot exist."""

    matching: str
    user: str
    group: str

    @classmethod
    def fresh(cls, matching: str) -> Requests:
        """New random identifiers."""
        return cls(matching, str(uuid4()), str(uuid4()))

    @property
    def probe(self) -> ProbeRequest:
        """The request of Test Connection: a search for a user who cannot exist."""
        return ProbeRequest("probe", f"/Users?{filter_query(self.matching, self.user)}")

    @property
    def percent(self) -> ProbeRequest:
        """The same with spaces as `%20`."""
        return ProbeRequest("percent", f"/Users?{filter_query(self.matching, self.user, space='%20')}")

    @property
    def anonymous(self) -> ProbeRequest:
        """The same without a User-Agent."""
        return ProbeRequest(
            "no_user_agent", f"/Users?{filter_query(self.matching, self.user)}", user_agent=False
        )

    @property
    def collection(self) -> ProbeRequest:
        """One entry of the whole collection, to distinguish "no user found" from "no such service"."""
        return ProbeRequest("collection", "/Users?count=1")

    @property
    def keyless(self) -> ProbeRequest:
        """The probe without the key: whether the answer depends on the key at all."""
        return ProbeRequest("keyless", self.probe.rest, with_key=False)

    @property
    def groups(self) -> ProbeRequest:
        """A group that cannot exist, in the documented form of a search by name."""
        return ProbeRequest(
            "groups", f"/Groups?excludedAttributes=members&{filter_query('displayName', self.group)}"
        )

    @property
    def discovery(self) -> tuple[ProbeRequest, ...]:
        """The server's description of itself (RFC 7644 section 4)."""
        return tuple(
            ProbeRequest(each, f"/{each}") for each in ("ServiceProviderConfig", "Schemas", "ResourceTypes")
        )


def as_curl(url: TenantUrl, request: ProbeRequest) -> str:
    """The request for a terminal, with `$KEY` for the key; an empty User-Agent header means none."""
    agent = USER_AGENT if request.user_agent else ""
    address = f"{url.scheme}://{url.authority}{request.target(url).decode()}"
    return (
        'curl -sS -i -H "Authorization: Bearer $KEY" -H "Accept: application/scim+json" '
        f"-A {shlex.quote(agent)} {shlex.quote(address)}"
    )
