"""Selects the keyring of this computer. Imports `keyring` when it is first needed."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_FREEDESKTOP = "Secret Service"
# Keyrings of the operating systems, by their product names. Others keep secrets in their own files,
# some of them readable.
TRUSTED = {
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.SecretService": _FREEDESKTOP,
    "keyring.backends.libsecret": _FREEDESKTOP,
    "keyring.backends.kwallet": "KWallet",
}


@dataclass(frozen=True, slots=True)
class VaultState:
    """Whether secrets are kept beyond the session, and where.

    `why`: "no_keyring" (none here), "not_trusted" (only one that keeps files), "other_setting" (a setting
    of the keyring library, made for another program, chooses one of these), "not_answering", and for
    a secret that was not given "locked", "full" or "failed". `locked`: using it opens its own prompt.
    """

    available: bool
    backend_name: str = ""
    why: str = ""
    locked: bool = False


def describe() -> VaultState:
    """Whether there is a usable keyring; never opens a prompt.

    Blocks as long as the Secret Service does not answer.
    """
    backend, why = _backend()
    if backend is None:
        return VaultState(available=False, why=why)
    name = _known_name(backend)
    locked = name == _FREEDESKTOP and _is_locked()
    return VaultState(available=True, backend_name=name, locked=locked)


def _is_locked() -> bool:
    """Whether the Secret Service's collection is locked; False when it cannot tell."""
    try:
        import secretstorage

        with closing(secretstorage.dbus_init()) as connection:
            return secretstorage.Collection(connection).is_locked()
    except Exception:  # no collection yet, an odd service: what matters here is that it answers
        return False


def _known_name(backend: KeyringBackend) -> str:
    module = type(backend).__module__
    return next((name for start, name in TRUSTED.items() if module.startswith(start)), "")


def _backend() -> tuple[KeyringBackend | None, str]:
    import keyring

    chosen = keyring.get_keyring()
    chain: list[KeyringBackend] = list(getattr(chosen, "backends", None) or [chosen])
    for backend in chain:
        if _known_name(backend):
            return backend, ""
    empty = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer")
    if _is_chosen_elsewhere():
        return None, "other_setting"
    none = all(type(backend).__module__.startswith(empty) for backend in chain)
    return None, "no_keyring" if none else "not_trusted"


def _is_chosen_elsewhere() -> bool:
    """Whether a setting of the keyring library chooses the keyring."""
    from keyring.util import platform_

    chosen = os.environ.get("PYTHON_KEYRING_BACKEND")
    return bool(chosen) or Path(platform_.config_root(), "keyringrc.cfg").exists()


def trusted() -> KeyringBackend:
    """The keyring; raises `keyring.errors.NoKeyringError` when there is no trusted one."""
    from keyring.errors import NoKeyringError

    backend, _reason = _backend()
    if backend is None:
        raise NoKeyringError
    return backend
