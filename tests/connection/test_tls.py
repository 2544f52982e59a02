"""TLS as Microsoft's service uses it: each documented suite, full chains, records as sent."""

from __future__ import annotations

import asyncio
import re
import ssl
import struct
from dataclasses import replace
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.connection.lab import raw
from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import Fault
from tests.connection.lab.server import healthy, serving
from wizard.connection import Verdict
from wizard.connection.certificates import Certificate, read_chain
from wizard.connection.tls import Handshake, inspected_by
from wizard.connection.tls_alerts import cause_of_alert
from wizard.connection.tls_records import ServerHandshake, read_handshake

# Microsoft Learn, "Develop and plan provisioning for a SCIM endpoint", minimum bar for TLS cipher suites.
DOCUMENTED = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-RSA-AES128-SHA256",
    "ECDHE-RSA-AES256-SHA384",
)


# ---- suites


@pytest.mark.parametrize("suite", DOCUMENTED)
async def test_a_server_with_one_documented_suite_works(suite: str, lab: Authority) -> None:
    def context(lab: Authority) -> ssl.SSLContext:
        return raw.only_suites(lab.context(rsa_key="-RSA-" in suite), suite)

    report, _running = await Fault(suite, None, None, "speaks nothing else", tls=context).tested(lab)
    tls = next(each for each in report.checks if each.id == "tls")
    assert report.verdict is Verdict.WORKS, tls
    assert tls.evidence["microsoft"] == f"TLSv1.2 {suite}"


@pytest.mark.parametrize("rsa_key", [False, True], ids=["ECDSA", "RSA"])
async def test_a_server_with_only_other_suites_is_recognized(rsa_key: bool, lab: Authority) -> None:
    others = "ALL:!aNULL:!PSK:!SRP:" + ":".join(f"!{suite}" for suite in DOCUMENTED)

    def context(lab: Authority) -> ssl.SSLContext:
        return raw.only_suites(lab.context(rsa_key=rsa_key), others)

    fault = Fault("others", "tls", "tls_cipher_unsupported", "every suite but the documented", tls=context)
    report, _running = await fault.tested(lab)
    assert report.cause == "tls_cipher_unsupported"


# ---- inspection


def handshake(*chain: Certificate) -> Handshake:
    return Handshake(None, None, ServerHandshake(), chain=list(chain))


def certificates(*made: x509.Certificate) -> list[Certificate]:
    return read_chain([each.public_bytes(Encoding.DER) for each in made])


def below(lab: Authority, common: str, organization: str) -> tuple[Certificate, Certificate]:
    """An intermediate below a root with that name, and one below the intermediate: neither
    names a vendor.
    """
    root = lab.issuer(common, organization)
    upper = lab.issuer("Gateway 2", "Contoso", root)
    lower = lab.issuer("Gateway 1", "Contoso", upper)
    first, second = certificates(lower.certificate, upper.certificate)
    return first, second


def test_a_vendor_is_found_anywhere_in_the_chain(lab: Authority) -> None:
    leaf, above = below(lab, "Zscaler Root CA", "Zscaler Inc.")
    assert inspected_by(handshake(leaf), None, ask_roots=False) == ("", "")
    found = inspected_by(handshake(leaf, above), None, ask_roots=False)
    assert found == ("Zscaler Root CA", "vendor")


def test_the_longer_chain_of_both_handshakes_counts(lab: Authority) -> None:
    """TLS 1.3 hides all but the leaf; a handshake with Microsoft's settings shows the rest."""
    leaf, above = below(lab, "Root 7", "Fortinet")
    for usual, entra in ((handshake(leaf), handshake(leaf, above)), (handshake(leaf, above), handshake())):
        assert inspected_by(usual, entra, ask_roots=False) == ("Root 7", "vendor")


def test_a_private_root_counts_only_with_a_complete_chain(lab: Authority) -> None:
    leaf, above = below(lab, "Contoso Root", "Contoso")
    assert inspected_by(handshake(leaf, above), None, ask_roots=True) == ("Contoso Root", "not_public")
    assert inspected_by(handshake(leaf, above), None, ask_roots=False) == ("", "")
    assert inspected_by(handshake(leaf), None, ask_roots=True) == ("", "")
    assert inspected_by(handshake(), None, ask_roots=True) == ("", "")


