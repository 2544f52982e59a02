"""Registers an application that signs in by itself, through Graph's documented calls."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.practice.desk import Desk
from wizard.practice.graph_permissions import APP_ID

OWNED_BY = "Application.ReadWrite.OwnedBy"


@dataclass(frozen=True)
class Registered:
    """An app registration of the practice tenant and its service principal."""

    client_id: str
    application: str  # object id
    principal: str  # object id


async def register(desk: Desk, *permissions: str, owns: str = "") -> Registered:
    """A new registration with these application permissions, as an owner of a service principal."""
    made = (await desk.call("POST", "/applications", {"displayName": "Playvox watch"})).json()
    principal = await desk.until("POST", "/servicePrincipals", {"appId": made["appId"]})
    assert principal.status_code == 201, principal.text
    found = Registered(made["appId"], made["id"], principal.json()["id"])
    graph = await desk.get(f"/servicePrincipals(appId='{APP_ID}')")
    roles = {role["value"]: role["id"] for role in graph["appRoles"]}
    for name in permissions:
        body = {"principalId": found.principal, "resourceId": graph["id"], "appRoleId": roles[name]}
        answer = await desk.until("POST", f"/servicePrincipals/{found.principal}/appRoleAssignments", body)
        assert answer.status_code == 201, answer.text
    if owns:
        body = {"@odata.id": f"{desk.line.graph}/v1.0/directoryObjects/{found.principal}"}
        answer = await desk.call("POST", f"/servicePrincipals/{owns}/owners/$ref", body)
        assert answer.status_code == 204, answer.text
    return found


async def upload(desk: Desk, found: Registered, certificate: x509.Certificate) -> None:
    """Add the certificate (never its private key) to the registration."""
    der = base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()
    body = {"keyCredentials": [{"type": "AsymmetricX509Cert", "usage": "Verify", "key": der}]}
    answer = await desk.until("PATCH", f"/applications/{found.application}", body)
    assert answer.status_code == 204, answer.text


async def trust_workload(desk: Desk, found: Registered, subject: str) -> dict[str, str]:
    """Add a federated credential; returns what a workflow run with `subject` has in its environment."""
    run = await desk.client.post(f"{desk.line.control}/workflow-run", json={"subject": subject})
    environment: dict[str, str] = run.json()
    body = {
        "name": "ci",
        "issuer": environment.pop("issuer"),
        "subject": subject,
        "audiences": ["api://AzureADTokenExchange"],
    }
    path = f"/applications/{found.application}/federatedIdentityCredentials"
    answer = await desk.until("POST", path, body)
    assert answer.status_code == 201, answer.text
    return environment


def new_certificate(*, days: int = 30) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """A private key and a self-signed certificate that is valid for so many days from now (or was)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Playvox watch")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def write_pem(path: Path, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> Path:
    """Both in one PEM file."""
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
