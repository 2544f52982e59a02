"""What the real keyring holds, and keyrings of programs that stop or write at the same time."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Protocol

import secretstorage
from keyring.errors import PasswordDeleteError
from secretstorage.defines import SS_PATH
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

_SIGN_IN = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"


def service_of(namespace: str) -> str:
    """The keyring's name for a namespace of the vault."""
    return f"Playvox Provisioning Setup ({namespace})"


def entry_names(namespace: str) -> set[str]:
    """The names under which the keyring really holds something for the namespace."""
    connection = secretstorage.dbus_init()
    try:
        found = secretstorage.search_items(connection, {"service": service_of(namespace)})
        return {item.get_attributes()["username"] for item in found}
    finally:
        connection.close()


def lock() -> None:
    """Lock the real keyring, as a desktop does after a while."""
    connection = secretstorage.dbus_init()
    try:
        secretstorage.get_default_collection(connection).lock()
    finally:
        connection.close()


def is_locked() -> bool:
    """Whether the real keyring is locked."""
    connection = secretstorage.dbus_init()
    try:
        return bool(secretstorage.get_default_collection(connection).is_locked())
    finally:
        connection.close()


def unlock(password: bytes) -> None:
    """Unlock it without its prompt, as signing in to the desktop does."""
    connection = secretstorage.dbus_init()
    try:
        collection = secretstorage.get_default_collection(connection)
        service = DBusAddressWrapper(SS_PATH, _SIGN_IN, connection)
        secret = format_secret(open_session(connection), password, "text/plain")
        service.call("UnlockWithMasterPassword", "o(oayays)", collection.collection_path, secret)
    finally:
        connection.close()


class Entries(Protocol):
    """What the vault uses of a keyring."""

    def get_password(self, service: str, name: str, /) -> str | None: ...

    def set_password(self, service: str, name: str, value: str, /) -> None: ...

    def delete_password(self, service: str, name: str, /) -> None: ...


class DyingKeyring:
    """A keyring in a program that stops after a number of changes: by an error, or by exiting."""

    def __init__(self, real: Entries, changes: int, *, for_good: bool = True, killed: bool = False) -> None:
        self._real = real
        self._left = changes
        self._for_good = for_good
        self._killed = killed

    def _change(self) -> None:
        self._left -= 1
        if self._left == -1 or (self._left < 0 and self._for_good):
            if self._killed:
                os._exit(9)
            raise SystemError("the program died here")

    def get_password(self, service: str, name: str) -> str | None:
        return self._real.get_password(service, name)

    def set_password(self, service: str, name: str, value: str) -> None:
        self._change()
        self._real.set_password(service, name, value)

    def delete_password(self, service: str, name: str) -> None:
        self._change()
        self._real.delete_password(service, name)


class FolderKeyring:
    """One file for each entry: quick, and steady while two programs write.

    gnome-keyring refuses now and then while two programs write ("Failed to create the collection").
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> set[str]:
        return {path.name for path in self._folder.iterdir() if not path.name.startswith(".")}

    def get_password(self, _service: str, name: str) -> str | None:
        try:
            return (self._folder / name).read_text()
        except FileNotFoundError:
            return None

    def set_password(self, _service: str, name: str, value: str) -> None:
        new = self._folder / f".{name}.{os.getpid()}"
        new.write_text(value)
        new.replace(self._folder / name)

    def delete_password(self, _service: str, name: str) -> None:
        try:
            (self._folder / name).unlink()
        except FileNotFoundError as error:
            raise PasswordDeleteError from error


class SlowKeyring(FolderKeyring):
    """The same, a moment for each entry."""

    def set_password(self, service: str, name: str, value: str) -> None:
        super().set_password(service, name, value)
        time.sleep(0.1)
