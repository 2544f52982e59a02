"""A keyring that refuses the new key at the end gives out no old one later, as if it were in use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from tests.steps.counted_killing import FileVault, ready
from tests.steps.test_kill import line_of
from wizard.entra.consistency import Bounds
from wizard.security.vault import Combine, Refused, Saved, Vault
from wizard.steps import Assistant, PracticeLine, Services
from wizard.steps.base.key_store import KEY_NAME, KeyPlace, KeyStore

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=12, replication_lag=0.0)
OLD, NEW = SecretStr("b2xkLWtleTpvbGQtc2VjcmV0"), SecretStr("bmV3LWtleTpuZXctc2VjcmV0")


class Refusing(FileVault):
    """Refuses to replace the key in use; with `full`, until there is room for it."""

    def __init__(self, file: Path, namespace: str, *, full: bool, stuck: bool = False) -> None:
        super().__init__(file, namespace)
        self._full = full
        self._stuck = stuck

    async def save(self, name: str, secret: SecretStr, combine: Combine | None = None) -> Saved | Refused:  # type: ignore[override]
        there = self._kept().get(name)
        changes = there is not None and there != secret.get_secret_value()
        if name == KEY_NAME and (changes or (there is None and not self._full)):
            return Refused("full")
        return await super().save(name, secret, combine)

    async def forget(self, name: str) -> Refused | None:  # type: ignore[override]
        if self._stuck and name == KEY_NAME:
            return Refused("failed")
        await super().forget(name)
        return None


@pytest.mark.parametrize(
    ("full", "stuck", "kept", "sentence"),
    [
        (True, False, "new", "It is in the keyring, and the old one was removed from it."),
        (False, False, "", "It is kept until this program is closed."),
        (
            False,
            True,
            "old",
            "It is kept until this program is closed; the keyring still has the old one.",
        ),
    ],
)
async def test_the_keyring_has_the_new_key_or_none(
    practice: Practice, tmp_path: Path, full: bool, stuck: bool, kept: str, sentence: str
) -> None:
    line, folder = line_of(practice), tmp_path / "data"
    await ready(line, folder)
    file = folder / "keys.json"

    async def launch() -> PracticeLine:
        return line

    def vault(namespace: str) -> Vault:
        if "/" not in namespace:
            return Vault(namespace)
        return Refusing(file, namespace, full=full, stuck=stuck)

    bounds = Bounds(lost_answer=2.0, interrupted=2.0)
    assistant = Assistant(Services(folder, launch, bounds=bounds, vault=vault))
    try:
        await assistant.before.choose_practice()
        await assistant.before.sign_in()
        await assistant.refresh()
        await assistant.rotate.refresh()
        await assistant.rotate.paste(line.next_key)
        await assistant.rotate.rotate()
        told = next(row for row in assistant.rotate.view.stages if row.id == "finish")
        assert told.sentence == sentence
        assert assistant.context.key_store.key == line.next_key
    finally:
        await assistant.close()
    keys = {"new": line.next_key.get_secret_value(), "old": line.key.get_secret_value(), "": None}
    assert json.loads(file.read_text()) == ({KEY_NAME: keys[kept]} if kept else {})


async def test_a_key_in_use_that_is_refused_is_still_used(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    store = KeyStore(lambda: Refusing(file, "n", full=True))
    file.write_text(json.dumps({KEY_NAME: OLD.get_secret_value()}))
    await store.load()
    assert await store.save(NEW) == "full"
    assert (store.key, store.place) == (NEW, KeyPlace.SESSION)
    assert not await store.forget_old()
    assert (store.key, store.place) == (NEW, KeyPlace.KEYRING)
