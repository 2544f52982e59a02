"""The Playvox key in use, and where it is kept."""

from __future__ import annotations

import enum
from collections.abc import Callable

from pydantic import SecretStr

from wizard.security import redactor
from wizard.security.keyring_backend import VaultState
from wizard.security.vault import Refused, Saved, Vault

KEY_NAME = "playvox-key"
"""The key's name within a setup's part of the keyring."""
NEXT_KEY_NAME = "playvox-key-next"
"""The same for the key that is to replace it."""


class KeyPlace(enum.StrEnum):
    """Where the key is kept."""

    NOWHERE = "nowhere"
    KEYRING = "keyring"
    SESSION = "session"
    """Only in this program's memory, until it is closed."""


class KeyStore:
    """The key of one setup: in memory while it is used, in the operating system's keyring for later.

    `vault` gives the keyring's part for the present setup. Belongs to one event loop.
    """

    def __init__(self, vault: Callable[[], Vault]) -> None:
        self._vault = vault
        self.key: SecretStr | None = None
        self._next: SecretStr | None = None
        self.place = KeyPlace.NOWHERE
        self.keyring: VaultState | None = None
        """What the keyring can do here; None: not asked yet."""
        self._rejected: SecretStr | None = None

    async def load(self) -> None:
        """Load the stored key from the keyring, unless one is in use already."""
        vault = self._vault()
        self.keyring = await vault.state()
        if self.key is not None:
            return
        key = await vault.load(KEY_NAME)
        if key is not None:
            redactor.remember(key)
            self.key = key
            self.place = KeyPlace.KEYRING if self.keyring.available else KeyPlace.SESSION

    async def save(self, key: SecretStr) -> str:
        """Use this key and keep it in the keyring, or for this session where there is none.

        Returns the code of why the keyring did not take it; empty when it did or there is none.
        """
        kept = await self._vault().save(KEY_NAME, key)
        self.key = key
        self.place = KeyPlace.KEYRING if isinstance(kept, Saved) else KeyPlace.SESSION
        return kept.why if isinstance(kept, Refused) else ""

    @property
    def rejected(self) -> bool:
        """Whether Playvox rejected the key in use when it was last tested."""
        return self.key is not None and self.key == self._rejected

    def tested(self, key: SecretStr, *, rejected: bool) -> None:
        """Note how a test of this key ended."""
        if rejected:
            self._rejected = key
        elif self._rejected == key:
            self._rejected = None

    def use_for_session(self, key: SecretStr) -> None:
        """Use this key without keeping it anywhere."""
        self.key, self.place = key, KeyPlace.SESSION

    async def keep_next(self, key: SecretStr) -> bool:
        """Keep the key that is to replace the one in use, beside it; returns whether the keyring has it."""
        self._next = key
        return isinstance(await self._vault().save(NEXT_KEY_NAME, key), Saved)

    async def next_key(self) -> SecretStr | None:
        """The kept key that is to replace the one in use; None without one."""
        if self._next is None:
            self._next = await self._vault().load(NEXT_KEY_NAME)
            if self._next is not None:
                redactor.remember(self._next)
        return self._next

    async def forget_next(self) -> None:
        """Remove the key that is to replace the one in use; does nothing without one."""
        self._next = None
        await self._vault().forget(NEXT_KEY_NAME)

    async def forget(self) -> None:
        """Remove the key, and one that is to replace it, from the keyring and from memory."""
        await self.forget_next()
        await self._vault().forget(KEY_NAME)
        self.clear()

    def clear(self) -> None:
        """Clear the keys in memory; the keyring's copies stay."""
        self.key, self._next, self.place = None, None, KeyPlace.NOWHERE
