"""An interrupted save leaves the old value or the new one, and nothing else behind."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.security.entries import DyingKeyring, Entries, FolderKeyring, entry_names, service_of
from wizard.security import keyring_backend, keyring_entries
from wizard.security.vault import Refused, Saved, Vault

PIECE = 9000
OLD, NEW, NEXT = (SecretStr(letter * 20_000) for letter in "onx")
SHORT = SecretStr("short")
CHANGES = range(8)
"""Three pieces, the head that names them, then three old pieces deleted: the program ends before each of
these.
"""

pytestmark = pytest.mark.keyring


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderKeyring:
    """Replaces the keyring."""
    entries = FolderKeyring(tmp_path)
    monkeypatch.setattr(keyring_backend, "trusted", lambda: entries)
    return entries


@pytest.fixture
def vault(fresh: str) -> Vault:
    return Vault(fresh, piece_size=PIECE)


@contextmanager
def _dying(changes: int, *, for_good: bool = True) -> Iterator[None]:
    """The program stops after this number of changes."""
    real: Entries = keyring_backend.trusted()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyring_backend, "trusted", lambda: DyingKeyring(real, changes, for_good=for_good))
        yield


async def _save_and_die(vault: Vault, changes: int) -> None:
    await vault.save("cache", OLD)
    with _dying(changes):
        saved = await vault.save("cache", NEW)
    assert saved == (Refused("failed") if changes < 4 else Saved("Secret Service"))


@pytest.mark.parametrize("changes", CHANGES)
async def test_the_old_value_or_the_new_one_is_left(fresh: str, vault: Vault, changes: int) -> None:
    """With the real keyring."""
    await _save_and_die(vault, changes)
    assert await Vault(fresh).load("cache") == (OLD if changes < 4 else NEW)
    await Vault(fresh).forget("cache")
    assert await asyncio.to_thread(entry_names, fresh) == set()


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("value", [NEXT, SHORT])
async def test_the_next_save_removes_what_was_left_behind(
    fresh: str, changes: int, value: SecretStr, vault: Vault, folder: FolderKeyring
) -> None:
    await _save_and_die(vault, changes)
    assert isinstance(await vault.save("cache", value), Saved)
    assert await Vault(fresh).load("cache") == value
    assert len(folder.names()) == (1 + 3 if value is NEXT else 1)


@pytest.mark.parametrize("changes", CHANGES)
async def test_signing_out_removes_what_was_left_behind(
    changes: int, vault: Vault, folder: FolderKeyring
) -> None:
    await _save_and_die(vault, changes)
    assert "cache" in folder.names()
    await vault.forget("cache")
    assert folder.names() == set()


@pytest.mark.parametrize("changes", range(4))
async def test_signing_out_that_was_interrupted_is_finished_by_the_next(
    changes: int, vault: Vault, folder: FolderKeyring
) -> None:
    await vault.save("cache", OLD)
    with _dying(changes):
        await vault.forget("cache")
    assert len(folder.names()) == 4 - changes
    await vault.forget("cache")
    assert folder.names() == set()


@pytest.mark.parametrize("changes", range(4))
async def test_a_keyring_that_refuses_once_keeps_no_piece(
    fresh: str, changes: int, vault: Vault, folder: FolderKeyring
) -> None:
    """Nothing waits for a next save: this one removes its pieces itself."""
    await vault.save("cache", OLD)
    before = folder.names()
    with _dying(changes, for_good=False):
        assert await vault.save("cache", NEW) == Refused("failed")
    assert folder.names() == before
    assert await Vault(fresh).load("cache") == OLD


async def _program(fresh: str, backend: str, body: str) -> int:
    """Run a separate program with this keyring; returns its exit code."""
    program = f"""
import asyncio
from pathlib import Path
import keyring
from pydantic import SecretStr
from tests.security.entries import DyingKeyring, FolderKeyring, SlowKeyring
from wizard.security import keyring_backend
from wizard.security.vault import Saved, Vault
vault = Vault({fresh!r}, piece_size={PIECE})
keyring_backend.trusted = lambda: {backend}
async def main():
{body}
asyncio.run(main())
"""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=60,
        check=False,
    )
    return done.returncode


@pytest.mark.parametrize("changes", [1, 5])
async def test_a_program_killed_while_saving(fresh: str, changes: int, vault: Vault) -> None:
    """With the real keyring."""
    await vault.save("cache", OLD)
    backend = f"DyingKeyring(keyring.get_keyring(), {changes}, killed=True)"
    body = "    await vault.save('cache', SecretStr('n' * 20_000))\n"
    assert await _program(fresh, backend, body) == 9
    assert await Vault(fresh).load("cache") == (OLD if changes < 4 else NEW)
    await vault.forget("cache")
    assert await asyncio.to_thread(entry_names, fresh) == set()


async def test_two_programs_that_save_at_once_leave_one_value_whole(
    fresh: str, vault: Vault, folder: FolderKeyring, tmp_path: Path
) -> None:
    await vault.save("cache", OLD)
    body = (
        "    for _ in range(60):\n"
        "        saved = await vault.save('cache', SecretStr('{letter}' * {size}))\n"
        "        assert isinstance(saved, Saved)\n"
    )
    sizes = {"a": 20_000, "b": 40_000}
    backend = f"FolderKeyring(Path({str(tmp_path)!r}))"
    async with asyncio.TaskGroup() as group:
        programs = [
            group.create_task(_program(fresh, backend, body.format(letter=letter, size=size)))
            for letter, size in sizes.items()
        ]
        while not all(each.done() for each in programs):
            found = await Vault(fresh).load("cache")
            assert found is not None  # readable at any time
            assert len(set(found.get_secret_value())) == 1
    assert [each.result() for each in programs] == [0, 0]
    kept = await Vault(fresh).load("cache")
    assert kept is not None
    letter = kept.get_secret_value()[0]
    assert kept.get_secret_value() == letter * sizes[letter]
    assert len(folder.names()) == {"a": 1 + 3, "b": 1 + 5}[letter]


class _Slow(FolderKeyring):
    """A keyring whose prompt is open until somebody answers it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asking = threading.Event()
        self.answered = threading.Event()

    def set_password(self, service: str, name: str, value: str) -> None:
        self.asking.set()
        assert self.answered.wait(30)
        super().set_password(service, name, value)


