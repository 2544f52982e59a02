"""A small sample of the matrix of subcommands and damages; `tests.cli.matrix` has all of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.cli.matrix.attempt import run
from tests.cli.matrix.cases import Case, all_cases, sample
from tests.cli.matrix.commands import all_commands
from tests.cli.matrix.judging import wrongs
from tests.cli.matrix.world import World, world
from tests.cli.programs import Programs
from wizard.cli.commands import COMMANDS

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="devices, pipes and signals of Linux"),
    pytest.mark.timeout(600),
]
COUNT, SEED = 36, 20
CASES = all_cases()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("matrix")) as made:
        yield made


@pytest.fixture(scope="module")
def quick(whole: World) -> Iterator[Programs]:
    with whole.programs() as made:
        yield made


def test_every_subcommand_is_in_it_with_many_damages() -> None:
    assert {each.name.split()[0] for each in all_commands()} == set(COMMANDS)
    assert {each.command.name for each in CASES} == {each.name for each in all_commands()}
    names = [str(each) for each in CASES]
    assert len(names) == len(set(names)) > 10_000


@pytest.mark.slow
@pytest.mark.parametrize("case", sample(CASES, COUNT, SEED), ids=str)
def test_it_ends_with_a_sentence(whole: World, quick: Programs, case: Case) -> None:
    with whole.attempt(case.command) as attempt:
        case.damage.change(attempt)
        ended = run(attempt, quick)
        wrong = wrongs(attempt, ended)
    assert wrong == [], (attempt.arguments(), ended)
