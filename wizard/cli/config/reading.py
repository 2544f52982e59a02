"""Reads a configuration file strictly: every mistake at once, each with line and column."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wizard.cli.config.judging import JUDGED
from wizard.cli.config.mistakes import ConfigMistakesError, broken, mistakes, unreadable
from wizard.cli.config.model import Config
from wizard.cli.config.positions import Position, Positions
from wizard.cli.config.recovering import Recovered, recovered
from wizard.file_reasons import file_reason
from wizard.own_files import FileTooLargeError, read_given
from wizard.problem import Problem

MAX_BYTES = 1_000_000


def read_config(file: Path) -> Config:
    """Read and check a file.

    Raises `ConfigMistakesError` with a problem for each mistake: `config_unreadable` (facts `file`, `why`),
    `config_no_toml` (also `line`, `column`), `config_unknown_key` (`field`, `near`) or `config_bad_value`
    (`field`, `why`, `cause`).
    """
    return parse_config(_text(file), str(file))


def parse_config(text: str, name: str) -> Config:
    """The same for a text; `name` stands for the file in problems."""
    where = Positions(text)
    if where.too_much is not None:
        raise ConfigMistakesError([unreadable(name, where.too_much.why, where.too_much.at, rest="unread")])
    found = recovered(text)
    problems = [broken(name, each) for each in found.mistakes]
    try:
        config = Config.model_validate(found.data or {})
    except ValidationError as error:
        if found.mistakes:
            where = Positions(found.text)
        errors = [each for each in error.errors(include_url=False) if not _follows(each, found)]
        judged, number = mistakes(name, errors, where)
        raise ConfigMistakesError(
            sorted([*problems, *judged], key=_place), len(problems) + number
        ) from None
    if problems:
        raise ConfigMistakesError(sorted(problems, key=_place))
    return config


def _follows(error: ErrorDetails, found: Recovered) -> bool:
    """Whether the error may only follow from what was left out of the file."""
    path = error["loc"]
    if not found.mistakes:
        return False
    if error["type"] in ("missing", "too_short") or (path and path[0] in found.unnamed):
        return True
    return error["type"] == JUDGED and any(table[: len(path)] == tuple(path) for table in found.tables)


def _place(problem: Problem) -> tuple[int, int]:
    return int(problem.facts["line"]), int(problem.facts["column"])


def _text(file: Path) -> str:
    try:
        content = read_given(file, MAX_BYTES)
    except FileTooLargeError:
        raise ConfigMistakesError([unreadable(str(file), "too_big", bound=str(MAX_BYTES))]) from None
    except (OSError, ValueError) as error:
        raise ConfigMistakesError([unreadable(str(file), file_reason(error))]) from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8-sig", "replace")) + 1
        raise ConfigMistakesError(
            [unreadable(str(file), "encoding", Position(line, column), rest="unread")]
        ) from None
