"""The owners of the application in use are shown, and an owner needs no directory role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import MakeAssistant, control, enter
from wizard.steps import Assistant
from wizard.steps.application.view import OwnersView

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def test_owners_follow_the_application_in_use(
    running: Assistant, practice: Practice, make_assistant: MakeAssistant
) -> None:
    assert running.application.view.owners == OwnersView((), yours=False)
    await control(practice, "PUT", "faults/owner-only", {"on": True})
    owner = make_assistant()  # signs in again, without a directory role
    await enter(owner)
    await owner.application.refresh()
    found = owner.application.view.owners
    assert found is not None
    assert (len(found.names), found.yours) == (1, True)
    assert owner.context.facts.application.value is not None
    await owner.connection.refresh()
    await owner.connection.set_notification("operations@contoso.example")
    await owner.connection.save()  # ownership suffices
    await owner.close()
