"""Entries of the operating system's keyring: one secret in one entry, or split into several.

All functions block; the vault calls each in a thread of its own.

A secret that fits is one entry, the head. A longer one lies in pieces beside a head that names their slot.
There are two slots, and a new value is written into the one that the head does not name; then the head is
replaced, then the other slot emptied. Whatever interrupts this leaves the old value or the new one. A
keyring cannot be asked for the names it holds, so names are never invented: the pieces of a slot are
numbered from 0 without gaps (written upward, deleted downward), so that the next save, removal or
reading finds what an interrupted one left behind. At the end of the program, a change that is being
made has a moment to finish.
"""

from __future__ import annotations

import atexit
import hashlib
import itertools
import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, Field, SecretStr, ValidationError

from wizard.paths import data_folder, private_folder
from wizard.security import keyring_backend
from wizard.security.redactor import remember

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
Change = Callable[[SecretStr | None], SecretStr | None]
_log = logging.getLogger(__name__)
# Characters per entry: Windows counts UTF-16 bytes, and D-Bus keyrings take a message at a time.
WINDOWS_PIECE = 1200
PIECE = WINDOWS_PIECE if sys.platform == "win32" else 32_000
_WHOLE, _SPLIT = "=", "#"
_SLOTS = ("a", "b")
_MOST_PIECES = 10_000
_READS = 3
_PAUSE = 0.02  # seconds between two of them
_MOMENT = 2.0  # seconds
_LONGEST_TO_REMEMBER = 2000  # a token cache is never echoed as a whole


# --- one change at a time

_one_thread = threading.Lock()
_tickets = itertools.count(1)
_latest: dict[tuple[str, str], int] = {}


def ticket() -> int:
    """Sequence number of a change, in the order of requests."""
    return next(_tickets)


def _finish() -> None:
    """Give a change that is being made a moment, so that the end of the program does not cut it short."""
    if _one_thread.acquire(timeout=_MOMENT):
        _one_thread.release()


atexit.register(_finish)


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
def _one_program(*, wait: bool = True) -> Iterator[bool]:
    """Exclude other copies of the program; False when one is changing something and this does not wait."""
    from filelock import FileLock, Timeout

    with ExitStack() as held:
        try:
            folder = data_folder()
            private_folder(folder)
            held.enter_context(FileLock(folder / "keyring.lock", timeout=-1 if wait else 0))
        except Timeout:
            yield False
            return
        except (OSError, NotImplementedError) as error:
            # A folder without locks must not prevent storing the key in the keyring.
            _log.info("keyring: no lock between programs (%s)", type(error).__name__)
        yield True


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


def write(service: str, name: str, value: SecretStr | Change, piece_size: int, number: int) -> None:
    """Store a secret, or what a function makes of the one that is held. Raises the keyring's errors.

    The function gets None when there is none and an empty secret for one that cannot be read; with its
    result None, the secret is deleted.
    """
    with _alone(service, name, number) as is_latest:
        if not is_latest:
            return
        entries = _Entries(keyring_backend.trusted(), service, name)
        head = _patiently(entries.head)
        secret = value if isinstance(value, SecretStr) else value(_held(entries, head))
        if secret is None:
            _remove(entries, head)
        else:
            _replace(entries, head, secret, piece_size)


def read(service: str, name: str) -> SecretStr | None:
    """Read a secret; None when there is none or a piece is missing. Raises the keyring's errors.

    What an interrupted change left behind is deleted, unless another copy of the program is changing
    something.
    """
    from keyring.errors import InitError, KeyringLocked

    entries = _Entries(keyring_backend.trusted(), service, name)
    for attempt in range(1, _READS + 1):  # another copy may be replacing it
        try:
            head = _patiently(entries.head)
            text = _text(entries, head)
        except (InitError, KeyringLocked):
            raise
        except Exception:  # Secret Service: the entry was found, but removed before it was read
            if attempt == _READS:
                raise
            head = text = None
        else:
            if not head or text is not None:
                break
        time.sleep(_PAUSE)
    _tidy(entries, head)
    return _opened(text) if text is not None else None


