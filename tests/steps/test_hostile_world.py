"""Pairs of faults, and deletions by another administrator between plan and act: it ends with a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.flapping import Case, apply_with, cases
from tests.steps.hostile_world import pairs, set_up, with_faults
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice

SEED = 16
COUNT = 6
pytestmark = pytest.mark.practice(people=12, replication_lag=0.0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "flapping"),
    [(names, bool(number % 2)) for number, names in enumerate(pairs(SEED, COUNT))],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else "flapping" if value else "steady",
)
async def test_a_pair_of_faults_ends_with_a_sentence_and_leaves_nothing_wrong(
    practice: Practice, tmp_path: Path, names: tuple[str, str], flapping: bool
) -> None:
    await with_faults(practice, names, tmp_path / "data", flapping=flapping)
    assert (await set_up(practice, tmp_path / "data")).problem is None
    assert (await set_up(practice, tmp_path / "data")).problem is None  # nothing is left to do


@pytest.mark.slow
@pytest.mark.parametrize("case", cases(SEED, COUNT), ids=lambda case: f"{case[0]} at every {case[1]}")
async def test_a_fault_that_comes_and_goes_during_apply(
    practice: Practice, tmp_path: Path, case: Case
) -> None:
    await apply_with(practice, tmp_path / "data", case)


def _id(practice: Practice, table: str, name: str) -> str:
    rows = practice.tenant.store.query(f"SELECT id, body FROM {table} WHERE deleted = 0")
    return next(str(identifier) for identifier, body in rows if json.loads(body)["displayName"] == name)


def _person(practice: Practice, _assistant: Assistant) -> None:
    user = practice.tenant.store.user("ana@contoso.example")
    assert user is not None
    practice.tenant.store.delete_user(user["id"])


def _group(practice: Practice, _assistant: Assistant) -> None:
    group = _id(practice, "groups", "Support")
    practice.tenant.store.query("UPDATE groups SET deleted = 1 WHERE id = ?", (group,))


def _everything(practice: Practice, assistant: Assistant) -> None:
    _person(practice, assistant)
    _group(practice, assistant)


DELETED: dict[str, Callable[[Practice, Assistant], None]] = {
    "person": _person,
    "group": _group,
    "person and group": _everything,
}


@pytest.mark.parametrize("what", DELETED)
async def test_deleted_between_plan_and_act(practice: Practice, tmp_path: Path, what: str) -> None:
    outcome = await set_up(practice, tmp_path / "data", lambda found: DELETED[what](practice, found))
    assert outcome.problem is not None
    again = await set_up(practice, tmp_path / "data")
    assert again.problem is not None  # the file still names who is gone
    facts: dict[str, Any] = dict(again.problem.facts)
    assert any(each in str(facts) for each in ("ana@contoso.example", "Support")), (
        again.problem.code,
        facts,
    )
