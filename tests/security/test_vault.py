"""Secrets in a real keyring: stored as one entry, split, refused, and without a keyring."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import psutil
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.compat import properties
from keyring.errors import KeyringLocked
from pydantic import SecretStr

from build.private_session import KEYRING_PASSWORD, PrivateSession
from tests.security.entries import entry_names, lock, service_of, unlock
from wizard.messages.labels import keyring_why
from wizard.security import keyring_backend, keyring_entries, vault
from wizard.security.keyring_backend import VaultState
from wizard.security.vault import (
    Refused,
    Saved,
    Unavailable,
    Vault,
)

CACHE = SecretStr(
    json.dumps({"RefreshToken": {str(n): {"secret": "ß" * 90 + "0.Aa" * 300} for n in range(40)}})
)


@pytest.mark.keyring
async def test_a_secret_outlives_the_session(fresh: str) -> None:
    assert await Vault(fresh).save("key", SecretStr("QUJDREVGR0g6c2VjcmV0")) == Saved("Secret Service")
    kept = await Vault(fresh).load("key")
    assert kept is not None
    assert kept.get_secret_value() == "QUJDREVGR0g6c2VjcmV0"
    assert await Vault(fresh).state() == VaultState(available=True, backend_name="Secret Service")


@pytest.mark.keyring
@pytest.mark.parametrize("piece_size", [1200, 32_000])
async def test_a_full_size_token_cache_is_split_and_comes_back_whole(fresh: str, piece_size: int) -> None:
    one = Vault(fresh, piece_size=piece_size)
    assert isinstance(await one.save("cache", CACHE), Saved)
    service = service_of(fresh)
    head = keyring.get_password(service, "cache")
    assert head is not None
    assert len(head) < 200
    assert json.loads(head[1:])["parts"] > 1
    kept = await Vault(fresh).load("cache")
    assert kept == CACHE


@pytest.mark.keyring
async def test_a_new_value_leaves_no_old_pieces(fresh: str) -> None:
    one = Vault(fresh, piece_size=9000)
    await one.save("cache", CACHE)
    await one.save("cache", SecretStr("x" * 20_000))
    assert await Vault(fresh).load("cache") == SecretStr("x" * 20_000)
    await one.save("cache", SecretStr("short"))
    assert await asyncio.to_thread(entry_names, fresh) == {"cache"}
    await one.forget("cache")
    assert await asyncio.to_thread(entry_names, fresh) == set()
    await one.forget("cache")
    assert await one.load("cache") is None


@pytest.mark.keyring
async def test_a_missing_piece_gives_nothing_rather_than_half(fresh: str) -> None:
    one = Vault(fresh, piece_size=9000)
    await one.save("cache", CACHE)
    piece = next(name for name in await asyncio.to_thread(entry_names, fresh) if name != "cache")
    keyring.delete_password(service_of(fresh), piece)
    assert await Vault(fresh).load("cache") is None


@pytest.mark.keyring
@pytest.mark.parametrize("head", ["", "nonsense", "#{", '#{"parts": "x"}', '="', "=17", "#[]"])
async def test_what_others_wrote_is_no_secret_of_ours(fresh: str, head: str) -> None:
    keyring.set_password(service_of(fresh), "key", head)
    found = await Vault(fresh).load("key")
    assert found is None
    assert isinstance(await Vault(fresh).save("key", SecretStr("new secret")), Saved)
    assert await Vault(fresh).load("key") == SecretStr("new secret")


@pytest.mark.keyring
async def test_namespaces_do_not_see_each_other(fresh: str) -> None:
    await Vault(fresh).save("key", SecretStr("mine, not yours"))
    assert await Vault(fresh + "2").load("key") is None


@pytest.mark.keyring
async def test_many_at_once(fresh: str) -> None:
    one = Vault(fresh)
    await asyncio.gather(*(one.save(f"key {n}", SecretStr(f"secret number {n}")) for n in range(8)))
    found = await asyncio.gather(*(one.load(f"key {n}") for n in range(8)))
    assert found == [SecretStr(f"secret number {n}") for n in range(8)]


def _without_keyring(environment: dict[str, str], folder: Path) -> dict[str, object]:
    """Run a new program, so that keyring searches for its back ends again."""
    program = """
import asyncio, json, pathlib
from pydantic import SecretStr
from wizard.security.vault import Vault
async def main():
    vault = Vault("nowhere")
    saved = await vault.save("key", SecretStr("canary-secret-8473"))
    kept = await vault.load("key")
    other = await Vault("nowhere").load("key")
    state = await vault.state()
    print(json.dumps([type(saved).__name__, saved.why, kept is not None, other is None, state.why]))
asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment, "HOME": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    names = ["saved", "why", "kept", "forgotten", "state"]
    return dict(zip(names, json.loads(done.stdout), strict=True))


def test_without_a_keyring_a_secret_lives_for_the_session_only(tmp_path: Path) -> None:
    bare = {"PATH": os.environ["PATH"], "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    assert _without_keyring(bare, tmp_path) == {
        "saved": "Unavailable",
        "why": "no_keyring",
        "kept": True,
        "forgotten": True,
        "state": "no_keyring",
    }
    _no_file_holds(tmp_path, b"canary-secret-8473")


def test_a_keyring_that_keeps_files_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "filering.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Keyring(KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, name): return None\n"
        "    def set_password(self, service, name, value): open('plain.txt', 'w').write(value)\n"
        "    def delete_password(self, service, name): pass\n"
    )
    bare = {"PATH": os.environ["PATH"], "PYTHON_KEYRING_BACKEND": "filering.Keyring"}
    answer = _without_keyring(bare, tmp_path)
    assert answer["state"] == "other_setting"  # the variable chose it
    _no_file_holds(tmp_path, b"canary-secret-8473")


