"""Replacing the key: tested, saved, verified; the old key works until the new one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from tests.steps.conftest import ANA, MakeAssistant, control
from wizard.entra.errors import GraphError
from wizard.problem import ProblemError
from wizard.setup import OperationState
from wizard.steps import Assistant
from wizard.steps.base.settings_saving import key_mark
from wizard.steps.rotate import step

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)
CHER = "cher@contoso.example"
WRONG = SecretStr("bm90LXRoZS1rZXk6b2YtYW55Ym9keQ==")


def states(assistant: Assistant) -> dict[str, str]:
    return {row.id: row.state.value for row in assistant.rotate.view.stages}


def in_entra(practice: Practice, assistant: Assistant) -> str:
    """The key that Entra really has."""
    return practice.tenant.secrets(assistant.context.facts.application_id)["SecretToken"]


async def test_a_new_key_is_tested_saved_and_verified(running: Assistant, practice: Practice) -> None:
    old, new = practice.line.key, practice.line.next_key
    rotate = running.rotate
    await rotate.refresh()
    before = rotate.view
    assert before.saved is not None
    assert (before.age, before.saved.account) == (0, practice.line.account)
    await rotate.use_practice_key()
    await rotate.choose_person(ANA)
    preview = await rotate.plan_rotate()
    assert [change.code for change in preview.changes] == ["secret_token", ""]
    assert in_entra(practice, running) == old.get_secret_value(), "only a preview"
    await rotate.rotate()
    assert set(states(running).values()) == {"done"}
    assert in_entra(practice, running) == new.get_secret_value()
    view = rotate.view
    assert view.finished
    assert view.unfinished is None
    assert [key.mark for key in view.keys] == [await key_mark(new), await key_mark(old)]
    assert running.context.key_store.key == new
    assert await running.context.key_store.next_key() is None
    [row] = [each for each in running.context.store.journal.operations() if each.kind == step.KIND]
    assert row.state is OperationState.DONE
    await rotate.use_practice_key()
    assert rotate.view.pending == await key_mark(old), "the other one next time"


async def test_nothing_is_saved_when_a_test_rejects_the_new_key(
    running: Assistant, practice: Practice
) -> None:
    await running.rotate.refresh()
    newest = await running.context.store.last_operation()
    await running.rotate.paste(WRONG)
    with pytest.raises(ProblemError) as caught:
        await running.rotate.rotate()
    assert caught.value.problem.code == "key_rejected"
    assert states(running)["here"] == "failed"
    assert set(states(running).values()) == {"failed", "waiting"}
    assert await running.context.store.last_operation() == newest
    await running.rotate.paste(practice.line.key)
    with pytest.raises(ProblemError) as caught:
        await running.rotate.plan_rotate()
    assert caught.value.problem.code == "rotate_same_key"


@pytest.mark.parametrize("fails", ["read_back", "person"])
async def test_the_old_key_is_put_back_when_the_new_one_fails(
    fails: str, running: Assistant, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = practice.line.key
    rotate = running.rotate
    await rotate.refresh()
    await rotate.use_practice_key()
    await rotate.choose_person(CHER)
    if fails == "person":
        await running.people.refresh()
        await running.people.assign(list((await running.people.resolve([CHER])).values()))
        await control(practice, "PUT", "faults/playvox-create-refused", {"on": True})
    else:
        real = rotate._saved_works

        async def never_the_new_one(job_id: str) -> object:
            answer = await real(job_id)
            if in_entra(practice, running) != old.get_secret_value():
                return type(answer)(False, code="CredentialValidationUnavailable")
            return answer

        monkeypatch.setattr(rotate, "_saved_works", never_the_new_one)
    with pytest.raises(ProblemError) as caught:
        await rotate.rotate()
    problem = caught.value.problem
    assert problem.facts["old"] == "put_back"
    assert problem.code == ("rotate_person_failed" if fails == "person" else "rotate_not_read_back")
    found = states(running)
    assert (found[fails], found["put_back"]) == ("failed", "done")
    assert in_entra(practice, running) == old.get_secret_value()
    assert rotate.view.unfinished is None
    assert running.context.store.profile.key_mark == await key_mark(old)
    await running.history.refresh()
    row = next(each for each in running.history.view.rows if each.kind == step.KIND)
    assert (row.state, "back to key" in row.sentence) == ("refused", True)


async def test_a_person_who_is_skipped_proves_nothing(running: Assistant, practice: Practice) -> None:
    rotate = running.rotate
    await rotate.refresh()
    await rotate.use_practice_key()
    await rotate.choose_person("dan.dimissed@contoso.example")
    with pytest.raises(ProblemError) as caught:
        await rotate.rotate()
    assert caught.value.problem.code == "rotate_not_proved"
    unfinished = rotate.view.unfinished
    assert unfinished is not None
    assert (unfinished.new_known, unfinished.old_known) == (True, True)
    await rotate.choose_person("")
    await rotate.rotate()
    assert rotate.view.finished
    assert in_entra(practice, running) == practice.line.next_key.get_secret_value()


async def test_an_unfinished_change_can_be_given_up(running: Assistant, practice: Practice) -> None:
    rotate = running.rotate
    await rotate.refresh()
    await rotate.use_practice_key()
    await rotate.choose_person("dan.dimissed@contoso.example")
    with pytest.raises(ProblemError):
        await rotate.rotate()
    await rotate.paste(WRONG)
    with pytest.raises(ProblemError) as caught:
        await rotate.plan_rotate()
    assert caught.value.problem.code == "rotate_unfinished"
    assert not (await rotate.plan_put_back()).empty
    await rotate.put_back()
    assert in_entra(practice, running) == practice.line.key.get_secret_value()
    assert rotate.view.unfinished is None
    assert (await rotate.plan_put_back()).empty


async def test_a_refused_save_ends_the_change(
    running: Assistant, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.problem import Problem

    async def refused(*_given: object) -> None:
        raise GraphError(Problem("graph_refused"), status=403)

    rotate = running.rotate
    await rotate.refresh()
    await rotate.use_practice_key()
    monkeypatch.setattr(step, "save_settings", refused)
    with pytest.raises(GraphError):
        await rotate.rotate()
    assert rotate.view.unfinished is None
    assert states(running)["save"] == "failed"
    assert in_entra(practice, running) == practice.line.key.get_secret_value()


async def test_another_computer_has_no_old_key_to_put_back(
    running: Assistant,
    practice: Practice,
    make_assistant: MakeAssistant,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    elsewhere = make_assistant(tmp_path_factory.mktemp("elsewhere"))
    await elsewhere.before.choose_practice()
    await elsewhere.before.sign_in()
    await elsewhere.application.refresh()
    await elsewhere.application.choose(running.context.facts.application_id)
    await elsewhere.refresh()
    elsewhere.context.key_store.clear()
    rotate = elsewhere.rotate
    await rotate.refresh()
    assert rotate.view.saved is None
    assert rotate.view.age is None
    await rotate.paste(practice.line.next_key)
    if elsewhere.context.key_store.key is None:
        assert any("not on this computer" in each for each in (await rotate.plan_rotate()).warnings)
    await rotate.rotate()
    assert in_entra(practice, running) == practice.line.next_key.get_secret_value()
    await elsewhere.close()
