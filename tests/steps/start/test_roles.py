"""The administrator role: active, to be activated, missing, or one that only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import MakeAssistant, control
from wizard.entra import directory, jobs
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
    "owner-only": (
        FindingVerdict.WARNING,
        "No directory role is active, but you own Salesforce, Payroll Connect, Contoso Intranet, Zendesk, "
        "Miro and 4 more. That is enough for what you own.",
        "application owner",
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
    assert bool(found.link) is (fault not in ("", "owner-only"))
    await assistant.close()


async def test_an_owner_without_a_role_sets_up_what_is_owned(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    await control(practice, "PUT", "faults/owner-only", {"on": True})
    assistant = make_assistant()
    await assistant.before.choose_practice()
    await assistant.before.sign_in()
    graph = assistant.context.session.graph
    owned = await directory.my_applications(graph)
    assert owned
    await assistant.context.store.remember(application_id=owned[0].id)
    await assistant.before.run_checks()
    found = next(each for each in assistant.before.view.findings if each.id == "role")
    assert (found.verdict, found.sentence) == (
        FindingVerdict.GOOD,
        "You own this application: that is enough.",
    )
    await jobs.templates(graph, owned[0].id)  # needs no role
    await assistant.close()
