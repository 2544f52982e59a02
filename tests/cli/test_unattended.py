"""Signed in as an application: with a certificate and with a federated credential."""

from __future__ import annotations

import argparse
import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from tests.cli.conftest import Run, Served
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
from wizard.cli import unattended
from wizard.network.clients import Network
from wizard.notices import collecting
from wizard.practice import ConnectionLine
from wizard.problem import ProblemError
from wizard.security.vault import Refused, Saved, Unavailable
from wizard.steps.base import services

SUBJECT = "repo:contoso/playvox:environment:production"
EVERYTHING = (
    OWNED_BY,
    "User.Read.All",
    "GroupMember.Read.All",
    "ProvisioningLog.Read.All",
    "AppRoleAssignment.ReadWrite.All",
    "Application.Read.All",
)


def _at_the_desk(served: Served, work: Callable[[Desk], Awaitable[Any]]) -> Any:
    """The result of Graph requests as the administrator."""
    line = ConnectionLine.model_validate(served.line)

    async def start() -> Any:
        network = Network(extra_ca=line.ca_file, allow_loopback=True)
        async with network.client() as client:
            desk = Desk(SimpleNamespace(line=line), client)  # type: ignore[arg-type]
            await desk.sign_in()
            return await work(desk)

    return asyncio.run(start())


@pytest.fixture
def turned_on(run: Run, served: Served, config: Path) -> str:
    """Provisioning is on and one cycle ran; the object id of the enterprise application."""
    done = run("apply", "--config", config, "--practice", served.file, "--yes")
    assert done.code == 0, done.err
    served.control("POST", "cycle", {})
    found = run("status", "--practice", served.file, "--json").json
    assert found["health"] == "ok"
    application: str = found["application"]["id"]
    return application


def _registered(
    served: Served, application: str, folder: Path, *permissions: str
) -> tuple[Registered, Path]:
    async def work(desk: Desk) -> tuple[Registered, Path]:
        found = await register(desk, *permissions, owns=application)
        key, certificate = new_certificate()
        await upload(desk, found, certificate)
        return found, write_pem(folder / "app.pem", key, certificate)

    result: tuple[Registered, Path] = _at_the_desk(served, work)
    return result


def test_unattended_status_with_a_certificate(
    run: Run, served: Served, turned_on: str, tmp_path: Path
) -> None:
    found, pem = _registered(served, turned_on, tmp_path, *EVERYTHING)
    signing = ("--practice", served.file, "--client-id", found.client_id, "--certificate", pem)
    status = run("status", *signing, "--json")
    assert (status.code, status.json["health"], status.json["missing"]) == (0, "ok", 0), status.err
    assert status.json["identity"]["account"] == found.client_id
    assert status.json["quarantine"] is None
    for arguments in (
        ("plan",),
        ("logs",),
        ("test", "--entra", "--saved"),
        ("drift", "--config", tmp_path / "setup.toml"),
        ("apply", "--config", tmp_path / "setup.toml", "--yes"),
    ):
        done = run(*arguments, *signing, "--json")
        assert done.code in (0, 1), (arguments, done.out, done.err)
    private = pem.read_text().splitlines()[1]
    assert private not in status.out + status.err + done.out + done.err
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            assert private.encode() not in file.read_bytes(), file


def test_what_an_application_may_not_read_is_unknown_and_not_missing(
    run: Run, served: Served, turned_on: str, tmp_path: Path
) -> None:
    found, pem = _registered(served, turned_on, tmp_path, OWNED_BY)
    signing = ("--practice", served.file, "--client-id", found.client_id, "--certificate", pem)
    status = run("status", *signing, "--json")
    assert (status.code, status.json["health"]) == (0, "ok"), (status.out, status.err)
    assert (status.json["missing"], status.json["missing_is"]) == (None, None)
    unknown = {one["part"]: one["because"] for one in status.json["unknown"]}
    assert set(unknown) == {"people", "logs", "tenant", "license"}
    assert "User.Read.All" in unknown["people"]
    assert "ProvisioningLog.Read.All" in unknown["logs"]
    refused = run("logs", *signing, "--json")
    assert (refused.code, refused.json["problem"]["code"]) == (2, "graph_app_permission_missing")


