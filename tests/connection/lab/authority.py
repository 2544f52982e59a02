"""A certificate authority that makes every kind of certificate that must not be trusted."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
NAMES = ("localhost", "*.playvox.com")


@dataclass(frozen=True)
class Issuer:
    """A certificate and its key, and the certificates between it and the root."""

    certificate: x509.Certificate
    key: Key
    between: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(common: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
        ]
    )


class Authority:
    """Creates certificates in a folder; `root_file` is the trust anchor for the program."""

    def __init__(
        self, folder: Path, common: str = "Laboratory Root", organization: str = "Laboratory"
    ) -> None:
        self.folder = folder
        self.root = self.issuer(common, organization)
        self.root_file = folder / f"{common}.pem".replace(" ", "_")
        self.root_file.write_bytes(self.root.pem)

    def issuer(self, common: str, organization: str, above: Issuer | None = None) -> Issuer:
        """A root, or an intermediate below `above`."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(common, organization)
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(above.certificate.subject if above else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=30))
            .not_valid_after(now + timedelta(days=300))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        certificate = builder.sign(above.key if above else key, hashes.SHA256())
        between = (certificate, *above.between) if above else ()
        return Issuer(certificate, key, between)

    def context(
        self,
        *,
        issuer: Issuer | None = None,
        names: tuple[str, ...] = NAMES,
        starts: timedelta = timedelta(days=-30),
        ends: timedelta = timedelta(days=300),
        self_signed: bool = False,
        chain: bool = True,
        issuer_url: bool = False,
        rsa_key: bool = False,
    ) -> ssl.SSLContext:
        """A server context with a new certificate for `names`; `chain` sends the intermediates too."""
        above = issuer or self.root
        key: Key = (
            rsa.generate_private_key(65537, 2048) if rsa_key else ec.generate_private_key(ec.SECP256R1())
        )
        subject = _name(names[0], "Laboratory Server")
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if self_signed else above.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + starts)
            .not_valid_after(now + ends)
            .add_extension(
                x509.SubjectAlternativeName([_alternative(each) for each in names]), critical=False
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        )
        if issuer_url:
            place = x509.UniformResourceIdentifier("http://ca.example/issuer.cer")
            access = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, place)
            builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
        leaf = builder.sign(key if self_signed else above.key, hashes.SHA256())
        pem = serialization.Encoding.PEM
        content = key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ) + leaf.public_bytes(pem)
        if chain:
            content += b"".join(each.public_bytes(pem) for each in above.between)
        file = self.folder / f"{leaf.serial_number:x}.pem"
        file.write_bytes(content)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context
