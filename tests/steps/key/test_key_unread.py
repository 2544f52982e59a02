"""A key that the keyring does not give is not a missing key."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.steps.conftest import MakeAssistant
from wizard.problem import ProblemError
from wizard.security.keyring_backend import VaultState
from wizard.security.vault import Refused, Unavailable, Vault
from wizard.steps.base.key_store import KeyStore
from wizard.steps.base.step import StepState


class Answering(Vault):
    """A keyring that answers what the test says."""

    def __init__(self, answer: SecretStr | Refused | Unavailable | None) -> None:
        super().__init__("answering")
        self.answer = answer

    async def state(self) -> VaultState:
        return VaultState(available=True, backend_name="Test")

    async def look(self, name: str) -> SecretStr | Refused | Unavailable | None:
        return self.answer

    async def forget(self, name: str) -> Refused | Unavailable | None:
        return self.answer if not isinstance(self.answer, SecretStr) else None


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (None, "key_first"),
        (Unavailable("no_keyring"), "key_first"),
        (Unavailable("not_answering"), "keyring_unread"),
        (Refused("locked"), "keyring_unread"),
    ],
)
async def test_missing_is_told_from_unread(answer: Refused | Unavailable | None, code: str) -> None:
    store = KeyStore(lambda: Answering(answer))
    await store.load()
    assert store.key is None
    assert store.missing.code == code
    assert store.keyring is not None
    assert store.keyring.available is (code == "key_first")


async def test_a_key_that_is_given_later_is_no_longer_unread() -> None:
    vault = Answering(Refused("locked"))
    store = KeyStore(lambda: vault)
    await store.load()
    vault.answer = SecretStr("QUJDREVGR0g6c2VjcmV0")
    await store.load()
    assert store.key == vault.answer
    assert store.missing.code == "key_first"


@pytest.mark.parametrize("answer", [Refused("failed"), Unavailable("not_answering")])
async def test_a_key_that_the_keyring_may_still_have_is_said(answer: Refused | Unavailable) -> None:
    store = KeyStore(lambda: Answering(answer))
    store.use_for_session(SecretStr("QUJDREVGR0g6c2VjcmV0"))
    with pytest.raises(ProblemError) as kept:
        await store.forget()
    assert kept.value.problem.code == "keyring_kept"
    assert store.key is None


@pytest.mark.parametrize("answer", [Refused("locked"), Unavailable("not_answering")])
async def test_a_keyring_that_does_not_tell_leaves_the_step_unread(
    make_assistant: MakeAssistant, answer: Refused | Unavailable
) -> None:
    made = make_assistant(vault=lambda _namespace: Answering(answer))
    try:
        await made.before.choose_practice()
        await made.key.refresh()
        assert made.key.state is not StepState.READY
        made.key.lock("")  # as after the sign-in
        made.relabel()
        await made.before.sign_in()
        await made.key.refresh()
        assert made.key.state is StepState.UNREAD, made.key.evidence
        assert made.key.evidence == "The keyring did not give what is saved in it."
        assert not made.key.status.known
    finally:
        await made.close()