PUBLIC_ROOTS = re.findall(
    r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", Path(certifi.where()).read_text(), re.DOTALL
)


@pytest.mark.parametrize("which", [0, -1], ids=["first", "last"])
def test_a_public_root_in_the_chain_is_no_inspection(which: int, lab: Authority) -> None:
    leaf, _above = below(lab, "Contoso Root", "Contoso")
    (root,) = read_chain([ssl.PEM_cert_to_DER_cert(PUBLIC_ROOTS[which])])
    assert inspected_by(handshake(leaf, root), None, ask_roots=True) == ("", "")
    issued = replace(leaf, issuer_bytes=root.subject_bytes)
    assert inspected_by(handshake(leaf, issued), None, ask_roots=True) == ("", "")


# ---- records


def record(kind: int, content: bytes) -> bytes:
    return struct.pack(">BHH", kind, 0x0303, len(content)) + content


def message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


HELLO = message(2, b"\x03\x03" + bytes(32) + b"\x00" + b"\xc0\x2f\x00")
CERTIFICATE = message(11, b"\x00\x00\x06" + b"\x00\x00\x03" + b"der")
WANTS_CERTIFICATE = message(13, b"\x01\x01\x00\x02\x04\x03\x00\x00")
CHANGE_CIPHER_SPEC = record(20, b"\x01")
ALERT = record(21, b"\x02\x28")


def test_messages_are_read_across_records_until_everything_is_encrypted() -> None:
    flight = HELLO + CERTIFICATE + WANTS_CERTIFICATE
    whole = ServerHandshake("TLSv1.2", (b"der",), "", wants_certificate=True)
    assert read_handshake(record(22, flight)) == whole
    for cut in range(1, len(flight)):
        assert read_handshake(record(22, flight[:cut]) + record(22, flight[cut:])) == whole
    assert read_handshake(record(22, flight) + ALERT).alert == "handshake_failure"


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (42, "tls_client_certificate"),
        (43, "tls_client_certificate"),
        (44, "tls_client_certificate"),
        (45, "tls_client_certificate"),
        (48, "tls_client_certificate"),
        (80, None),
        (112, "tls_hostname_mismatch"),
        (113, None),
        (120, "tls_no_http1"),
    ],
)
def test_alerts_have_names_and_causes(number: int, cause: str | None) -> None:
    alert = read_handshake(record(21, bytes([2, number]))).alert
    assert not alert.isdigit()
    assert cause_of_alert(alert) == cause


def test_nothing_is_read_behind_the_change_of_ciphers() -> None:
    """The rest is encrypted: bytes that only resemble messages and alerts."""
    seen = record(22, HELLO + CERTIFICATE) + CHANGE_CIPHER_SPEC
    plain = ServerHandshake("TLSv1.2", (b"der",))
    assert read_handshake(seen) == plain
    for encrypted in (record(22, WANTS_CERTIFICATE), ALERT, record(22, message(11, b"\x00\x00\x00"))):
        assert read_handshake(seen + encrypted) == plain
        assert read_handshake(seen + encrypted + CHANGE_CIPHER_SPEC + encrypted) == plain


async def test_a_real_handshake_shows_what_came_before_the_change_of_ciphers(lab: Authority) -> None:
    """A complete TLS 1.2 handshake: the server's encrypted end is not read as a message."""
    context = raw.only_suites(lab.context(), "ECDHE-ECDSA-AES128-GCM-SHA256")
    async with serving(healthy, context) as server:
        trusting = ssl.create_default_context(cafile=str(lab.root_file))
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = trusting.wrap_bio(incoming, outgoing, server_hostname="localhost")
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        seen = b""
        while True:
            try:
                session.do_handshake()
            except ssl.SSLWantReadError:
                writer.write(outgoing.read())
                received = await reader.read(16384)
                seen += received
                incoming.write(received)
            else:
                break
        writer.close()
    assert CHANGE_CIPHER_SPEC in seen
    found = read_handshake(seen)
    assert (found.version, found.alert, found.wants_certificate) == ("TLSv1.2", "", False)
    assert found.certificates == (session.getpeercert(binary_form=True),)
