"""Sign-in as an application: the real MSAL against the practice authority."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pydantic import SecretStr

from tests.practice.desk import Desk
from tests.practice.registration import (
    OWNED_BY,
    Registered,
    new_certificate,
    register,
    trust_workload,
    upload,
    write_pem,
)
from wizard.entra import jobs, logs
from wizard.entra.aadsts import SignInError
from wizard.entra.app_credential import (
    CertificateFile,
    ClientSecret,
    FederatedFile,
    GitHubActions,
    federated,
)
from wizard.entra.app_sign_in import AppSignIn
from wizard.entra.cloud import Cloud
from wizard.entra.consistency import WaitPolicy
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph

if TYPE_CHECKING:
    from wizard.practice import Practice

SUBJECT = "repo:contoso/playvox:ref:refs/heads/main"
pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


@pytest.fixture
async def desk(practice: Practice) -> Any:
    async with practice.network.client() as client:
        found = Desk(practice, client)
        await found.sign_in()
        yield found


def _signing(practice: Practice, client_id: str, credential: Any) -> AppSignIn:
    cloud = Cloud.practice(practice.line.graph, practice.line.authority)
    return AppSignIn(cloud, client_id, practice.network, practice.line.tenant_id, credential)


async def _refused(practice: Practice, client_id: str, credential: Any) -> str:
    with pytest.raises(SignInError) as caught:
        await _signing(practice, client_id, credential).sign_in()
    return caught.value.problem.code


async def test_a_certificate_signs_in_and_reaches_what_the_application_owns_only(
    practice: Practice, desk: Desk, tmp_path: Path
) -> None:
    owned, _ = await desk.new_application("Playvox")
    foreign, _ = await desk.new_application("Playvox elsewhere")
    for one in (owned, foreign):
        await desk.new_job(one)
    found = await register(desk, OWNED_BY, owns=owned)
    key, certificate = new_certificate()
    await upload(desk, found, certificate)
    signing = _signing(
        practice, found.client_id, CertificateFile(write_pem(tmp_path / "app.pem", key, certificate))
    )
    account = await signing.sign_in()
    assert (account.username, account.object_id) == (found.client_id, found.principal)
    assert (account.app_only, account.scopes) == (True, {OWNED_BY})

    async with Graph(
        practice.network,
        signing._cloud,
        signing.token,
        waits=WaitPolicy(lambda _waiting: None),
        read_only=True,
    ) as graph:
        (job,) = await jobs.jobs(graph, owned)
        assert job.id
        for forbidden, code in (
            (jobs.jobs(graph, foreign), "graph_app_not_owner"),
            (logs.log_entries(graph, owned, limit=5), "graph_app_permission_missing"),
            (graph.get("/users"), "graph_app_permission_missing"),
        ):
            with pytest.raises(GraphError) as caught:
                await forbidden
            assert caught.value.problem.code == code
    assert (await signing.token(fresh=True)).scopes == {OWNED_BY}


async def test_a_certificate_must_be_registered_valid_and_readable(
    practice: Practice, desk: Desk, tmp_path: Path
) -> None:
    found = await register(desk, OWNED_BY)
    key, certificate = new_certificate()
    file = write_pem(tmp_path / "app.pem", key, certificate)
    assert await _refused(practice, found.client_id, CertificateFile(file)) == "signin_app_certificate"
    await upload(desk, found, certificate)
    other, foreign = new_certificate()
    _old_key, old = new_certificate(days=-1)
    word = SecretStr("a pass phrase")
    locked = serialization.BestAvailableEncryption(word.get_secret_value().encode())
    pfx = tmp_path / "app.pfx"
    pfx.write_bytes(pkcs12.serialize_key_and_certificates(b"app", key, certificate, None, locked))
    nonsense = tmp_path / "nonsense.pem"
    nonsense.write_text("no certificate")
    curve = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    elliptic = tmp_path / "elliptic.pem"
    elliptic.write_bytes(curve + certificate.public_bytes(serialization.Encoding.PEM))
    cases = {
        "certificate_unreadable": CertificateFile(tmp_path / "nowhere.pem"),
        "certificate_not_understood": CertificateFile(nonsense),
        "certificate_key_not_rsa": CertificateFile(elliptic),
        "certificate_key_foreign": CertificateFile(write_pem(tmp_path / "mixed.pem", other, certificate)),
        "certificate_expired": CertificateFile(write_pem(tmp_path / "old.pem", _old_key, old)),
        "certificate_passphrase_wrong": CertificateFile(pfx, SecretStr("another one")),
        "signin_app_certificate": CertificateFile(write_pem(tmp_path / "other.pem", other, foreign)),
    }
    got = {code: await _refused(practice, found.client_id, one) for code, one in cases.items()}
    assert got == {code: code for code in cases}
    account = await _signing(practice, found.client_id, CertificateFile(pfx, word)).sign_in()
    assert account.username == found.client_id


def _assertion(practice: Practice, found: Registered, key: Any, mark: str, **changed: Any) -> str:
    now = int(time.time())
    claims = {
        "aud": f"{practice.line.authority}/oauth2/v2.0/token",
        "iss": found.client_id,
        "sub": found.client_id,
        "jti": "1",
        "nbf": now,
        "exp": now + 600,
        **changed,
    }
    return jwt.encode(claims, key, algorithm="PS256", headers={"x5t#S256": mark})


async def test_the_practice_authority_checks_signature_audience_time_and_subject(
    practice: Practice, desk: Desk
) -> None:
    from wizard.practice.graph import certificates as _  # noqa: F401 - the module exists

    found = await register(desk, OWNED_BY)
    key, certificate = new_certificate()
    await upload(desk, found, certificate)
    import base64

    from cryptography.hazmat.primitives import hashes

    mark = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).decode().rstrip("=")
    other, _certificate = new_certificate()
    now = int(time.time())
    cases: dict[int, str] = {
        700027: _assertion(practice, found, other, mark),
        700023: _assertion(practice, found, key, mark, aud="https://login.example/token"),
        700024: _assertion(practice, found, key, mark, nbf=now - 900, exp=now - 300),
        700021: _assertion(practice, found, key, mark, sub="somebody else"),
        50027: "nonsense",
    }

    async def redeem(assertion: str, **changed: str) -> tuple[int, int]:
        answer = await desk.redeem(
            **{
                "client_id": found.client_id,
                "grant_type": "client_credentials",
                "scope": "https://graph.microsoft.com/.default",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": assertion,
                **changed,
            }
        )
        return answer.status_code, answer.json().get("error_codes", [0])[0]

    assert (await redeem(_assertion(practice, found, key, mark)))[0] == 200
    for number, assertion in cases.items():
        assert await redeem(assertion) == (400, number)
    good = _assertion(practice, found, key, mark)
    assert await redeem(good, scope="https://graph.microsoft.com/User.Read") == (400, 1002012)
    assert await redeem("") == (400, 7000218)
    assert await redeem(good, client_id="11111111-1111-1111-1111-111111111111") == (400, 700016)
    await desk.call("PATCH", f"/servicePrincipals/{found.principal}", {"accountEnabled": False})
    assert await redeem(good) == (400, 7000112)


async def test_a_federated_credential_must_match_issuer_subject_and_audience(
    practice: Practice, desk: Desk, tmp_path: Path
) -> None:
    found = await register(desk, OWNED_BY)
    stranger = await register(desk, OWNED_BY)
    environment = await trust_workload(desk, found, SUBJECT)
    credential = federated("github", environment)
    assert isinstance(credential, GitHubActions)
    assert (await _signing(practice, found.client_id, credential).sign_in()).scopes == {OWNED_BY}
    assert await _refused(practice, stranger.client_id, credential) == "signin_app_federation"

    token = await desk.client.get(
        f"{environment['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=api://AzureADTokenExchange",
        headers={"Authorization": f"Bearer {environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}"},
    )
    file = tmp_path / "token"
    file.write_text(token.json()["value"])
    from_file = federated("azure", {"AZURE_FEDERATED_TOKEN_FILE": str(file)})
    assert from_file == FederatedFile(file)
    assert (await _signing(practice, found.client_id, from_file).sign_in()).object_id == found.principal
    wrong = await desk.client.get(
        f"{environment['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=elsewhere",
        headers={"Authorization": f"Bearer {environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}"},
    )
    file.write_text(wrong.json()["value"])
    assert await _refused(practice, found.client_id, from_file) == "signin_app_federation"
    file.write_text("")
    assert await _refused(practice, found.client_id, from_file) == "federated_token_empty"
    assert (
        await _refused(practice, found.client_id, FederatedFile(tmp_path)) == "federated_token_unreadable"
    )
    stale = GitHubActions(environment["ACTIONS_ID_TOKEN_REQUEST_URL"], SecretStr("not the request token"))
    assert await _refused(practice, found.client_id, stale) == "federated_token_refused"
    with pytest.raises(SignInError) as caught:
        federated("github", {})
    assert caught.value.problem.facts["name"] == "ACTIONS_ID_TOKEN_REQUEST_URL"


async def test_a_client_secret_signs_in_and_never_appears(
    practice: Practice, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    found = await register(desk, OWNED_BY)
    added = await desk.until("POST", f"/applications/{found.application}/addPassword", {})
    secret = SecretStr(added.json()["secretText"])
    assert (await _signing(practice, found.client_id, ClientSecret(secret)).sign_in()).app_only
    wrong = ClientSecret(SecretStr("x" + secret.get_secret_value()))
    assert await _refused(practice, found.client_id, wrong) == "signin_app_secret"
    shown = await desk.get(f"/applications/{found.application}")
    assert secret.get_secret_value() not in str(shown) + caplog.text + repr(ClientSecret(secret))
