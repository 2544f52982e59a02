"""The Playvox key in use, and where it is kept."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeGuard

from pydantic import SecretStr

from wizard.messages import explain
from wizard.problem import EarlierStepError, Problem, ProblemError
from wizard.security import redactor
from wizard.security.keyring_backend import VaultState
from wizard.security.vault import Refused, Saved, Unavailable, Vault
from wizard.steps.base.progress import report

KEY_NAME = "playvox-key"
"""The key's name within a setup's part of the keyring."""
NEXT_KEY_NAME = "playvox-key-next"
"""The same for the key that is to replace it."""
_FIELD = "field-{}"
"""The same for a further secret of the connection."""


class KeyPlace(enum.StrEnum):
    """Where the key is kept."""

    NOWHERE = "nowhere"
    KEYRING = "keyring"
    SESSION = "session"
    """Only in this program's memory, until it is closed."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """How a key was replaced. `refused`: why the keyring did not take the new one, empty when it did or
    there is none; `old_kept`: it may still have the old one.
    """

    refused: str = ""
    old_kept: bool = False


class KeyStore:
    """The key of one setup: in memory while it is used, in the operating system's keyring for later.

    `vault` gives the keyring's part for the present setup. Belongs to one event loop.
    """

    def __init__(
        self, vault: Callable[[], Vault], field_names: Callable[[], Collection[str]] = tuple
    ) -> None:
        self._vault = vault
        self._field_names = field_names
        self.fields: dict[str, SecretStr] = {}
        """Further secrets of the connection, by the wire name of the field."""
        self.key: SecretStr | None = None
        self._next: SecretStr | None = None
        self.place = KeyPlace.NOWHERE
        self.keyring: VaultState | None = None
        """What the keyring can do here; None: not asked yet."""
        self.unread = ""
        """Why the keyring did not tell whether it has the key (a code of `VaultState`); "" when it did."""
        self._tests: dict[SecretStr, str] = {}  # how the last test of each key ended; see `tested`
        self._kept = False  # whether the keyring has a key: the one in use, or the one before
        self._refused = ""  # why the keyring did not take the key in use

    async def load(self) -> None:
        """Load the stored key from the keyring, unless one is in use already."""
        vault = self._vault()
        self.keyring = await vault.state()
        for name in self._field_names():
            if name not in self.fields and (kept := await vault.load(_FIELD.format(name))) is not None:
                redactor.remember(kept)
                self.fields[name] = kept
        if self.key is not None:
            return
        key = self._found(await vault.look(KEY_NAME))
        if key is not None:
            self.key = key
            self.place = KeyPlace.KEYRING if self.keyring.available else KeyPlace.SESSION
            self._kept = self.place is KeyPlace.KEYRING

    def _found(self, answer: SecretStr | Unavailable | Refused | None) -> SecretStr | None:
        """The key of an answer of the keyring, which notes whether it could be asked."""
        self.unread = ""
        if isinstance(answer, SecretStr):
            redactor.remember(answer)
            return answer
        if isinstance(answer, Refused) or _is_silent(answer):
            self.unread = answer.why
            self.keyring = VaultState(available=False, why=answer.why)
            words = explain(keyring_unread(answer.why))
            report(f"{words.what} {words.why}")
        return None

    @property
    def missing(self) -> Problem:
        """Why there is no key: it could not be read, or there is none."""
        return keyring_unread(self.unread) if self.unread else Problem("key_first")

    @property
    def missing_error(self) -> ProblemError:
        """The same as an error: where there is no key, saving one comes first; else something failed."""
        return ProblemError(self.missing) if self.unread else EarlierStepError(self.missing)

    async def save(self, key: SecretStr) -> str:
        """Use this key and keep it in the keyring, or for this session where there is none.

        Returns the code of why the keyring did not take it; empty when it did or there is none.
        """
        kept = await self._vault().save(KEY_NAME, key)
        self.key = key
        self.place = KeyPlace.KEYRING if isinstance(kept, Saved) else KeyPlace.SESSION
        self._kept = self._kept or isinstance(kept, Saved)
        self._refused = "" if isinstance(kept, Saved) else kept.why
        return kept.why if isinstance(kept, Refused) else ""

    async def replace(self, key: SecretStr) -> Replaced:
        """Use this key instead of the one that the keyring has; see `forget_old`."""
        why = await self.save(key)
        old_kept = await self.forget_old()
        return Replaced(why if self.place is not KeyPlace.KEYRING else "", old_kept)

    async def forget_old(self) -> bool:
        """After the keyring refused the key in use: remove the earlier one, which it would give out later
        as if it were in use. Returns whether it may still be there.
        """
        if self.key is None or self.place is KeyPlace.KEYRING:
            return False
        if self._refused not in ("full", "failed"):
            return self._kept  # asking a locked keyring again would ask the person again
        if await self._vault().forget(KEY_NAME) is not None:
            return self._kept
        self._kept = False
        await self.save(self.key)  # there may be room now
        return False

    @property
    def rejected(self) -> bool:
        """Whether Playvox rejected the key in use when it was last tested."""
        return self._last_test() == "rejected"

    @property
    def accepted(self) -> bool:
        """Whether Playvox accepted the key in use when it was last tested, since the program started."""
        return self._last_test() == "accepted"

    @property
    def was_tested(self) -> bool:
        """Whether a test of the key in use ended since the program started."""
        return bool(self._last_test())

    def tested(self, key: SecretStr, *, rejected: bool, accepted: bool = False) -> None:
        """Note how a test of this key ended; neither where Playvox did not get as far as the key."""
        self._tests[key] = "rejected" if rejected else "accepted" if accepted else "open"

    def _last_test(self) -> str:
        return self._tests.get(self.key, "") if self.key is not None else ""

    def use_for_session(self, key: SecretStr) -> None:
        """Use this key without keeping it anywhere."""
        self.key, self.place = key, KeyPlace.SESSION

    def use_field(self, name: str, value: SecretStr) -> None:
        """Use this value of a field from now on; an empty one is removed."""
        self.fields.pop(name, None)
        if len(value):
            redactor.remember(value)
            self.fields[name] = value

    async def save_fields(self) -> None:
        """Keep the values of fields in the keyring, or for this session where there is none."""
        for name, value in self.fields.items():
            await self._vault().save(_FIELD.format(name), value)

    async def keep_next(self, key: SecretStr) -> bool:
        """Keep the key that is to replace the one in use, beside it; returns whether the keyring has it."""
        self._next = key
        return isinstance(await self._vault().save(NEXT_KEY_NAME, key), Saved)

    async def next_key(self) -> SecretStr | None:
        """The kept key that is to replace the one in use; None without one."""
        if self._next is None:
            self._next = self._found(await self._vault().look(NEXT_KEY_NAME))
        return self._next

    async def forget_next(self) -> None:
        """Remove the key that is to replace the one in use; does nothing without one."""
        self._next = None
        await self._vault().forget(NEXT_KEY_NAME)

    async def forget(self) -> None:
        """Remove the key, and one that is to replace it, from the keyring and from memory.

        Raises `keyring_kept` when the keyring may still have them.
        """
        vault = self._vault()
        fields = [_FIELD.format(name) for name in {*self.fields, *self._field_names()}]
        self.clear()
        for name in (NEXT_KEY_NAME, KEY_NAME, *fields):
            answer = await vault.forget(name)
            if isinstance(answer, Refused) or _is_silent(answer):
                raise ProblemError(Problem("keyring_kept", {"why": answer.why}, retryable=True))

    def clear(self) -> None:
        """Clear the keys in memory; the keyring's copies stay."""
        self.key, self._next, self.place = None, None, KeyPlace.NOWHERE
        self.fields = {}
        self._kept, self._refused = False, ""


def keyring_unread(why: str) -> Problem:
    """The problem of a keyring that does not tell what it has; `why` is a code of `VaultState`."""
    return Problem("keyring_unread", {"why": why}, retryable=True)


def _is_silent(answer: Unavailable | None) -> TypeGuard[Unavailable]:
    return answer is not None and answer.why == "not_answering"
