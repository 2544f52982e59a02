"""Entries of the keyring, with a keyring in memory: pieces, order of changes, refusals."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError
from pydantic import SecretStr

from wizard.security import keyring_backend, keyring_entries
from wizard.security.redactor import HIDDEN, redact, remember
from wizard.security.vault import Refused, Saved, Unavailable, Vault, VaultState

SERVICE = "Playvox Provisioning Setup (test)"


class MemoryKeyring(KeyringBackend):
    """Keeps entries and the changes in order; every call raises `error`."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}
        self.done: list[str] = []
        self.error: Exception | None = None

    @properties.classproperty
    def priority(self) -> float:
        raise RuntimeError("only where a test puts it")

    def _asked(self, service: str) -> None:
        assert service == SERVICE
        if self.error is not None:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._asked(service)
        return self.entries.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._asked(service)
        self.done.append(f"set {username}")
        self.entries[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._asked(service)
        self.done.append(f"delete {username}")
        if self.entries.pop(username, None) is None:
            raise PasswordDeleteError("there is none")


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    monkeypatch.setattr(keyring_backend, "TRUSTED", {"nothing": "Nothing", __name__: "Memory"})
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


async def test_a_short_secret_is_one_entry(memory: MemoryKeyring) -> None:
    one = Vault("test")
    assert await one.save("key", SecretStr("ßecret")) == Saved("Memory")
    assert memory.entries == {"key": '="\\u00dfecret"'}
    assert await Vault("test").load("key") == SecretStr("ßecret")
    assert await one.state() == VaultState(available=True, backend_name="Memory")
    memory.entries.clear()
    assert await one.load("key") is None, "a saved secret is not kept in memory besides"


@pytest.mark.parametrize(("length", "pieces"), [(7, 0), (8, 1), (9, 2), (18, 2), (19, 3)])
async def test_a_secret_is_split_into_pieces_of_the_allowed_size(
    memory: MemoryKeyring, length: int, pieces: int
) -> None:
    """Quotes and the mark of a whole entry count too."""
    secret = SecretStr("abcdefghijklmnopqrstuvwxyz"[:length])
    await Vault("test", piece_size=10).save("key", secret)
    names = [name for name in memory.entries if name != "key"]
    assert len(names) == pieces
    assert all(len(memory.entries[name]) <= 10 for name in names)
    if pieces:
        head = json.loads(memory.entries["key"].removeprefix("#"))
        assert head["parts"] == pieces
        assert names == [f"key [{head['generation']}.{number}]" for number in range(pieces)]
        assert "".join(memory.entries[name] for name in names) == json.dumps(secret.get_secret_value())
    assert await Vault("test").load("key") == secret


async def test_the_head_is_written_after_its_pieces_and_before_old_ones_go(memory: MemoryKeyring) -> None:
    one = Vault("test", piece_size=10)
    await one.save("key", SecretStr("o" * 20))
    old = [name for name in memory.entries if name != "key"]
    memory.done.clear()
    await one.save("key", SecretStr("n" * 20))
    new = [name for name in memory.entries if name != "key"]
    assert not set(old) & set(new)
    assert memory.done == [
        *(f"set {name}" for name in new),
        "set key",
        *(f"delete {name}" for name in reversed(old)),
    ]
    memory.done.clear()
    await one.forget("key")
    assert [name for name in memory.done if name != "delete key"][: len(new)] == [
        f"delete {name}" for name in reversed(new)
    ]
    assert memory.done[-1] == "delete key"
    assert memory.entries == {}
    await one.forget("key")


@pytest.mark.parametrize("damage", ["changed", "removed", "swapped"])
async def test_pieces_that_are_not_those_of_the_head_give_nothing(
    memory: MemoryKeyring, damage: str
) -> None:
    await Vault("test", piece_size=10).save("key", SecretStr("abcdefghijklmnopqrst"))
    first, second, *_rest = [name for name in memory.entries if name != "key"]
    if damage == "changed":
        memory.entries[first] = memory.entries[first].upper()
    elif damage == "removed":
        del memory.entries[second]
    else:
        memory.entries[first], memory.entries[second] = memory.entries[second], memory.entries[first]
    assert await Vault("test").load("key") is None


@pytest.mark.parametrize(
    "head", ["", "plain", '"plain"', '="', "=17", "=null", "#{", "#[]", '#{"parts": 0}']
)
async def test_what_is_no_entry_of_ours_gives_nothing(memory: MemoryKeyring, head: str) -> None:
    memory.entries["key"] = head
    assert await Vault("test").load("key") is None
    assert await Vault("test").save("key", SecretStr("secret")) == Saved("Memory")
    assert memory.entries == {"key": '="secret"'}


@pytest.mark.parametrize(("length", "hidden"), [(2000, True), (2001, False)])
async def test_a_loaded_secret_is_hidden_from_then_on_unless_it_is_a_cache(
    memory: MemoryKeyring, length: int, hidden: bool
) -> None:
    secret = "".join(f"{number:04d}Qz" for number in range(400))[:length]
    memory.entries["key"] = "=" + json.dumps(secret)
    assert await Vault("test").load("key") == SecretStr(secret)
    assert (HIDDEN in redact(f"it is {secret[:60]}")) is hidden


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (KeyringLocked("dismissed"), "locked"),
        (InitError("no collection"), "locked"),
        (NoKeyringError(), "no_keyring"),
        (KeyringError("broken"), "failed"),
        (RuntimeError("D-Bus is gone"), "failed"),
    ],
)
async def test_a_refusal_says_why_and_the_secret_lives_for_the_session(
    memory: MemoryKeyring, error: Exception, why: str
) -> None:
    memory.error = error
    one = Vault("test")
    assert await one.save("key", SecretStr("kept for now")) == Refused(why)
    assert await one.load("key") == SecretStr("kept for now")
    assert await Vault("test").load("key") is None
    await one.forget("key")
    assert await one.load("key") is None
    memory.error = None
    assert await one.save("key", SecretStr("kept")) == Saved("Memory")


