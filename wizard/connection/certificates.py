"""Read certificates: names, dates, issuers, and why a chain is not trusted."""

from __future__ import annotations

import functools
import re
import ssl
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID, NameOID

from wizard.network.inspectors import issues_certificates
from wizard.network.trust import openssl_context

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
# Errors that malformed certificates raise; the library has no common base class for them.
_UNREADABLE = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.ExtensionNotFound,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The readable part of one certificate; dates in UTC."""

    subject: str
    issuer: str
    organization: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    key: str
    self_signed: bool
    issuer_url: bool
    issuer_organization: str
    issuer_bytes: bytes
    subject_bytes: bytes


def read_certificate(der: bytes) -> Certificate | None:
    """The certificate, or None when the bytes are not a certificate."""
    with warnings.catch_warnings():
        # The library warns about violations of standards, such as negative serial numbers; this only reads.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return _read(der)


def _read(der: bytes) -> Certificate | None:
    try:
        parsed = x509.load_der_x509_certificate(der)
        return Certificate(
            _name(parsed.subject),
            _name(parsed.issuer),
            _organization(parsed.subject),
            tuple(_names(parsed)),
            parsed.not_valid_before_utc,
            parsed.not_valid_after_utc,
            _key(parsed),
            parsed.subject.public_bytes() == parsed.issuer.public_bytes(),
            _has_issuer_url(parsed),
            _organization(parsed.issuer),
            parsed.issuer.public_bytes(),
            parsed.subject.public_bytes(),
        )
    except _UNREADABLE:
        return None


def read_chain(ders: Sequence[bytes]) -> list[Certificate]:
    """The readable certificates of a chain, leaf first."""
    return [each for der in ders[:10] if (each := read_certificate(der)) is not None]


def inspector(chain: Sequence[Certificate]) -> str:
    """The inspection product named in a chain, or ""."""
    for each in chain:
        for name in (each.issuer, each.issuer_organization):
            if issues_certificates(name):
                return each.issuer
    return ""


def is_publicly_rooted(chain: Sequence[Certificate]) -> bool:
    """Whether a certificate of the chain is, or was issued by, one of Mozilla's public roots."""
    roots = _public_roots()
    return any(each.issuer_bytes in roots or each.subject_bytes in roots for each in chain)


def why_untrusted(
    chain: Sequence[Certificate],
    error: ssl.SSLCertVerificationError,
    trusted: frozenset[str],
    now: datetime,
) -> str:
    """The cause for a refused chain.

    OpenSSL's verification code decides when there is one (X509_V_ERR_…). Other platforms report
    differently, so the certificates decide there. `trusted` are organizations in the trust store.
    """
    code = getattr(error, "verify_code", 0)
    by_code = {
        9: "tls_not_yet_valid",
        10: "tls_expired",
        18: "tls_self_signed",
        62: "tls_hostname_mismatch",
        64: "tls_hostname_mismatch",
    }
    if code in by_code:
        return by_code[code]
    if any(each.not_after < now for each in chain):
        return "tls_expired"
    if any(each.not_before > now for each in chain):
        return "tls_not_yet_valid"
    message = str(error).lower()
    if "hostname" in message or "ip address mismatch" in message or "name mismatch" in message:
        return "tls_hostname_mismatch"
    if inspector(chain):
        return "tls_inspected"
    if chain and chain[0].self_signed:
        return "tls_self_signed"
    if code != 19 and _misses_intermediate(chain, trusted):
        return "tls_chain_incomplete"
    return "tls_untrusted"


def _misses_intermediate(chain: Sequence[Certificate], trusted: frozenset[str]) -> bool:
    """Whether the chain lacks a certificate that the server should have sent.

    A chain does not say this itself. Public authorities write the URL of the issuer into each certificate.
    Without it, an issuer whose organization is in the trust store, or whose name says intermediate, was
    probably omitted.
    """
    if not chain or chain[-1].self_signed:
        return False
    top = chain[-1]
    if top.issuer_url or re.search(
        r"intermediate|issuing|\bsub(?:ordinate)? ?ca\b", top.issuer, re.IGNORECASE
    ):
        return True
    return bool(top.issuer_organization) and top.issuer_organization in trusted


def trusted_organizations(extra_ca: Path | None) -> frozenset[str]:
    """Organizations with a root in this computer's trust store, if listable, or in the extra file."""
    found: set[str] = set()
    try:
        context = openssl_context()
        if extra_ca is not None:
            context.load_verify_locations(cafile=str(extra_ca))
        for each in context.get_ca_certs():
            subject = each.get("subject", ())
            found |= {str(pair[1]) for part in subject for pair in part if pair[0] == "organizationName"}
    except (OSError, ssl.SSLError, ValueError):
        return frozenset(found)
    return frozenset(found)


@functools.cache
def _public_roots() -> frozenset[bytes]:
    text = Path(certifi.where()).read_text(encoding="ascii", errors="replace")
    ders = [ssl.PEM_cert_to_DER_cert(pem) for pem in _PEM.findall(text)]
    # One at a time: a root that the library no longer reads must not hide the others.
    return frozenset(each.subject_bytes for der in ders if (each := read_certificate(der)) is not None)


def _name(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME):
        values = name.get_attributes_for_oid(oid)
        if values:
            return str(values[0].value)
    return name.rfc4514_string()


def _organization(name: x509.Name) -> str:
    values = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(values[0].value) if values else ""


def _names(parsed: x509.Certificate) -> list[str]:
    try:
        extension = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except _UNREADABLE:
        return []
    names = [str(each) for each in extension.get_values_for_type(x509.DNSName)]
    return names + [str(each) for each in extension.get_values_for_type(x509.IPAddress)]


def _has_issuer_url(parsed: x509.Certificate) -> bool:
    try:
        extension = parsed.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS).value
    except _UNREADABLE:
        return False
    if not isinstance(extension, x509.AuthorityInformationAccess):
        return False
    return any(each.access_method == AuthorityInformationAccessOID.CA_ISSUERS for each in extension)


def _key(parsed: x509.Certificate) -> str:
    try:
        key = parsed.public_key()
    except _UNREADABLE:
        return ""
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.key_size}"
    return type(key).__name__.removesuffix("PublicKey")
