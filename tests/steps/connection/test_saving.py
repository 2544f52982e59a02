"""Saving settings from either page keeps unknown settings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr

from tests.steps.another_administrator import settings_of, somebody_else_saves
from wizard.steps import Assistant
from wizard.steps.turn_on.view import ScopeChoice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def test_settings_and_members_nobody_knows_survive_every_way_of_saving(running: Assistant) -> None:
    before = await settings_of(running)
    foreign = replace(before.notification, rest={"NewMember": {"a": [1]}})
    await somebody_else_saves(running, notification=foreign, others={"Domain": SecretStr("contoso")})

    await running.connection.refresh()
    await running.connection.set_notification("operations@contoso.example")
    await running.connection.save()
    now = await settings_of(running)
    assert now.notification == replace(foreign, recipients="operations@contoso.example")
    assert now.others == {"Domain": "contoso"}

    await running.turn_on.set_scope(ScopeChoice.ALL)
    await running.turn_on.save_scope()
    now = await settings_of(running)
    assert now.sync_all is True
    assert now.notification.rest == {"NewMember": {"a": [1]}}
    assert now.others == {"Domain": "contoso"}

    await running.history.refresh()
    newest = next(row for row in running.history.view.rows if row.kind == "settings.save")
    await running.history.undo(newest.id)
    now = await settings_of(running)
    assert now.sync_all is False
    assert now.notification.rest == {"NewMember": {"a": [1]}}
    assert now.others == {"Domain": "contoso"}