def remove(service: str, name: str, number: int) -> None:
    """Delete the secret and the remains of interrupted saves. Raises the keyring's errors."""
    with _alone(service, name, number) as is_latest:
        if is_latest:
            entries = _Entries(keyring_backend.trusted(), service, name)
            _remove(entries, _patiently(entries.head))


def _remove(entries: _Entries, head: str | None) -> None:
    old = _parse(head)
    for slot in _SLOTS:
        entries.empty(slot)
    for pieces in (old, old and old.replaces):
        entries.remove(pieces)
    entries.delete_head()  # last, because only the head names the pieces of an earlier version


def _patiently(call: Callable[[], T]) -> T:
    """The result of a call; again when the keyring could not open its collection for a moment.

    gnome-keyring refuses now and then while two programs use it. A prompt that was dismissed is final.
    """
    from keyring.errors import InitError

    for _attempt in range(_READS):
        try:
            return call()
        except InitError as error:
            if "dismiss" in str(error).lower():
                raise
        time.sleep(_PAUSE)
    return call()


def _held(entries: _Entries, head: str | None) -> SecretStr | None:
    if not head:
        return None
    text = _text(entries, head)
    return (_opened(text) if text is not None else None) or SecretStr("")


def _text(entries: _Entries, head: str | None) -> str | None:
    """The JSON text of a secret; None without one, or when a piece is missing."""
    if not head:
        return None
    return head[1:] if head.startswith(_WHOLE) else entries.joined(_parse(head))


def _tidy(entries: _Entries, head: str | None) -> None:
    """Delete pieces that no head names: of a save that was interrupted, or is being made just now."""
    used = _parse(head)
    try:
        if any(entries.holds(slot) for slot in _SLOTS if used is None or used.generation != slot):
            with _one_thread, _one_program(wait=False) as is_alone:
                if is_alone:
                    _empty_unused(entries, _parse(entries.head()))
    except Exception as error:
        _log.info("keyring: pieces are left behind (%s)", type(error).__name__)


def _empty_unused(entries: _Entries, used: _Head | None) -> None:
    for slot in _SLOTS:
        if used is None or used.generation != slot:
            entries.empty(slot)


def _replace(entries: _Entries, head: str | None, secret: SecretStr, piece_size: int) -> None:
    old = _parse(head)
    entries.remove(old and old.replaces)
    invented = old if old is not None and old.generation not in _SLOTS else None
    slot = _SLOTS[1] if old is not None and old.generation == _SLOTS[0] else _SLOTS[0]
    text = json.dumps(secret.get_secret_value())  # ASCII, so that characters can be counted
    if len(text) < piece_size and invented is None:
        _set_head(entries, _WHOLE + text)
    else:
        entries.empty(slot)
        _write_pieces(entries, slot, text, piece_size, invented)
    try:
        entries.remove(invented)
        _empty_unused(entries, _parse(entries.head()))
    except Exception as error:  # the new value is kept: the next change or reading deletes these
        _log.info("keyring: pieces are left behind (%s)", type(error).__name__)


def _set_head(entries: _Entries, text: str) -> None:
    """Write the head. A keyring that wrote it and then failed has written it."""
    try:
        entries.set_head(text)
    except Exception:
        with suppress(Exception):
            if entries.head() == text:
                return
        raise


def _write_pieces(
    entries: _Entries, slot: str, text: str, piece_size: int, replaces: _Pieces | None
) -> None:
    pieces = [text[start : start + piece_size] for start in range(0, len(text), piece_size)]
    head = _Head(generation=slot, parts=len(pieces), digest=_digest(text), replaces=replaces)
    try:
        for index, piece in enumerate(pieces):
            entries.set_piece(slot, index, piece)
        _set_head(entries, _SPLIT + head.model_dump_json(exclude_none=True))
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
    except (ValueError, RecursionError):
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

    def holds(self, slot: str) -> bool:
        """Whether a slot has pieces."""
        return self._piece(slot, 0) is not None

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
