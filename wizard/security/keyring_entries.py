"""Entries of the operating system's keyring: one secret in one entry, or split into several.

All functions block; the vault calls each in a thread of its own.

A secret that fits is one entry, the head. A longer one lies in pieces beside a head that names their slot.
There are two slots, and a new value is written into the one that the head does not name; then the head is
replaced, then the other slot emptied. Whatever interrupts this leaves the old value or the new one. A
keyring cannot be asked for the names it holds, so names are never invented: the pieces of a slot are
numbered from 0 without gaps (written upward, deleted downward), so that the next save or removal
finds what an interrupted one left behind.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, SecretStr, ValidationError

from wizard.paths import data_folder
from wizard.security import keyring_backend
from wizard.security.redactor import remember

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_log = logging.getLogger(__name__)
# Characters per entry: Windows counts UTF-16 bytes, and D-Bus keyrings take a message at a time.
WINDOWS_PIECE = 1200
PIECE = WINDOWS_PIECE if sys.platform == "win32" else 32_000
_WHOLE, _SPLIT = "=", "#"
_SLOTS = ("a", "b")
_MOST_PIECES = 10_000
_READS = 3
_PAUSE = 0.02  # seconds between two of them
_LONGEST_TO_REMEMBER = 2000  # a token cache is never echoed as a whole


# --- one change at a time

_one_thread = threading.Lock()
_tickets = itertools.count(1)
_latest: dict[tuple[str, str], int] = {}


def ticket() -> int:
    """Sequence number of a change, in the order of requests."""
    return next(_tickets)


@contextmanager
def _alone(service: str, name: str, number: int) -> Iterator[bool]:
    """Exclude other threads and other copies of the program; False when a later change was made first.

    A change that nobody waits for any more continues in its thread, so a later one must wait for it, and
    must not be undone by one that still waits.
    """
    with _one_thread, _one_program():
        overtaken = _latest.get((service, name), 0) > number
        if not overtaken:
            _latest[service, name] = number
        yield not overtaken


@contextmanager
def _one_program() -> Iterator[None]:
    from filelock import FileLock

    with ExitStack() as held:
        try:
            folder = data_folder()
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(FileLock(folder / "keyring.lock"))
        except (OSError, NotImplementedError) as error:
            # A folder without locks must not prevent storing the key in the keyring.
            _log.info("keyring: no lock between programs (%s)", type(error).__name__)
        yield


# --- reading and writing


class _Pieces(BaseModel):
    """Location of the pieces of a split secret. Earlier versions generated a `generation` for
    each value.
    """

    generation: str
    parts: int = Field(ge=0, le=_MOST_PIECES)


class _Head(_Pieces):
    """The head of a split secret; `digest` covers all pieces together."""

    digest: str = ""
    replaces: _Pieces | None = None
    """Pieces of an earlier version's value that may not be deleted yet."""


def write(service: str, name: str, secret: SecretStr, piece_size: int, number: int) -> None:
    """Store a secret under a name, replacing an earlier one. Raises the keyring's errors."""
    with _alone(service, name, number) as is_latest:
        if is_latest:
            _replace(_Entries(keyring_backend.trusted(), service, name), secret, piece_size)


def read(service: str, name: str) -> SecretStr | None:
    """Read a secret; None when there is none or a piece is missing. Raises the keyring's errors."""
    from keyring.errors import InitError, KeyringLocked

    entries = _Entries(keyring_backend.trusted(), service, name)
    for attempt in range(1, _READS + 1):  # another copy may be replacing it
        try:
            head = entries.head()
            if not head:
                return None
            text = head[1:] if head.startswith(_WHOLE) else entries.joined(_parse(head))
        except (InitError, KeyringLocked):
            raise
        except Exception:  # Secret Service: the entry was found, but removed before it was read
            if attempt == _READS:
                raise
            text = None
        if text is not None:
            return _opened(text)
        time.sleep(_PAUSE)
    return None


