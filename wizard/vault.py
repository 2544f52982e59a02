"""The operating system's keyring: the only place where the key and the sign-in outlive a session."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class Saved:
    """Kept in the keyring `backend_name`."""

    backend_name: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """No keyring here: kept for this session only. `why` is a code ("no_keyring", "not_answering" …)."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """There is a keyring but it said no ("locked", "dismissed", "failed"): kept for this session only."""

    why: str


@dataclass(frozen=True, slots=True)
class VaultState:
    """Whether secrets outlive the session, and where."""

    available: bool
    backend_name: str = ""
    why: str = ""


class Vault:
    """Secrets of one namespace (a profile, "practice" …) in the keyring, split when they are long.

    Without a keyring they stay in memory for this session. Nothing is ever written to a file.
    """

    def __init__(self, namespace: str) -> None:
        raise NotImplementedError

    async def save(self, name: str, secret: SecretStr) -> Saved | Unavailable | Refused:
        """Keep a secret under a name, replacing what was there."""
        raise NotImplementedError

    async def load(self, name: str) -> SecretStr | None:
        """The secret, or None when there is none or the keyring does not give it."""
        raise NotImplementedError

    async def forget(self, name: str) -> None:
        """Remove it from the keyring and from memory; nothing happens when it is not there."""
        raise NotImplementedError

    async def state(self) -> VaultState:
        """Whether there is a keyring that can keep secrets."""
        raise NotImplementedError