async def test_a_refusal_is_logged_without_secrets(
    memory: MemoryKeyring, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="wizard.security.vault")
    remember("canary-71bd02e4-q8Zt")
    memory.error = KeyringLocked("asked for canary-71bd02e4-q8Zt")
    await Vault("test").save("key", SecretStr("canary-71bd02e4-q8Zt"))
    [record] = [each for each in caplog.records if each.name == "wizard.security.vault"]
    assert record.getMessage() == f"keyring: locked (KeyringLocked: asked for {HIDDEN})"
    assert record.levelno == logging.INFO


async def test_a_refused_secret_that_is_saved_later_is_forgotten_here(memory: MemoryKeyring) -> None:
    one = Vault("test")
    memory.error = KeyringLocked()
    await one.save("key", SecretStr("first"))
    memory.error = None
    await one.save("key", SecretStr("second"))
    memory.entries["key"] = '="third"'
    assert await one.load("key") == SecretStr("third")


async def test_a_keyring_that_takes_too_long_is_given_up(
    memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_backend, "describe", lambda: time.sleep(1))
    one = Vault("test", patience=0.02)
    assert await one.save("key", SecretStr("secret")) == Unavailable("not_answering")
    assert await one.state() == VaultState(available=False, why="not_answering")


async def test_one_call_at_a_time(memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    running: list[int] = []
    most: list[int] = []
    real = keyring_entries.write

    def slowly(*given: object) -> None:
        running.append(1)
        most.append(len(running))
        time.sleep(0.01)
        real(*given)  # type: ignore[arg-type]
        running.pop()

    monkeypatch.setattr(keyring_entries, "write", slowly)
    one = Vault("test")
    await asyncio.gather(*(one.save(f"key {n}", SecretStr(f"secret {n}")) for n in range(4)))
    assert most == [1, 1, 1, 1]
    assert len(memory.entries) == 4


class Plain(KeyringBackend):
    """Not one of the operating systems'."""

    @properties.classproperty
    def priority(self) -> float:
        raise RuntimeError("only where a test puts it")

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("never asked")

    set_password = delete_password = get_password  # type: ignore[assignment]


@dataclass
class Chain:
    """What keyring gives where several of its back ends are usable."""

    backends: list[KeyringBackend]


def of_module(module: str) -> KeyringBackend:
    return type("Keyring", (Plain,), {"__module__": module})()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("modules", "why", "name"),
    [
        (["keyring.backends.fail"], "no_keyring", ""),
        (["keyring.backends.null"], "no_keyring", ""),
        (["keyring.backends.chainer"], "no_keyring", ""),
        (["keyrings.alt.file"], "not_trusted", ""),
        (["keyring.backends.fail", "keyrings.alt.file"], "not_trusted", ""),
        (["keyring.backends.Windows"], "", "Windows Credential Manager"),
        (["keyring.backends.macOS"], "", "macOS Keychain"),
        (["keyring.backends.SecretService"], "", "Secret Service"),
        (["keyring.backends.libsecret"], "", "Secret Service"),
        (["keyring.backends.kwallet"], "", "KWallet"),
        (["keyrings.alt.file", "keyring.backends.kwallet"], "", "KWallet"),
    ],
    ids=str,
)
@pytest.mark.parametrize("chained", [True, False], ids=["a chain", "one"])
async def test_only_keyrings_of_operating_systems_are_used(
    monkeypatch: pytest.MonkeyPatch, modules: list[str], why: str, name: str, chained: bool
) -> None:
    backends = [of_module(module) for module in modules]
    chosen = Chain(backends) if chained or len(backends) > 1 else backends[0]
    monkeypatch.setattr(keyring, "get_keyring", lambda: chosen)
    assert await Vault("test").state() == VaultState(not why, name, why)
    if why:
        assert await Vault("test").save("key", SecretStr("secret")) == Unavailable(why)
        with pytest.raises(NoKeyringError):
            keyring_backend.trusted()
    else:
        assert keyring_backend.trusted() is backends[-1]