def remove(service: str, name: str, number: int) -> None:
    """Delete the secret and the remains of interrupted saves. Raises the keyring's errors."""
    with _alone(service, name, number) as is_latest:
        if not is_latest:
            return
        entries = _Entries(keyring_backend.trusted(), service, name)
        old = _parse(entries.head())
        for slot in _SLOTS:
            entries.empty(slot)
        for pieces in (old, old and old.replaces):
            entries.remove(pieces)
        entries.delete_head()  # last, because only the head names the pieces of an earlier version


def _replace(entries: _Entries, secret: SecretStr, piece_size: int) -> None:
    old = _parse(entries.head())
    entries.remove(old and old.replaces)
    invented = old if old is not None and old.generation not in _SLOTS else None
    slot = _SLOTS[1] if old is not None and old.generation == _SLOTS[0] else _SLOTS[0]
    text = json.dumps(secret.get_secret_value())  # ASCII, so that characters can be counted
    if len(text) < piece_size and invented is None:
        entries.set_head(_WHOLE + text)
        slot = ""
    else:
        entries.empty(slot)
        _write_pieces(entries, slot, text, piece_size, invented)
    entries.remove(invented)
    for other in _SLOTS:
        if other != slot:
            entries.empty(other)


def _write_pieces(
    entries: _Entries, slot: str, text: str, piece_size: int, replaces: _Pieces | None
) -> None:
    pieces = [text[start : start + piece_size] for start in range(0, len(text), piece_size)]
    head = _Head(generation=slot, parts=len(pieces), digest=_digest(text), replaces=replaces)
    try:
        for index, piece in enumerate(pieces):
            entries.set_piece(slot, index, piece)
        entries.set_head(_SPLIT + head.model_dump_json(exclude_none=True))
    except Exception:
        with suppress(Exception):  # the keyring may refuse this too: the next change deletes it
            present = _parse(entries.head())
            if present is None or present.generation != slot:
                entries.empty(slot)
        raise


def _parse(head: str | None) -> _Head | None:
    if not head or not head.startswith(_SPLIT):
        return None
    try:
        return _Head.model_validate_json(head[1:])
    except ValidationError:
        return None


def _opened(text: str) -> SecretStr | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    if not isinstance(value, str):
        return None
    secret = SecretStr(value)
    if len(value) <= _LONGEST_TO_REMEMBER:
        remember(secret)
    return secret


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Entries:
    """The entries of one secret."""

    def __init__(self, backend: KeyringBackend, service: str, name: str) -> None:
        self._backend = backend
        self._service = service
        self._name = name

    def head(self) -> str | None:
        return self._backend.get_password(self._service, self._name)

    def set_head(self, text: str) -> None:
        self._backend.set_password(self._service, self._name, text)

    def delete_head(self) -> None:
        self._delete(self._name)

    def set_piece(self, generation: str, index: int, piece: str) -> None:
        self._backend.set_password(self._service, self._piece_name(generation, index), piece)

    def joined(self, pieces: _Head | None) -> str | None:
        """The text of all pieces; None when one is missing, or when they do not belong together."""
        if pieces is None:
            return None
        text = "".join(self._piece(pieces.generation, index) or "" for index in range(pieces.parts))
        return text if _digest(text) == pieces.digest else None

    def empty(self, slot: str) -> None:
        """Delete all pieces of a slot, however many an interrupted save has written."""
        held = next(index for index in range(_MOST_PIECES + 1) if self._piece(slot, index) is None)
        self.remove(_Pieces(generation=slot, parts=held))

    def remove(self, pieces: _Pieces | None) -> None:
        """Delete these pieces, from the last to the first."""
        if pieces is not None:
            for index in reversed(range(pieces.parts)):
                self._delete(self._piece_name(pieces.generation, index))

    def _piece(self, generation: str, index: int) -> str | None:
        return self._backend.get_password(self._service, self._piece_name(generation, index))

    def _piece_name(self, generation: str, index: int) -> str:
        return f"{self._name} [{generation}.{index}]"

    def _delete(self, name: str) -> None:
        from keyring.errors import PasswordDeleteError

        try:
            self._backend.delete_password(self._service, name)
        except PasswordDeleteError:
            return  # did not exist
