"""Signing in through the steps: more proof, and which of several accounts is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from tests.entra.practice_sign_in import Browser, Shelf, cloud_of
from tests.steps.conftest import MakeAssistant, control, enter
from wizard.entra import scopes
from wizard.entra.cloud import CLOUDS
from wizard.entra.sign_in import SignIn
from wizard.problem import Problem, ProblemError
from wizard.security.vault import (
    Combine,
    Unavailable,
    VaultState,
)
from wizard.setup import Profile
from wizard.steps import Assistant, Services, StepState

if TYPE_CHECKING:
    from wizard.practice import Practice


class Keyring(Shelf):
    """A keyring that stores the sign-in, or refuses to."""

    def __init__(self, *, takes: bool) -> None:
        super().__init__()
        self._takes = takes

    async def save(self, name: str, secret: SecretStr, combine: Combine | None = None) -> object:
        kept = await super().save(name, secret, combine)
        return kept if self._takes else Unavailable("no_keyring")

    async def state(self) -> VaultState:
        return VaultState(available=self._takes, why="" if self._takes else "no_keyring")


async def test_more_proof_is_said_asked_for_once_and_then_all_goes_on(
    assistant: Assistant, practice: Practice
) -> None:
    await control(practice, "PUT", "faults/claims-challenge", {"on": True})
    with pytest.raises(ProblemError) as refused:
        await assistant.application.find()
    assert refused.value.problem.code == "graph_claims_challenge"
    assert assistant.before.view.proof_wanted
    assert assistant.before.state is StepState.ATTENTION
    assert "sign in again" in assistant.before.evidence
    who = assistant.identity
    await assistant.before.sign_in_again()
    assert not assistant.before.view.proof_wanted
    assert assistant.identity == who
    await assistant.application.find()
    assert assistant.application.view.looked


async def test_what_was_granted_stays_granted_when_signing_in_again(assistant: Assistant) -> None:
    await assistant.application.add("Playvox")
    assert assistant.context.session.may_write
    await assistant.before.sign_in_again()
    assert assistant.context.session.may_write
    assert not assistant.before.view.session_only  # practice never stores a sign-in, so there is no problem


async def test_signing_in_again_needs_somebody(make_assistant: MakeAssistant) -> None:
    nobody = make_assistant()
    with pytest.raises(ProblemError) as refused:
        await nobody.before.sign_in_again()
    assert refused.value.problem.code == "sign_in_first"
    await nobody.close()


@pytest.mark.parametrize("name", ["cher@contoso.example", ""])
async def test_a_profile_uses_its_own_account(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Two people signed in on this computer; each profile uses its own account."""
    shelf, line = Keyring(takes=True), practice.line
    first = SignIn(cloud_of(practice), line.client_id, practice.network, shelf)
    await first.interactive(scopes.READ_SCOPES, open_browser=Browser(practice), patience=20)
    await first.interactive(
        scopes.READ_SCOPES, open_browser=Browser(practice, "cher@contoso.example"), patience=20
    )
    # The practice authority replaces the real cloud's.
    monkeypatch.setitem(CLOUDS, "practice", cloud_of(practice))

    async def nothing() -> None:
        raise AssertionError("no practice tenant is expected")

    services = Services(tmp_path, nothing, practice.network, vault=lambda _namespace: shelf)  # type: ignore[arg-type, return-value]
    wanted = name or line.account
    assistant = Assistant(services)
    profile = Profile(
        id="p", cloud="practice", client_id=line.client_id, tenant_id=line.tenant_id, account=wanted
    )
    assert await assistant.before.resume(profile)
    assert assistant.identity is not None
    assert assistant.identity.account == wanted
    await assistant.before.look_for_set_ups()
    (row,) = assistant.before.view.set_ups
    assert (row.account, row.tenant) == (wanted, assistant.identity.tenant_name)
    await assistant.before.sign_out()
    shelf.kept.clear()
    browser = Browser(practice, wanted)
    monkeypatch.setattr(assistant.context.session, "browser", lambda: browser)
    await assistant.before.open_set_up(row.id)
    assert assistant.identity is not None
    assert assistant.identity.account == wanted
    assert f"login_hint={wanted.replace('@', '%40')}" in browser.addresses[0]
    stranger = profile.model_copy(update={"account": "nobody@contoso.example"})
    assert not await assistant.before.resume(stranger)
    await assistant.close()


async def test_the_real_sign_in_without_a_keyring_says_so(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CLOUDS, "practice", cloud_of(practice))
    services = Services(
        tmp_path,
        lambda: pytest.fail("no practice tenant"),  # type: ignore[arg-type, return-value]
        practice.network,
        open_browser=Browser(practice),
        vault=lambda _namespace: Keyring(takes=False),  # type: ignore[arg-type, return-value]
    )
    assistant = Assistant(services)
    await assistant.before.choose_real(cloud="practice", client_id=practice.line.client_id)
    await assistant.before.sign_in()
    assert assistant.before.view.session_only
    await assistant.before.sign_out()
    assert not assistant.before.view.session_only
    await assistant.close()


async def test_entering_practice_keeps_no_claims_of_before(
    assistant: Assistant, practice: Practice
) -> None:
    await control(practice, "PUT", "faults/claims-challenge", {"on": True})
    with pytest.raises(ProblemError):
        await assistant.application.find()
    await control(practice, "PUT", "faults/claims-challenge", {"on": False})
    await assistant.before.sign_out()
    assert not assistant.before.view.proof_wanted
    await enter(assistant)
    await assistant.application.find()


async def test_a_keyring_that_fails_while_signing_in_is_said(
    make_assistant: MakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own problem, not an exception group that nobody expects."""
    nobody = make_assistant()

    async def fail() -> None:
        raise ProblemError(Problem("setup_folder_unusable"))

    monkeypatch.setattr(nobody.context.key_store, "load", fail)
    await nobody.before.choose_practice()
    with pytest.raises(ProblemError) as refused:
        await nobody.before.sign_in()
    assert refused.value.problem.code == "setup_folder_unusable"
    assert nobody.before.view.problem is not None
    await nobody.close()


async def test_practice_time_runs_ahead_and_no_clock_is_called_wrong(
    assistant: Assistant, practice: Practice
) -> None:
    await control(practice, "POST", "clock", {"advance": 6 * 3600})
    await assistant.before.sign_in_again()
    sign_in = assistant.context.session.sign_in
    assert sign_in is not None
    assert sign_in.clock is not None
    assert sign_in.clock.is_wrong, "the practice tenant tells its own time"
    assert "clock" not in {finding.id for finding in assistant.before.view.findings}


async def test_practice_waits_for_no_browser(assistant: Assistant) -> None:
    said: list[str] = []
    assistant.before.attach(lambda _id: said.append(assistant.before.busy), lambda _id: None)
    await assistant.before.sign_in_again()
    assert "Signing in to the practice tenant …" in said
    assert not any("browser" in sentence for sentence in said)
