"""Faults below HTTP, as a client and Microsoft's service see them."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from typing import Any

import pytest

from wizard.practice.faults import REGISTRY
from wizard.practice.service import CredentialsError

BROKEN = ("playvox-refused", "playvox-no-answer", "playvox-cut-handshake")
# fault → part of what OpenSSL says about the certificate
CERTIFICATES = {
    "playvox-cert-expired": "certificate has expired",
    "playvox-cert-self-signed": "self-signed certificate",
    "playvox-cert-private": "unable to get local issuer certificate",
    "playvox-cert-wrong-name": "Hostname mismatch",
    "playvox-cert-incomplete": "unable to get local issuer certificate",
}
PROTOCOLS = ("playvox-tls13-only", "playvox-tls-old", "playvox-tls-suites")
# The eight suites of entra-docs use-scim-to-provision-users-and-groups.md, as OpenSSL names them.
SUITES = ":".join(
    f"ECDHE-{key}-{cipher}"
    for key in ("ECDSA", "RSA")
    for cipher in ("AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA256", "AES256-SHA384")
)


def _like_microsoft(practice: Any) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(practice.line.ca_file))
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(SUITES)
    return context


async def _knock(practice: Any) -> str:
    """The TLS version negotiated with Playvox."""
    port = int(practice.line.scim.split(":")[2].split("/")[0])
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=_like_microsoft(practice), server_hostname="acme.playvox.com"
        )
    version = str(writer.get_extra_info("ssl_object").version())
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    del reader
    return version


async def _refused_by_microsoft(practice: Any) -> str:
    key = practice.line.key.get_secret_value()
    with pytest.raises(CredentialsError) as caught:
        await practice.tenant.service.validate_credentials("https://acme.playvox.com/scim/v1", key)
    assert caught.value.code.endswith("CredentialValidationUnavailable")
    return caught.value.message


async def test_without_a_fault_microsofts_suites_are_enough(practice: Any) -> None:
    assert await _knock(practice) == "TLSv1.2"


@pytest.mark.parametrize("fault", [*CERTIFICATES, *PROTOCOLS, "playvox-refused", "playvox-cut-handshake"])
async def test_broken_connections(practice: Any, fault: str) -> None:
    practice.tenant.faults.switch(fault, on=True)
    with pytest.raises(OSError) as caught:
        await _knock(practice)
    assert CERTIFICATES.get(fault, "") in str(caught.value)
    # Microsoft's service never says more than this about a failed connection.
    assert await _refused_by_microsoft(practice) == "An error occurred while sending the request."
    practice.tenant.faults.clear()
    assert await _knock(practice) == "TLSv1.2"


async def test_a_server_that_never_answers(practice: Any) -> None:
    practice.tenant.faults.switch("playvox-no-answer", on=True, times=1)
    port = int(practice.line.scim.split(":")[2].split("/")[0])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await asyncio.open_connection("127.0.0.1", port, ssl=_like_microsoft(practice))
    assert await _knock(practice) == "TLSv1.2"


def test_every_fault_of_the_door_is_tried_here() -> None:
    tried = {*CERTIFICATES, *PROTOCOLS, *BROKEN}
    assert {fault.name for fault in REGISTRY.values() if fault.group == "connection"} == tried