def test_an_entry_fits_the_operating_systems_limit() -> None:
    """Windows: 2560 bytes, two for each character."""
    assert keyring_entries.PIECE * 2 <= 2560 if sys.platform == "win32" else keyring_entries.PIECE <= 64_000


class FailingKeyring(MemoryKeyring):
    """Fails from one change on, for a number of changes, before or after doing what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.failing = range(0)
        self.after = False
        self.changes = 0

    def _change(self, act: Callable[[], None]) -> None:
        number, self.changes = self.changes, self.changes + 1
        fails = number in self.failing
        if not fails or self.after:
            act()
        if fails:
            raise RuntimeError("no space left on device")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._change(lambda: super(FailingKeyring, self).set_password(service, username, password))

    def delete_password(self, service: str, username: str) -> None:
        self._change(lambda: super(FailingKeyring, self).delete_password(service, username))


@pytest.mark.parametrize("after", [False, True], ids=["refused", "done but refused"])
@pytest.mark.parametrize("how_many", [1, 3, 100])
@pytest.mark.parametrize("old", ["o" * 25, "o", ""], ids=["pieces", "one entry", "nothing"])
@pytest.mark.parametrize("new", ["n" * 35, "n"], ids=["to pieces", "to one entry"])
async def test_a_save_that_fails_anywhere_leaves_one_value_and_no_pieces(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, how_many: int, after: bool
) -> None:
    """Whatever it left behind is gone when the secret is read the next time."""
    monkeypatch.setattr(keyring_backend, "TRUSTED", {__name__: "Memory"})
    for begin in range(9):
        memory = FailingKeyring()
        monkeypatch.setattr(keyring, "get_keyring", lambda memory=memory: memory)
        if old:
            await Vault("test", piece_size=10).save("key", SecretStr(old))
        memory.changes, memory.failing, memory.after = 0, range(begin, begin + how_many), after
        saved = await Vault("test", piece_size=10).save("key", SecretStr(new))
        memory.failing = range(0)
        found = await Vault("test").load("key")
        told = found.get_secret_value() if found is not None else ""
        assert told == new if isinstance(saved, Saved) else told == old, (begin, saved)
        named = await Vault("test").load("key")
        assert named == found
        pieces = 0 if len(told) + 2 < 10 else -(-(len(told) + 2) // 10)
        assert len(memory.entries) == (1 + pieces if told else 0), (begin, memory.entries.keys())
        assert await Vault("test").forget("key") is None
        assert memory.entries == {}


async def test_a_save_makes_its_value_from_what_is_held(memory: MemoryKeyring) -> None:
    seen: list[SecretStr | None] = []

    def combine(held: SecretStr | None) -> SecretStr | None:
        seen.append(held)
        return SecretStr("combined") if len(seen) < 4 else None

    one = Vault("test")
    for entry in (None, '="theirs"', "=nonsense"):
        memory.entries = {"key": entry} if entry is not None else {}
        assert await one.save("key", SecretStr("mine"), combine) == Saved("Memory")
        assert memory.entries == {"key": '="combined"'}
    assert seen == [None, SecretStr("theirs"), SecretStr("")]
    assert await one.save("key", SecretStr("mine"), combine) == Saved("Memory")
    assert memory.entries == {}
