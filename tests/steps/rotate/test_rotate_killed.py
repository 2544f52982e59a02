"""Killed anywhere while the key is replaced, a working key is in Entra, and the next run goes on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import ANA, truth
from tests.steps.counted_killing import opened, ready, run
from tests.steps.killing import KILLED
from tests.steps.test_kill import line_of
from wizard.steps.base.settings_saving import key_mark

if TYPE_CHECKING:
    pass


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_killed_at_every_point(start_practice: Any, tmp_path: Path) -> None:
    from wizard.practice.store import ObjectKind

    async with start_practice(people=12, replication_lag=0.0) as practice:
        text = practice.line.model_dump_json()
        await ready(line_of(practice), tmp_path / "start")
        principal = (await truth(practice))["jobs"][0]["servicePrincipalId"]
        saved = practice.tenant.secrets(principal)

        def in_entra() -> str:
            return practice.tenant.secrets(principal)["SecretToken"]

        old, new = (key.get_secret_value() for key in (practice.line.key, practice.line.next_key))
        shutil.copytree(tmp_path / "start", tmp_path / "whole")
        code, points = await run("rotate", text, tmp_path / "whole", ANA, 0)
        assert code == 0
        assert in_entra() == new
        for at in range(1, points + 1):
            folder = tmp_path / f"killed-{at}"
            shutil.copytree(tmp_path / "start", folder)
            practice.tenant.store.put(ObjectKind.SECRETS, principal, saved)  # as if nothing had begun
            assert (await run("rotate", text, folder, ANA, at)) == (KILLED, at)
            assert in_entra() in (old, new), "one of two keys that Playvox accepts"
            again = await opened(line_of(practice), folder)
            try:
                await again.rotate.refresh()
                view = again.rotate.view
                going_on = view.unfinished is not None and view.unfinished.new_known
                if view.unfinished is not None and going_on and (at % 2 or not view.unfinished.old_known):
                    await again.rotate.rotate()  # without pasting anything
                    expected = practice.line.next_key
                elif view.unfinished is not None:
                    assert view.unfinished.old_known
                    await again.rotate.put_back()
                    expected = practice.line.key
                elif in_entra() == new:
                    expected = practice.line.next_key
                else:
                    expected = practice.line.key
                assert in_entra() == expected.get_secret_value(), at
                kept = again.context.key_store
                assert kept.key is not None
                assert await key_mark(kept.key) == await key_mark(expected), at
                assert await kept.next_key() is None, at
                assert again.rotate.view.unfinished is None, at
            finally:
                await again.close()
