"""Setups of practice tenants that ended long ago leave neither answers nor keys behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from wizard.entra.consistency import Clock
from wizard.setup.log_files import log_file
from wizard.steps import Assistant
from wizard.steps.base.key_store import KEY_NAME
from wizard.steps.base.practice_setups import KEPT

KEY = SecretStr("b2xkLXJlaGVhcnNhbDprZXk=")


@pytest.mark.keyring
async def test_old_practice_setups_are_deleted_and_real_ones_never(assistant: Assistant) -> None:
    context = assistant.context
    profiles, own = context.store.profiles, context.store.profile.id
    profiles.change("practice-old", practice=True)
    profiles.change("global-real", practice=False)
    await context.vault_of("practice-old").save(KEY_NAME, KEY)
    await context.vault_of("global-real").save(KEY_NAME, KEY)
    logs = [log_file(context.services.data_folder, each, "app") for each in ("practice-old", "global-real")]
    for each in logs:
        each.parent.mkdir(exist_ok=True)
        each.touch()
    try:
        await assistant.key.refresh()
        assert {each.id for each in profiles.all()} == {own, "practice-old", "global-real"}, "still young"

        ahead = KEPT + timedelta(days=1)
        clock = Clock(lambda: datetime.now(UTC) + ahead)
        context.services = replace(context.services, clock=clock)
        await assistant.key.refresh()
        assert {each.id for each in profiles.all()} == {own, "global-real"}
        assert [each.exists() for each in logs] == [False, True]
        assert await context.vault_of("practice-old").load(KEY_NAME) is None
        assert await context.vault_of("global-real").load(KEY_NAME) is not None
        assert context.key_store.key is not None
    finally:
        await context.vault_of("global-real").forget(KEY_NAME)