def test_unattended_status_with_a_federated_credential(run: Run, served: Served, turned_on: str) -> None:
    async def work(desk: Desk) -> tuple[Registered, dict[str, str]]:
        found = await register(desk, *EVERYTHING, owns=turned_on)
        return found, await trust_workload(desk, found, SUBJECT)

    found, environment = _at_the_desk(served, work)
    signing = ("--practice", served.file, "--client-id", found.client_id, "--federated", "github")
    status = run("status", *signing, "--json", env=environment)
    assert (status.code, status.json["health"]) == (0, "ok"), status.err
    assert environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] not in status.out + status.err
    outside = run("status", *signing, "--json")
    assert (outside.code, outside.json["problem"]["code"]) == (2, "federated_environment")


def test_a_client_secret_comes_from_standard_input(run: Run, served: Served, turned_on: str) -> None:
    async def work(desk: Desk) -> tuple[Registered, str]:
        found = await register(desk, *EVERYTHING, owns=turned_on)
        added = await desk.until("POST", f"/applications/{found.application}/addPassword", {})
        return found, added.json()["secretText"]

    found, secret = _at_the_desk(served, work)
    signing = ("--practice", served.file, "--client-id", found.client_id, "--client-secret", "stdin")
    status = run("status", *signing, "--json", stdin=f"{secret}\n")
    assert (status.code, status.json["health"]) == (0, "ok"), status.err
    assert secret not in status.out + status.err
    empty = run("status", *signing, "--json")
    assert (empty.code, empty.json["problem"]["code"]) == (2, "client_secret_missing")


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (("--certificate", "a.pem"), "signin_unattended_tenant"),
        (("--certificate", "a.pem", "--client-id", "x", "--tenant", "y"), "client_id_malformed"),
        (("--certificate", "a.pem", "--federated", "github"), "usage.conflict"),
        (("--certificate", "a.pem", "--sign-in"), "usage.conflict"),
        (("--client-secret", "a secret"), "usage.bad_choice"),
    ],
)
def test_wrong_flags_are_wrong_use(run: Run, flags: tuple[str, ...], code: str) -> None:
    done = run("status", *flags, "--json")
    assert (done.code, done.json["problem"]["code"]) == (3, code)


class _Keyring:
    """A keyring that answers what the test says."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    async def look(self, _name: str) -> Any:
        return self._answer

    async def save(self, _name: str, _secret: SecretStr) -> Any:
        return self._answer


@pytest.mark.parametrize(
    ("answer", "code"), [(None, "client_secret_missing"), (Refused("locked"), "keyring_unread")]
)
async def test_a_secret_that_the_keyring_did_not_give_is_not_called_missing(
    answer: object, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "keyring_vault", lambda _namespace: _Keyring(answer))
    args = argparse.Namespace(client_id="c", client_secret="keyring")
    with pytest.raises(ProblemError) as caught:
        await unattended._client_secret(args)
    assert caught.value.problem.code == code


@pytest.mark.parametrize(
    ("answer", "codes"),
    [(Saved("Test"), []), (Unavailable("no_keyring"), ["keyring_not_kept"])],
)
async def test_a_secret_that_was_not_kept_is_said(
    answer: object, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "keyring_vault", lambda _namespace: _Keyring(answer))
    monkeypatch.setattr("sys.stdin", io.StringIO("a-secret-of-the-client\n"))
    args = argparse.Namespace(client_id="c", client_secret="stdin", keep_client_secret=True)
    with collecting() as noticed:
        assert await unattended._client_secret(args) == SecretStr("a-secret-of-the-client")
    assert [each.code for each in noticed] == codes
