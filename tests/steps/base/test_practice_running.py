"""The line of a practice tenant that has ended is noticed before anything is tried with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.practice import StartPractice
from wizard.cli import main
from wizard.practice import Practice
from wizard.problem import ProblemError
from wizard.steps.base.practice_line import PracticeLine
from wizard.steps.base.practice_sign_in import running_network


def _missing(file: Path) -> None:
    file.unlink()


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _damaged(file: Path) -> None:
    file.write_bytes(b"-----BEGIN CERTIFICATE-----\n\xff\x00not base64\n-----END CERTIFICATE-----\n")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _line(practice: Practice, ca_file: Path) -> PracticeLine:
    ca_file.write_bytes(practice.line.ca_file.read_bytes())
    line = PracticeLine.model_validate(practice.line)
    return line.model_copy(update={"ca_file": ca_file})


async def test_a_running_one_is_used(practice: Practice, tmp_path: Path) -> None:
    assert (await running_network(_line(practice, tmp_path / "ca.pem"))).is_practice


@pytest.mark.parametrize("damage", [_missing, _empty, _damaged, _folder])
async def test_the_file_of_its_authority_is_gone(
    practice: Practice, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    line = _line(practice, tmp_path / "ca.pem")
    damage(line.ca_file)
    with pytest.raises(ProblemError) as refused:
        await running_network(line)
    assert refused.value.problem.code == "practice_not_running"


async def test_another_one_has_its_port(start_practice: StartPractice, tmp_path: Path) -> None:
    async with start_practice() as ended, start_practice() as other:
        line = _line(ended, tmp_path / "ca.pem").model_copy(update={"graph": other.line.graph})
        with pytest.raises(ProblemError) as refused:
            await running_network(line)
    assert refused.value.problem.code == "practice_not_running"


@pytest.mark.parametrize("command", ["status", "test", "quality", "export", "plan"])
def test_the_command_line_says_so(
    command: str, practice: Practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = _line(practice, tmp_path / "ca.pem").model_copy(update={"graph": "https://localhost:9"})
    file = tmp_path / "practice.json"
    file.write_text(practice.line.model_dump_json(), encoding="utf-8")
    text = file.read_text().replace(practice.line.graph, line.graph)
    file.write_text(text)
    folder = [] if command == "test" else ["--data-folder", str(tmp_path / "data")]
    code = main([command, "--practice", str(file), *folder])
    err = capsys.readouterr().err
    assert (code, "The practice tenant is not running." in err, "Traceback" in err) == (2, True, False), err
