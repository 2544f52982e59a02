"""The connection test before every cycle, and behind `validateCredentials`.

It searches for a user who cannot exist, by the first matching attribute; only 200 with an empty list
passes (entra-docs: use-scim-to-provision-users-and-groups.md).
"""

from __future__ import annotations

import uuid

from wizard.practice.service.failure import (
    INCOMPATIBLE,
    MULTIPLE,
    CredentialsError,
    EntryError,
    probe_reason,
)
from wizard.practice.service.wire import Reply, UnreachableError, Wire


async def probe(wire: Wire, attribute: str, *, groups: bool) -> None:
    """Raise CredentialsError unless the endpoint answers correctly; `groups` also asks for groups."""
    _judge(await _ask(wire, "/Users", attribute))
    if groups:
        _judge(await _ask(wire, "/Groups", "displayName"))


async def _ask(wire: Wire, endpoint: str, attribute: str) -> Reply:
    try:
        return await wire.search(endpoint, attribute, str(uuid.uuid4()), groups=endpoint == "/Groups")
    except UnreachableError:
        raise CredentialsError.unreachable() from None


def _judge(reply: Reply) -> None:
    if reply.status == 404:
        raise CredentialsError(
            INCOMPATIBLE,
            "An HTTP/404 Not Found response was returned rather than the expected HTTP/200 OK response. "
            "Check the tenant URL, and that a search without a hit gives an empty list.\n\n"
            + probe_reason(reply.url, reply.status, reply.headers, reply.text[:8000]),
        )
    if reply.status != 200:
        raise CredentialsError.rejected(reply.url, reply.status, reply.headers, reply.text)
    try:
        found = reply.resources()
    except EntryError:
        raise CredentialsError(
            INCOMPATIBLE,
            "We are not able to deserialize the resource received from your SCIM endpoint. "
            f"Here is the resource we received from your SCIM endpoint: {reply.text[:8000]}",
        ) from None
    if found:
        raise CredentialsError(
            MULTIPLE, f"A search for nobody returned {len(found)} resources, so the filter does not work."
        )
