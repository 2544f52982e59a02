"""The operating system's keyring: the only place where the key and the sign-in are kept beyond a session.

`keyring_entries` describes how a secret is split into entries, and what an interruption leaves behind.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import SecretStr

from wizard.security import keyring_backend, keyring_entries
from wizard.security.keyring_backend import VaultState
from wizard.security.redactor import redact
from wizard.threads import in_daemon_thread

T = TypeVar("T")
Combine = Callable[[SecretStr | None], SecretStr | None]
"""What to keep, from what is held: None when nothing is, an empty secret for one that cannot be read.
The result None keeps nothing. Called on another thread.
"""
_log = logging.getLogger(__name__)
_SERVICE = "Playvox Provisioning Setup"
_PATIENCE = 60.0  # seconds, enough for somebody to answer the keyring's own prompt
_SLOW = 3.0  # seconds after which it is said that the keyring is waited for
_QUICK = 5.0
"""Seconds: looking for a keyring opens no prompt, and one that is well answers within this time."""
_REMEMBERED = 600.0  # seconds for which a keyring that did not answer is not tried again
_FULL = re.compile(r"no space left|disk (is )?full|quota|not enough (storage|space|memory)", re.IGNORECASE)
_FULL_NUMBERS = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
_silent_since: list[tuple[float, object]] = []
"""When the keyring did not answer which call; it is one for all namespaces. Empty: it answers, or was not
tried.
"""


@dataclass(frozen=True, slots=True)
class Saved:
    """Kept in the keyring `backend_name`."""

    backend_name: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """No keyring here: kept for this session only. `why` is a code of `VaultState`."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """There is a keyring but it refused: kept for this session only.

    `why`: "locked" (also when its prompt was dismissed), "not_answering", "full", "failed"; a code with
    words (`wizard.messages.labels.keyring_why`).
    """

    why: str


class Vault:
    """Secrets of one namespace (a profile, "practice" …) in the keyring, split when they are long.

    Without a keyring they stay in memory for this session. Nothing is ever written to a file. No method
    raises; a canceled call returns at once while the keyring's prompt may still be open.
    """

    def __init__(
        self,
        namespace: str,
        *,
        piece_size: int = keyring_entries.PIECE,
        patience: float = _PATIENCE,
        waiting: Callable[[bool], None] = lambda _locked: None,
    ) -> None:
        """`waiting` is called when the keyring has not answered for a few seconds, and at once with True
        when it is locked, so that its own prompt opens.
        """
        self._service = f"{_SERVICE} ({namespace})"
        self._piece_size = piece_size
        self._patience = patience
        self._waiting = waiting
        self._session: dict[str, SecretStr] = {}
        self._turn = asyncio.Lock()

    async def save(
        self, name: str, secret: SecretStr, combine: Combine | None = None
    ) -> Saved | Unavailable | Refused:
        """Keep a secret under a name, replacing what was there.

        With `combine`, its result is kept instead: it gets what the keyring holds now, while no other
        copy of the program can change that.
        """
        self._session[name] = secret
        number = keyring_entries.ticket()
        async with self._turn:
            state = await self._state()
            if not state.available:
                return Unavailable(state.why)
            why = await self._asked(
                keyring_entries.write,
                self._service,
                name,
                combine or secret,
                self._piece_size,
                number,
                locked=state.locked,
            )
            if isinstance(why, _No):
                return Refused(why.why)
        self._session.pop(name, None)
        return Saved(state.backend_name)

    async def load(self, name: str) -> SecretStr | None:
        """The secret, or None when there is none or the keyring does not give it."""
        found = await self.look(name)
        return found if isinstance(found, SecretStr) else None

    async def look(self, name: str) -> SecretStr | Unavailable | Refused | None:
        """The secret; None when the keyring has none, otherwise why it is not known."""
        kept = self._session.get(name)
        if kept is not None:
            return kept
        async with self._turn:
            state = await self._state()
            if not state.available:
                return Unavailable(state.why)
            found = await self._asked(keyring_entries.read, self._service, name, locked=state.locked)
        return Refused(found.why) if isinstance(found, _No) else found

    async def forget(self, name: str) -> Unavailable | Refused | None:
        """Remove it from the keyring and from memory; does nothing when it does not exist.

        None when it is gone, otherwise why the keyring may still have it.
        """
        self._session.pop(name, None)
        number = keyring_entries.ticket()
        async with self._turn:
            state = await self._state()
            if not state.available:
                return Unavailable(state.why)
            gone = await self._asked(
                keyring_entries.remove, self._service, name, number, locked=state.locked
            )
        return Refused(gone.why) if isinstance(gone, _No) else None

    async def state(self) -> VaultState:
        """Whether there is a usable keyring; never opens a prompt."""
        async with self._turn:
            return await self._state()

    async def _state(self) -> VaultState:
        found = await self._asked(keyring_backend.describe, patience=min(_QUICK, self._patience))
        if isinstance(found, _No):
            return VaultState(available=False, why=found.why)
        return found

    async def _asked(
        self, call: Callable[..., T], *args: Any, patience: float | None = None, locked: bool = False
    ) -> T | _No:
        """The result of a call. After one without an answer, calls are refused at once for a while, or
        until it has answered after all.
        """
        if _silent_since and time.monotonic() - _silent_since[0][0] < _REMEMBERED:
            return _No("not_answering")
        mark = object()
        slow = asyncio.get_running_loop().call_later(0.0 if locked else _SLOW, self._waiting, locked)
        try:
            async with asyncio.timeout(self._patience if patience is None else patience):
                found: T = await in_daemon_thread(_answered, mark, call, *args)
        except TimeoutError:
            _silent_since[:] = [(time.monotonic(), mark)]
            return _No("not_answering")
        except Exception as error:
            return _refusal(_why(error), error)
        finally:
            slow.cancel()
        _silent_since.clear()
        return found


def _answered(mark: object, call: Callable[..., T], *args: Any) -> T:
    try:
        return call(*args)
    finally:
        if _silent_since and _silent_since[0][1] is mark:  # after all, when nobody waited any more
            _silent_since.clear()


@dataclass(frozen=True, slots=True)
class _No:
    why: str


def _why(error: Exception) -> str:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    if isinstance(error, KeyringLocked | InitError):
        return "locked"
    if isinstance(error, NoKeyringError):
        return "no_keyring"
    full = getattr(error, "errno", None) in _FULL_NUMBERS or _FULL.search(str(error)) is not None
    return "full" if full else "failed"


def _refusal(why: str, error: Exception) -> _No:
    _log.info("keyring: %s (%s)", why, redact(f"{type(error).__name__}: {error}"))
    return _No(why)
