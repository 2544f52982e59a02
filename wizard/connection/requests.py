"""The requests of the test, worded as Microsoft's service words them. All of them only read.

`+` for blanks comes from Microsoft's SCIM library; that the live service sends no User-Agent is a single
field report, so both ways are tried and compared.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from uuid import uuid4

from pydantic import SecretStr

from wizard.network.clients import USER_AGENT
from wizard.playvox.address import TenantUrl
from wizard.playvox.scim import filter_query

MOST = 12  # requests in one run


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """A GET: its name within the run, what follows the base address, and whether it says who asks."""

    name: str
    rest: str
    user_agent: bool = True

    def target(self, url: TenantUrl) -> bytes:
        """Path and query as they go over the wire."""
        return f"{url.path}{self.rest}".encode("ascii", "replace")

    def headers(self, url: TenantUrl, key: SecretStr | None) -> list[tuple[bytes, bytes]]:
        """The headers; `Authorization` only with a key."""
        headers = [(b"Host", url.authority.encode())]
        if key is not None:
            headers.append((b"Authorization", b"Bearer " + key.get_secret_value().encode()))
        headers.append((b"Accept", b"application/scim+json"))
        if self.user_agent:
            headers.append((b"User-Agent", USER_AGENT.encode()))
        return headers


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of one run; the identifiers asked for are random, so nobody can have them."""

    matching: str
    user: str
    group: str

    @classmethod
    def fresh(cls, matching: str) -> Requests:
        """New random identifiers."""
        return cls(matching, str(uuid4()), str(uuid4()))

    @property
    def probe(self) -> ProbeRequest:
        """What Test Connection asks: somebody who cannot exist."""
        return ProbeRequest("probe", f"/Users?{filter_query(self.matching, self.user)}")

    @property
    def percent(self) -> ProbeRequest:
        """The same with blanks as `%20`."""
        return ProbeRequest("percent", f"/Users?{filter_query(self.matching, self.user, space='%20')}")

    @property
    def anonymous(self) -> ProbeRequest:
        """The same without saying who asks."""
        return ProbeRequest(
            "no_user_agent", f"/Users?{filter_query(self.matching, self.user)}", user_agent=False
        )

    @property
    def collection(self) -> ProbeRequest:
        """One entry of the whole collection, to tell "nobody found" from "nothing there"."""
        return ProbeRequest("collection", "/Users?count=1")

    @property
    def groups(self) -> ProbeRequest:
        """A group that cannot exist, in the documented form of a look-up by name."""
        return ProbeRequest(
            "groups", f"/Groups?excludedAttributes=members&{filter_query('displayName', self.group)}"
        )

    @property
    def discovery(self) -> tuple[ProbeRequest, ...]:
        """What the server says about itself (RFC 7644 section 4)."""
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
