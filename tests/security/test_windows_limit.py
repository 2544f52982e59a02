"""Windows' Credential Manager takes 2,560 bytes, two for each character: longer secrets are split."""

from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError
from pydantic import SecretStr

from wizard.security import keyring_entries
from wizard.security.vault import Saved, Vault

LIMIT = 2560


class CredentialManager(KeyringBackend):
    """Refuses what Windows refuses (CRED_MAX_CREDENTIAL_BLOB_SIZE)."""

    priority = 1

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > LIMIT:
            raise PasswordSetError("1783, 'CredWrite', 'The stub received bad data.'")
        self.held[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> CredentialManager:
    monkeypatch.setattr(CredentialManager, "__module__", "keyring.backends.Windows")
    made = CredentialManager()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


@pytest.mark.parametrize("letter", ["k", "é", "日", "😀", '"', "\\"])
@pytest.mark.parametrize(
    "length", [1, 99, 100, 199, 200, 599, 600, 1197, 1198, 1199, 1279, 1280, 1281, 20_000]
)
async def test_a_secret_of_any_length_fits(manager: CredentialManager, letter: str, length: int) -> None:
    vault = Vault("limit", piece_size=keyring_entries.WINDOWS_PIECE)
    secret = SecretStr(letter * length)
    assert await vault.save("key", secret) == Saved("Windows Credential Manager")
    assert await Vault("limit").load("key") == secret
    await vault.forget("key")
    assert manager.held == {}