async def test_signing_out_waits_for_a_save_that_nobody_waits_for_any_more(
    fresh: str, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A canceled save continues in its thread; what it writes must not outlive a later sign-out."""
    slow = _Slow(tmp_path)
    monkeypatch.setattr(keyring_backend, "trusted", lambda: slow)
    saving = asyncio.create_task(vault.save("cache", NEW))
    assert await asyncio.to_thread(slow.asking.wait, 30)
    saving.cancel()
    await asyncio.gather(saving, return_exceptions=True)
    leaving = asyncio.create_task(Vault(fresh).forget("cache"))
    done, _waiting = await asyncio.wait({leaving}, timeout=0.2)
    slow.answered.set()
    await leaving
    assert not done
    assert slow.names() == set()


async def test_a_save_that_was_overtaken_writes_nothing(fresh: str, folder: FolderKeyring) -> None:
    """Of two calls that waited for the keyring, the later one wins, whichever runs first."""
    earlier, later = keyring_entries.ticket(), keyring_entries.ticket()
    service = service_of(fresh)
    keyring_entries.remove(service, "cache", later)
    keyring_entries.write(service, "cache", NEW, PIECE, earlier)
    assert folder.names() == set()
    keyring_entries.write(service, "cache", NEW, PIECE, keyring_entries.ticket())
    assert len(folder.names()) == 1 + 3


def _written_by_an_earlier_version(folder: FolderKeyring) -> None:
    """Pieces with random names, as earlier versions named them."""
    text = json.dumps(OLD.get_secret_value())
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    digest = hashlib.sha256(text.encode()).hexdigest()
    head = {"parts": len(pieces), "generation": "5f00ba12", "digest": digest}
    entries = {f"cache [5f00ba12.{number}]": piece for number, piece in enumerate(pieces)}
    for name, value in {**entries, "cache": "#" + json.dumps(head)}.items():
        folder.set_password("", name, value)


async def test_what_an_earlier_version_wrote_opens(vault: Vault, folder: FolderKeyring) -> None:
    _written_by_an_earlier_version(folder)
    assert await vault.load("cache") == OLD
    await vault.forget("cache")
    assert folder.names() == set()


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("value", [NEW, SHORT])
async def test_replacing_what_an_earlier_version_wrote(
    fresh: str, changes: int, value: SecretStr, vault: Vault, folder: FolderKeyring
) -> None:
    _written_by_an_earlier_version(folder)
    with _dying(changes):
        await vault.save("cache", value)
    assert await Vault(fresh).load("cache") in (OLD, value)
    for _again in range(2):
        await vault.save("cache", SHORT)
    assert folder.names() == {"cache"}


@pytest.mark.parametrize("changes", CHANGES)
async def test_signing_out_of_what_an_earlier_version_wrote(
    changes: int, vault: Vault, folder: FolderKeyring
) -> None:
    _written_by_an_earlier_version(folder)
    with _dying(changes):
        await vault.save("cache", NEW)
    await vault.forget("cache")
    assert folder.names() == set()


async def test_a_save_is_finished_before_the_program_ends(
    fresh: str, folder: FolderKeyring, tmp_path: Path
) -> None:
    """It was canceled, as closing the window does, while the keyring took its first piece."""
    backend = f"SlowKeyring(Path({str(tmp_path)!r}))"
    body = (
        "    saving = asyncio.create_task(vault.save('cache', SecretStr('n' * 20_000)))\n"
        "    while not keyring_backend.trusted().names():\n"
        "        await asyncio.sleep(0.001)\n"
        "    saving.cancel()\n"
    )
    assert await _program(fresh, backend, body) == 0
    assert await Vault(fresh).load("cache") == NEW
    assert len(folder.names()) == 1 + 3