def _no_file_holds(folder: Path, secret: bytes) -> None:
    for path in folder.rglob("*"):
        assert not path.is_file() or secret not in path.read_bytes()


class _Locked(KeyringBackend):
    """A keyring whose user dismisses its prompt, or never answers it."""

    waits = 0.0

    @properties.classproperty
    def priority(self) -> float:
        # Not viable by itself: keyring must never choose or chain it outside these tests.
        raise RuntimeError("only where a test puts it")

    def get_password(self, service: str, username: str) -> str | None:
        if self.waits:
            import time

            time.sleep(self.waits)
        raise KeyringLocked("dismissed")

    set_password = delete_password = get_password  # type: ignore[assignment]


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Locked]:
    before = keyring.get_keyring()
    monkeypatch.setattr(keyring_backend, "TRUSTED", {**keyring_backend.TRUSTED, __name__: "Test"})
    backend = _Locked()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


async def test_a_locked_keyring_refuses_and_the_secret_stays_for_the_session(locked: _Locked) -> None:
    one = Vault("locked")
    assert await one.save("key", SecretStr("kept for now")) == Refused("locked")
    assert await one.load("key") == SecretStr("kept for now")
    assert await Vault("locked").load("key") is None
    await one.forget("key")
    assert await one.load("key") is None


async def test_a_keyring_that_never_answers_is_given_up(locked: _Locked) -> None:
    locked.waits = 5.0
    assert await Vault("slow", patience=0.1).save("key", SecretStr("kept")) == Refused("not_answering")


async def test_a_keyring_that_never_answers_is_said_and_not_tried_again(
    locked: _Locked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "_SLOW", 0.02)
    locked.waits = 5.0
    told: list[str] = []
    one = Vault("slow", patience=0.1, waiting=lambda _locked: told.append("waiting"))
    assert await one.load("key") is None
    assert told == ["waiting"]
    began = time.monotonic()
    assert await Vault("another").save("key", SecretStr("kept")) == Unavailable("not_answering")
    assert await Vault("another").load("key") is None
    await Vault("another").forget("key")
    assert time.monotonic() - began < 1.0
    vault._silent_since.clear()
    locked.waits = 0.0
    assert await Vault("another").save("key", SecretStr("kept")) == Refused("locked")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(errno.ENOSPC, "no"), "full"),
        (RuntimeError("org.freedesktop.Error: No space left on device"), "full"),
        (RuntimeError("Disk quota exceeded"), "full"),
        (RuntimeError("refused"), "failed"),
    ],
)
async def test_full_is_told_from_refused(
    error: Exception, why: str, locked: _Locked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> None:
        raise error

    monkeypatch.setattr(keyring_entries, "write", fails)
    assert await Vault("full").save("key", SecretStr("kept")) == Refused(why)


async def test_a_setting_of_another_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    before = keyring.get_keyring()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    keyring.set_keyring(NoKeyring())
    try:
        assert await Vault("none").save("key", SecretStr("kept")) == Unavailable("other_setting")
    finally:
        keyring.set_keyring(before)


async def test_a_canceled_save_returns_at_once(locked: _Locked) -> None:
    locked.waits = 5.0
    saving = asyncio.create_task(Vault("slow").save("key", SecretStr("kept")))
    await asyncio.sleep(0.05)
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(saving, 1.0)


async def test_no_back_end_is_no_keyring() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        assert await Vault("none").save("key", SecretStr("kept")) == Unavailable("no_keyring")
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize(
    "why", ["no_keyring", "not_trusted", "locked", "not_answering", "full", "other_setting", "failed"]
)
def test_every_why_has_words(why: str) -> None:
    assert keyring_why(why) not in (why, keyring_why("a code without words"))


@pytest.mark.keyring
async def test_a_keyring_that_hangs_is_noticed_at_once_and_used_again_when_it_answers(
    fresh: str, keyring_session: PrivateSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real one, stopped."""
    monkeypatch.setattr(vault, "_QUICK", 0.2)
    await Vault(fresh).save("key", SecretStr("kept"))
    daemon = keyring_session.keyring_daemon
    daemon.send_signal(signal.SIGSTOP)
    while psutil.Process(daemon.pid).status() != psutil.STATUS_STOPPED:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        began = time.monotonic()
        assert await Vault(fresh).look("key") == Unavailable("not_answering")
        assert await Vault(fresh).save("key", SecretStr("other")) == Unavailable("not_answering")
        assert await Vault(fresh).forget("key") == Unavailable("not_answering")
        assert time.monotonic() - began < 10.0
    finally:
        daemon.send_signal(signal.SIGCONT)
    async with asyncio.timeout(30):
        while vault._silent_since:  # noqa: ASYNC110 - until the late answer
            await asyncio.sleep(0.05)
    assert await Vault(fresh).look("key") == SecretStr("kept")


@pytest.mark.keyring
async def test_the_prompt_of_a_locked_keyring_is_named(fresh: str, keyring_session: PrivateSession) -> None:
    told: list[bool] = []
    one = Vault(fresh, waiting=told.append)
    await one.save("key", SecretStr("kept"))
    await asyncio.to_thread(lock)
    try:
        assert await one.state() == VaultState(available=True, backend_name="Secret Service", locked=True)
        assert told == []
        # There is no desktop here that would show the prompt, so it is dismissed.
        assert await one.look("key") == Refused("locked")
        assert told == [True]
        assert await one.forget("key") == Refused("locked")
    finally:
        await asyncio.to_thread(unlock, KEYRING_PASSWORD)
    assert await one.look("key") == SecretStr("kept")
