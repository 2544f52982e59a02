"""What an application signs in with by itself: a certificate, a federated credential, or a client secret.

A certificate file holds the private key as well (PEM or PFX). The key stays inside MSAL's credential: no
error, log or repr contains any of it. Sources: Microsoft identity platform, "Certificate credentials";
Microsoft Entra Workload ID docs, "Workload identity federation"; GitHub docs, "OpenID Connect reference".
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from wizard.entra.aadsts import SignInError
from wizard.entra.sign_in_http import bounded_answer
from wizard.network.clients import Network
from wizard.own_files import read_file
from wizard.problem import Problem
from wizard.security.redactor import redact, remember

AUDIENCE = "api://AzureADTokenExchange"
"""What Entra wants as the audience of a token from another issuer, outside the national clouds too."""
_MOST_BYTES = 200_000
_PATIENCE = 30.0  # seconds for GitHub's answer


class AppCredential(Protocol):
    """A credential of an application."""

    @property
    def kind(self) -> str:
        """ "certificate", "federated" or "secret"."""
        ...

    def for_msal(self, network: Network) -> Any:
        """MSAL's `client_credential`; blocks. Raises `SignInError` when it cannot be read."""


@dataclass(frozen=True)
class CertificateFile:
    """A certificate with its private key in a PEM or PFX file."""

    path: Path
    passphrase: SecretStr | None = None
    kind: str = field(default="certificate", init=False)

    def for_msal(self, network: Network) -> Any:
        """The private key and the certificate as PEM; `network` is not used."""
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

        key, certificate = self._read()
        if not isinstance(key, RSAPrivateKey):
            raise self._unusable("certificate_key_not_rsa")
        if key.public_key().public_numbers() != _numbers(certificate):
            raise self._unusable("certificate_key_foreign")
        now = datetime.now(UTC)
        if certificate.not_valid_after_utc < now:
            until = certificate.not_valid_after_utc.strftime("%Y-%m-%d")
            raise self._unusable("certificate_expired", until=until)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()
        remember(private)
        return {
            "private_key": private,
            "public_certificate": certificate.public_bytes(serialization.Encoding.PEM).decode(),
        }

    def _read(self) -> tuple[Any, Any]:
        from cryptography import x509
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.serialization import pkcs12

        try:
            content = read_file(self.path, _MOST_BYTES)
        except OSError as error:
            raise self._unusable("certificate_unreadable", why=_reason(error)) from None
        word = None if self.passphrase is None else _opened(self.passphrase).encode()
        # The library's own errors are not passed on: they may quote the file.
        try:
            if b"-----BEGIN " in content:
                encrypted = b"ENCRYPTED" in content
                key: Any = serialization.load_pem_private_key(content, word if encrypted else None)
                certificates = x509.load_pem_x509_certificates(content)
                return key, _of_key(key, certificates)
            key, certificate, _others = pkcs12.load_key_and_certificates(content, word)
        except TypeError:
            raise self._unusable("certificate_passphrase_missing") from None
        except (ValueError, UnsupportedAlgorithm):
            code = "certificate_passphrase_wrong" if word is not None else "certificate_not_understood"
            raise self._unusable(code) from None
        if key is None or certificate is None:
            raise self._unusable("certificate_not_understood")
        return key, certificate

    def _unusable(self, code: str, **facts: str) -> SignInError:
        return SignInError(Problem(code, {"file": str(self.path), **facts}))


@dataclass(frozen=True)
class FederatedFile:
    """A token of another issuer in a file that the issuer renews, as Azure workload identity does."""

    path: Path
    kind: str = field(default="federated", init=False)

    def for_msal(self, network: Network) -> Any:
        """A function that reads the file whenever MSAL needs the token; `network` is not used."""
        self._read()  # fails now rather than inside MSAL
        return {"client_assertion": self._read}

    def _read(self) -> str:
        try:
            token = read_file(self.path, _MOST_BYTES).decode("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            facts = {"file": str(self.path), "why": _reason(error)}
            raise SignInError(Problem("federated_token_unreadable", facts)) from None
        if not token:
            raise SignInError(Problem("federated_token_empty", {"file": str(self.path)}))
        remember(token)
        return token


class _GitHubAnswer(BaseModel):
    value: SecretStr


@dataclass(frozen=True)
class GitHubActions:
    """The token that GitHub Actions issues to a job with the permission `id-token: write`."""

    url: str
    request_token: SecretStr
    kind: str = field(default="federated", init=False)

    def for_msal(self, network: Network) -> Any:
        """A function that requests a token whenever MSAL needs one."""

        def token() -> str:
            return self._requested(network)

        return {"client_assertion": token}

    def _requested(self, network: Network) -> str:
        try:
            with network.blocking_client() as client:
                answer = bounded_answer(
                    client,
                    "GET",
                    str(httpx.URL(self.url).copy_add_param("audience", AUDIENCE)),
                    headers={"Authorization": f"Bearer {_opened(self.request_token)}"},
                    timeout=_PATIENCE,
                )
            answer.raise_for_status()
            token = _opened(_GitHubAnswer.model_validate_json(answer.content).value)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            facts = {"why": redact(str(error).partition("\n")[0])[:300]}
            raise SignInError(Problem("federated_token_refused", facts, retryable=True)) from None
        except ValidationError:
            why = "the answer holds no token"
            raise SignInError(Problem("federated_token_refused", {"why": why}, retryable=True)) from None
        remember(token)
        return token


@dataclass(frozen=True)
class ClientSecret:
    """A client secret: the weakest kind, because a person who reads it can use it anywhere."""

    secret: SecretStr
    kind: str = field(default="secret", init=False)

    def for_msal(self, network: Network) -> Any:
        """The secret; `network` is not used."""
        return _opened(self.secret)


def federated(source: str, environment: Mapping[str, str] | None = None) -> FederatedFile | GitHubActions:
    """The federated credential that the environment of "github" or "azure" names.

    Raises `federated_environment`, which names the missing variable.
    """
    found = os.environ if environment is None else environment
    names = _VARIABLES[source]
    for name in names:
        if not found.get(name):
            raise SignInError(Problem("federated_environment", {"source": source, "name": name}))
    if source == "azure":
        return FederatedFile(Path(found[names[0]]))
    token = SecretStr(found[names[1]])
    remember(token)
    return GitHubActions(found[names[0]], token)


_VARIABLES: dict[str, tuple[str, ...]] = {
    "azure": ("AZURE_FEDERATED_TOKEN_FILE",),
    "github": ("ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
}


def _reason(error: OSError | UnicodeDecodeError) -> str:
    """The system's word for why a file cannot be read; nothing of its content."""
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__


def _opened(secret: SecretStr) -> str:
    return secret.get_secret_value()


def _numbers(certificate: Any) -> Any:
    numbers = getattr(certificate.public_key(), "public_numbers", None)
    return numbers() if numbers is not None else None


def _of_key(key: Any, certificates: list[Any]) -> Any:
    """The certificate of this key: a PEM file may hold the issuers' as well, in any order."""
    wanted = key.public_key().public_numbers() if hasattr(key, "public_key") else None
    return next((one for one in certificates if _numbers(one) == wanted), certificates[0])
