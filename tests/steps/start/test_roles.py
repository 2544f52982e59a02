"""The administrator role: active, to be activated, missing, or one that only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import MakeAssistant, control
from wizard.steps import FindingVerdict

if TYPE_CHECKING:
    from wizard.practice import Practice

CASES = {
    "": (FindingVerdict.GOOD, "Application Administrator is active.", "Application Administrator"),
    "pim-role": (
        FindingVerdict.WARNING,
        "You may use Application Administrator, but it is not activated.",
        "Application Administrator (not activated)",
    ),
    "missing-role": (
        FindingVerdict.WARNING,
        "This account has no directory role, and none that could be activated.",
        "no role",
    ),
    "global-reader": (
        FindingVerdict.WARNING,
        "Global Reader alone is active: it shows people and logs, but neither the provisioning "
        "configuration nor its job.",
        "Global Reader",
    ),
}


@pytest.mark.parametrize("fault", CASES)
async def test_what_the_account_may_do(
    fault: str, practice: Practice, make_assistant: MakeAssistant
) -> None:
    if fault:
        await control(practice, "PUT", f"faults/{fault}", {"on": True})
    assistant = make_assistant()
    await assistant.before.choose_practice()
    await assistant.before.sign_in()
    found = next(each for each in assistant.before.view.findings if each.id == "role")
    identity = assistant.identity
    assert identity is not None
    assert (found.verdict, found.sentence, identity.role) == CASES[fault]
    assert bool(found.link) is bool(fault)
    await assistant.close()
