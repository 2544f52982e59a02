"""The mistakes of a configuration file: all of them, each with its place, as problems."""

from __future__ import annotations

import heapq
import re
import typing
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from wizard.cli.config.judging import JUDGED
from wizard.cli.config.model import Config
from wizard.cli.config.positions import Position, Positions, TomlPath
from wizard.cli.config.recovering import SyntaxMistake
from wizard.messages import explain
from wizard.problem import Problem, ProblemError, near_name

_BARE = re.compile(r"[A-Za-z0-9_-]+")
MOST = 100
"""The most mistakes that are reported at once."""
_WHY = {
    "missing": "missing",
    "string_type": "text",
    "int_type": "whole_number",
    "int_parsing_size": "too_large",
    "bool_type": "yes_no",
    "model_type": "table",
    "model_attributes_type": "table",
    "dict_type": "table",
    "tuple_type": "list",
    "literal_error": "choice",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "string_too_short": "empty",
    "string_too_long": "too_long",
    "too_short": "too_few",
    "too_long": "too_many",
}
"""From pydantic's types of errors to this program's reasons."""


class ConfigMistakesError(ProblemError):
    """A file with mistakes. `problem` is the first one, `problems` are the first `MOST` in the file;
    `number` counts all.
    """

    def __init__(self, problems: Sequence[Problem], number: int = 0) -> None:
        super().__init__(problems[0])
        self.problems = tuple(problems[:MOST])
        self.number = max(number, len(problems))


def unreadable(file: str, why: str, at: Position | None = None, **facts: str) -> Problem:
    """A file that cannot be read at all, or is no TOML from that place on."""
    place = {"line": str(at.line), "column": str(at.column)} if at is not None else {}
    return Problem(
        "config_unreadable" if at is None else "config_no_toml",
        {"file": file, "why": why, **place, **facts},
    )


def broken(file: str, mistake: SyntaxMistake) -> Problem:
    """A place that is no TOML, and which lines were left out with it."""
    if mistake.last is None:
        return unreadable(file, mistake.why, mistake.at, rest="unread")
    rest = "line" if mistake.first == mistake.last == mistake.at.line else "lines"
    lines = {"first": str(mistake.first), "last": str(mistake.last)}
    return unreadable(file, mistake.why, mistake.at, rest=rest, **lines)


def mistakes(file: str, errors: Sequence[ErrorDetails], where: Positions) -> tuple[list[Problem], int]:
    """A problem for each of the first `MOST` errors of pydantic, and how many there are;
    alternatives of one value are one.
    """
    found: dict[tuple[int, int, TomlPath], ErrorDetails] = {}
    for error in errors:
        if error["type"] == "too_short" and _holds_enough(error):
            continue  # its members have mistakes of their own
        path = _path(error)
        unknown = error["type"] == "extra_forbidden"
        at = where.key(path) if unknown or error["type"] == "missing" else where.value(path)
        if not unknown and error["type"] != "missing":
            while path and not where.holds(path):
                path = path[:-1]  # a text that stands for a table of one member
        found.setdefault((at.line, at.column, path), error)
    first = heapq.nsmallest(MOST, found, key=lambda place: place[:2])
    problems = [_problem(file, found[place], place[2], Position(*place[:2])) for place in first]
    return problems, len(found)


def _holds_enough(error: ErrorDetails) -> bool:
    given, least = error.get("input"), (error.get("ctx") or {}).get("min_length", 0)
    return isinstance(given, list) and len(given) >= int(least)


def _problem(file: str, error: ErrorDetails, path: TomlPath, at: Position) -> Problem:
    field = field_name(path)
    place = {"file": file, "field": field, "line": str(at.line), "column": str(at.column)}
    context: dict[str, Any] = dict(error.get("ctx") or {})
    if error["type"] == "extra_forbidden":
        facts = {**place, "near": near_name(str(path[-1]), known_names(path[:-1]))}
        return Problem("config_unknown_key", facts, field=field)
    if error["type"] == JUDGED:
        inner: Problem = context["problem"]
        words = explain(inner)
        why = " ".join(part for part in (words.what, words.why) if part)
        return Problem("config_bad_value", {**place, "why": why, "cause": inner.code}, field=field)
    facts = {"why": _WHY.get(error["type"], "unsuitable")}
    if facts["why"] == "table" and path[-2:-1] in (("assign",), ("mappings",)):
        facts["why"] = "text_or_table"
    facts["cause"] = facts["why"]
    if error["type"] == "literal_error":
        facts["choices"] = str(context.get("expected", "")).replace("'", '"')
        given = error.get("input")
        if isinstance(given, str):
            facts["near"] = near_name(
                given, facts["choices"].replace('"', "").replace(" or ", ", ").split(", ")
            )
    for name in ("ge", "le", "max_length", "min_length"):
        if name in context:
            facts["bound"] = str(context[name])
    return Problem("config_bad_value", {**place, **facts}, field=field)


def field_name(path: TomlPath) -> str:
    """A setting as it is written in the file, with dots; members of lists by number, from 0."""
    return ".".join(
        str(part)
        if isinstance(part, int) or _BARE.fullmatch(part)
        else f'"{part.replace(chr(34), chr(92) + chr(34))}"'
        for part in path
    )


def _path(error: ErrorDetails) -> TomlPath:
    """Where in the file the error is: without the names that pydantic gives to alternatives of a value."""
    found: list[str | int] = []
    model: Any = Config
    for part in error["loc"]:
        if isinstance(part, str) and isinstance(model, type) and issubclass(model, BaseModel):
            found.append(part)
            field = model.model_fields.get(part)
            model = _inside(field.annotation) if field is not None else None
        elif isinstance(part, int):
            found.append(part)
        elif isinstance(model, _Named):
            found.append(part)
            model = model.value
    return tuple(found)


class _Named:
    """A table with any names, whose values have this type."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _inside(annotation: Any) -> Any:
    """The table behind an annotation: through alternatives, lists and constraints; None for a value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) is dict:
        return _Named(_inside(get_args(annotation)[1]))
    for part in get_args(annotation):
        found = _inside(part)
        if found is not None:
            return found
    return None


def known_names(path: TomlPath) -> tuple[str, ...]:
    """The names that a table of the file may have."""
    model: Any = Config
    for part in path:
        if isinstance(part, int):
            continue
        if isinstance(model, _Named):
            model = model.value
        elif isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = _inside(model.model_fields[part].annotation)
    return tuple(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else ()
