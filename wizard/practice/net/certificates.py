"""A certificate authority that exists as long as the practice tenant, and the server contexts it signs."""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from wizard.paths import private_file

HOSTS = ("localhost", "*.playvox.com", "127.0.0.1", "::1")
_LIFETIME = timedelta(days=30)


@dataclass(frozen=True)
class _Signed:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


class Certificates:
    """Root, intermediate, and server certificates; private keys are never kept beyond the process.

    Keys are elliptic-curve P-256, so the ECDSA half of the cipher suites that Microsoft names is usable.
    """

    def __init__(self) -> None:
        self._root = _authority("Playvox Practice Root", None)
        self._intermediate = _authority("Playvox Practice Issuer", self._root)

    def write_root(self, path: Path) -> None:
        """Write the trust anchor as PEM."""
        with suppress(FileNotFoundError):
            path.unlink()  # of an earlier run, or a link that leads elsewhere
        private_file(path)
        path.write_bytes(self._root.pem)

    def context(
        self, *, hosts: tuple[str, ...] = HOSTS, expired: bool = False, chain: bool = True
    ) -> ssl.SSLContext:
        """A server context with a fresh certificate for `hosts`; without `chain` the issuer is not sent."""
        leaf = _leaf(hosts, self._intermediate, expired=expired)
        return _load(leaf, self._intermediate.pem if chain else b"")

    def self_signed(self) -> ssl.SSLContext:
        """A server context with a self-signed certificate."""
        return _load(_leaf(HOSTS, None, expired=False), b"")


def tls13_only(context: ssl.SSLContext) -> ssl.SSLContext:
    """Speak TLS 1.3 only."""
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def tls_old(context: ssl.SSLContext) -> ssl.SSLContext:
    """Speak TLS 1.1 only, as servers that were never updated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def foreign_suites(context: ssl.SSLContext) -> ssl.SSLContext:
    """Speak TLS 1.2 with a suite that browsers accept and Microsoft's documentation does not list."""
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-CHACHA20-POLY1305")
    return context


def _authority(name: str, issuer: _Signed | None) -> _Signed:
    key = ec.generate_private_key(ec.SECP256R1())
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    constraints = x509.BasicConstraints(ca=True, path_length=1 if issuer is None else 0)
    builder = _builder(name, key, issuer, expired=False).add_extension(constraints, critical=True)
    return _sign(builder.add_extension(usage, critical=True), key, issuer)


def _leaf(hosts: tuple[str, ...], issuer: _Signed | None, *, expired: bool) -> _Signed:
    key = ec.generate_private_key(ec.SECP256R1())
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=False, crl_sign=False, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        _builder(hosts[0], key, issuer, expired=expired)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_name(host) for host in hosts]), critical=False)
    )
    return _sign(builder, key, issuer)


def _builder(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: _Signed | None, *, expired: bool
) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    until = datetime.now(UTC) + (-timedelta(days=2) if expired else _LIFETIME)
    signer = issuer.key if issuer else key
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - _LIFETIME - timedelta(days=1))
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )


def _sign(
    builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey, issuer: _Signed | None
) -> _Signed:
    return _Signed(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _load(leaf: _Signed, chain: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    key = leaf.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # The ssl module reads files only; the folder is private and removed right afterwards.
    with tempfile.TemporaryDirectory(prefix="practice-") as folder:
        path = Path(folder) / "server.pem"
        path.write_bytes(key + leaf.pem + chain)
        context.load_cert_chain(path)
    return context
