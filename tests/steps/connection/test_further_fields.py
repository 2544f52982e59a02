"""What the template asks for beside Tenant URL and key is asked, tested, saved and kept."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from tests.steps.another_administrator import settings_of
from tests.steps.conftest import MakeAssistant, control, enter
from wizard.problem import ProblemError
from wizard.security.vault import Vault
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)
APP_KEY = SecretStr("app-key-9f2c7d41b0")


async def started(practice: Practice, assistant: Assistant) -> Assistant:
    await control(practice, "PUT", "faults/template-fields", {"on": True})
    await enter(assistant)
    await assistant.application.refresh()
    await assistant.application.add("Playvox")
    await assistant.connection.refresh()
    await assistant.connection.set_address("acme")
    return assistant


async def test_they_are_asked_tested_saved_and_survive(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    keyring = functools.cache(Vault)  # one for both assistants, in memory
    assistant = await started(practice, make_assistant(vault=keyring))
    connection = assistant.connection
    rows = connection.view.further
    assert [(row.name, row.secret, row.filled) for row in rows] == [
        ("CompanyId", False, False),
        ("AppKey", True, False),
    ]
    for intent in (connection.plan_save, connection.save):
        with pytest.raises(ProblemError) as caught:
            await intent()
        assert caught.value.problem.code == "connection_field_missing"
        assert caught.value.problem.facts["names"] == "Company id, App key"

    await connection.set_field("companyid", "4711")
    with pytest.raises(ProblemError) as caught:
        await connection.set_field("AppKey", "typed in a file")
    assert caught.value.problem.code == "connection_field_secret"
    await connection.set_field("AppKey", APP_KEY)
    assert all(row.filled for row in connection.view.further)
    assert connection.view.further[1].text == ""
    effect = await connection.plan_save()
    assert APP_KEY.get_secret_value() not in repr(effect)
    await connection.save(verify=True)
    saved = await settings_of(assistant)
    assert saved.others == {"CompanyId": "4711"}
    assert "AppKey" in saved.masked
    assert not connection.view.unsaved
    await assistant.close()

    again = make_assistant(vault=keyring)
    await enter(again)
    await again.application.refresh()
    await again.connection.refresh()
    assert all(row.filled and row.saved for row in again.connection.view.further)
    await again.connection.set_notification("operations@contoso.example")
    await again.connection.save(verify=True)
    saved = await settings_of(again)
    assert (saved.others, "AppKey" in saved.masked) == ({"CompanyId": "4711"}, True)
    await again.close()


async def test_a_field_that_nobody_asks_for_is_refused(running: Assistant) -> None:
    assert running.connection.view.further == ()
    with pytest.raises(ProblemError) as caught:
        await running.connection.set_field("CompanyId", "1")
    assert caught.value.problem.code == "connection_field_unknown"
