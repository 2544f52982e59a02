"""The operating system's keyring: the only place where the key and the sign-in are kept beyond a session.

Secrets longer than one entry may hold (Windows: 2560 bytes) are split. The pieces of a new value are
written before the head that names them and the old ones removed after, so that a crash in
between leaves the old value or the new one, never a mix.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import SecretStr

from wizard.security.redactor import (
    redact,
    remember,
)
from wizard.threads import in_daemon_thread

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
_log = logging.getLogger(__name__)
_SERVICE = "Playvox Provisioning Setup"
# Keyrings of the operating systems, by their product names. Others keep secrets in their own files,
# some of them readable.
_TRUSTED = {
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
}
# Characters per entry: Windows counts UTF-16 bytes, and D-Bus keyrings take a message at a time.
_PIECE = 1200 if sys.platform == "win32" else 32_000
_PATIENCE = 180.0  # seconds, enough for somebody to answer the keyring's own prompt
_WHOLE, _SPLIT = "=", "#"


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

    `why`: "locked" (also when its prompt was dismissed), "not_answering", "failed"; a code with words
    (`wizard.messages.labels.keyring_why`).
    """

    why: str


@dataclass(frozen=True, slots=True)
class VaultState:
    """Whether secrets are kept beyond the session, and where.

    `why`: "no_keyring" (none here), "not_trusted" (only one that keeps files), "not_answering".
    """

    available: bool
    backend_name: str = ""
    why: str = ""


class Vault:
    """Secrets of one namespace (a profile, "practice" …) in the keyring, split when they are long.

    Without a keyring they stay in memory for this session. Nothing is ever written to a file. No method
    raises; a canceled call returns at once while the keyring's prompt may still be open.
    """

    def __init__(self, namespace: str, *, piece_size: int = _PIECE, patience: float = _PATIENCE) -> None:
        self._service = f"{_SERVICE} ({namespace})"
        self._piece_size = piece_size
        self._patience = patience
        self._session: dict[str, SecretStr] = {}
        self._turn = asyncio.Lock()

    async def save(self, name: str, secret: SecretStr) -> Saved | Unavailable | Refused:
        """Keep a secret under a name, replacing what was there."""
        self._session[name] = secret
        async with self._turn:
            state = await self._state()
            if not state.available:
                return Unavailable(state.why)
            why = await self._asked(_write, self._service, name, secret, self._piece_size)
            if isinstance(why, _No):
                return Refused(why.why)
        self._session.pop(name, None)
        return Saved(state.backend_name)

    async def load(self, name: str) -> SecretStr | None:
        """The secret, or None when there is none or the keyring does not give it."""
        kept = self._session.get(name)
        if kept is not None:
            return kept
        async with self._turn:
            if not (await self._state()).available:
                return None
            found = await self._asked(_read, self._service, name)
        return found if isinstance(found, SecretStr) else None

    async def forget(self, name: str) -> None:
        """Remove it from the keyring and from memory; does nothing when it does not exist."""
        self._session.pop(name, None)
        async with self._turn:
            if (await self._state()).available:
                await self._asked(_remove, self._service, name)

    async def state(self) -> VaultState:
        """Whether there is a usable keyring; never opens a prompt."""
        async with self._turn:
            return await self._state()

    async def _state(self) -> VaultState:
        found = await self._asked(_describe)
        if isinstance(found, _No):
            return VaultState(available=False, why=found.why)
        return found

    async def _asked(self, call: Callable[..., T], *args: Any) -> T | _No:
        try:
            async with asyncio.timeout(self._patience):
                return await in_daemon_thread(call, *args)
        except TimeoutError:
            return _No("not_answering")
        except Exception as error:
            return _refusal(_why(error), error)


@dataclass(frozen=True, slots=True)
class _No:
    why: str


def _why(error: Exception) -> str:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    if isinstance(error, KeyringLocked | InitError):
        return "locked"
    return "no_keyring" if isinstance(error, NoKeyringError) else "failed"


def _refusal(why: str, error: Exception) -> _No:
    _log.info("keyring: %s (%s)", why, redact(f"{type(error).__name__}: {error}"))
    return _No(why)


# --- below: blocking calls, each on its own daemon thread; the library is loaded when it is first used


def _describe() -> VaultState:
    backend, why = _backend()
    if backend is None:
        return VaultState(available=False, why=why)
    return VaultState(available=True, backend_name=_known_name(backend))


def _known_name(backend: KeyringBackend) -> str:
    module = type(backend).__module__
    return next((name for start, name in _TRUSTED.items() if module.startswith(start)), "")


def _backend() -> tuple[KeyringBackend | None, str]:
    import keyring

    chosen = keyring.get_keyring()
    chain: list[KeyringBackend] = list(getattr(chosen, "backends", None) or [chosen])
    for backend in chain:
        if _known_name(backend):
            return backend, ""
    empty = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer")
    none = all(type(backend).__module__.startswith(empty) for backend in chain)
    return None, "no_keyring" if none else "not_trusted"


def _trusted() -> KeyringBackend:
    from keyring.errors import NoKeyringError

    backend, _reason = _backend()
    if backend is None:
        raise NoKeyringError
    return backend


def _write(service: str, name: str, secret: SecretStr, piece_size: int) -> None:
    backend = _trusted()
    old = _pieces_of(backend.get_password(service, name), name)
    text = json.dumps(secret.get_secret_value())  # ASCII, so that characters can be counted
    if len(text) < piece_size:
        backend.set_password(service, name, _WHOLE + text)
    else:
        pieces = [text[start : start + piece_size] for start in range(0, len(text), piece_size)]
        generation = secrets.token_hex(4)
        head = {"parts": len(pieces), "generation": generation, "digest": _digest(text)}
        for number, piece in enumerate(pieces):
            backend.set_password(service, _piece_name(name, generation, number), piece)
        backend.set_password(service, name, _SPLIT + json.dumps(head))
    for piece_name in old:
        _delete(backend, service, piece_name)


def _read(service: str, name: str) -> SecretStr | None:
    backend = _trusted()
    head = backend.get_password(service, name)
    if not head:
        return None
    text = head[1:]
    if head.startswith(_SPLIT):
        names = _pieces_of(head, name)
        text = "".join(backend.get_password(service, piece) or "" for piece in names)
        if not names or _digest(text) != json.loads(head[1:]).get("digest"):
            return None  # a piece was removed
    elif not head.startswith(_WHOLE):
        return None
    value = json.loads(text)
    if not isinstance(value, str):
        return None
    secret = SecretStr(value)
    if len(value) <= _LONGEST_TO_REMEMBER:
        remember(secret)
    return secret


_LONGEST_TO_REMEMBER = 2000  # a token cache is never echoed as a whole


def _remove(service: str, name: str) -> None:
    backend = _trusted()
    pieces = _pieces_of(backend.get_password(service, name), name)
    _delete(backend, service, name)
    for piece in pieces:
        _delete(backend, service, piece)


def _delete(backend: KeyringBackend, service: str, name: str) -> None:
    from keyring.errors import PasswordDeleteError

    try:
        backend.delete_password(service, name)
    except PasswordDeleteError:
        return  # did not exist


def _pieces_of(head: str | None, name: str) -> list[str]:
    if not head or not head.startswith(_SPLIT):
        return []
    try:
        found = json.loads(head[1:])
        return [
            _piece_name(name, str(found["generation"]), number) for number in range(int(found["parts"]))
        ]
    except (ValueError, KeyError, TypeError):
        return []


def _piece_name(name: str, generation: str, number: int) -> str:
    return f"{name} [{generation}.{number}]"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
