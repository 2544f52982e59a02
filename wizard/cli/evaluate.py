"""`evaluate`: the value of an attribute mapping expression for a person, offline.

One expression: `evaluate --expression E | --expression-stdin [--person FILE.json] [--json]` answers
`{"ok", "value", "type", "error": {"code", "message", "position"}}` in the envelope of every answer. A value
that Microsoft's documentation does not define is not ok: its error code is `uncertain`, and `likely` holds
the most likely value.

Many: `evaluate --batch` reads JSON Lines `{"id", "expression", "person"}` and writes one line for each.
A line may also say `"parse_only": true`, `"now"` (ISO 8601) and `"target_existing"` (values already taken).
"""

from __future__ import annotations

import argparse
import functools
import io
import json
import random
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from wizard.cli.output import json_text, print_json, problem_json
from wizard.file_reasons import file_reason, json_reason
from wizard.mapping.expression import (
    Compiled,
    EvaluationContext,
    EvaluationOutcome,
    ExpressionError,
    compile_expression,
    parse,
    to_text,
)
from wizard.messages import (
    _,
    explain,
)
from wizard.own_files import FileTooLargeError, read_given
from wizard.problem import Problem, ProblemError

MAX_FILE = 4_000_000
MAX_LINE = 1_000_000


async def run(args: argparse.Namespace) -> int:
    """0: a certain value; 1: none; 2: the input cannot be read. A batch read to its end gives 0."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    if args.batch:
        _batch(sys.stdin, sys.stdout, args.now)
        return 0
    try:
        person = read_object(args.person, "person_unreadable") if args.person else {}
        expression = sys.stdin.read(MAX_LINE) if args.expression_stdin else args.expression
        answer = answer_for(expression.rstrip("\r\n"), person, context(args.now))
    except ProblemError as error:
        if not args.json:
            raise
        answer, code = {**failure(error.problem), "problem": problem_json(error.problem)}, 2
    else:
        code = 0 if answer["ok"] else 1
    if args.json:
        print_json(answer, indent=None)
    else:
        print(_in_words(answer))
    return code


def answer_for(expression: str, person: Mapping[str, Any], used: EvaluationContext) -> dict[str, Any]:
    """The answer object for one expression and one person."""
    try:
        return _success(_compiled(expression).evaluate(person, used))
    except ExpressionError as error:
        return failure(error.problem, error.position)


@functools.lru_cache(maxsize=2048)
def _compiled(expression: str) -> Compiled:
    return compile_expression(expression)


def _success(outcome: EvaluationOutcome) -> dict[str, Any]:
    if outcome.certain:
        return {"ok": True, "value": outcome.plain, "type": outcome.kind, "error": None}
    reasons = [explain(item.problem).why for item in outcome.uncertainties]
    first = outcome.uncertainties[0]
    error = {
        "code": "uncertain",
        "message": " ".join((explain(first.problem).what, *reasons)),
        "position": first.position,
        "reasons": [item.doubt.value for item in outcome.uncertainties],
    }
    return {"ok": False, "value": None, "type": "uncertain", "error": error, "likely": outcome.plain}


def failure(problem: Problem, position: int | None = None) -> dict[str, Any]:
    """The answer object for a problem."""
    words = explain(problem)
    message = " ".join(part for part in (words.what, *words.do) if part)
    error = {"code": problem.code, "message": message, "position": position}
    return {"ok": False, "value": None, "type": "error", "error": error}


def context(now: str | None, existing: Iterable[Any] = ()) -> EvaluationContext:
    """The context of an evaluation. Raises ProblemError for a time that cannot be read."""
    moment = datetime.now(UTC)
    if now is not None:
        try:
            moment = datetime.fromisoformat(now)
        except (TypeError, ValueError) as error:
            raise ProblemError(Problem("mapping.input_unreadable", {"detail": str(now)[:60]})) from error
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    dice = random.Random()  # noqa: S311 - sample values, no secrets
    return EvaluationContext(now=moment, random=dice, existing=frozenset(str(item) for item in existing))


def read_object(path: Path, code: str) -> dict[str, Any]:
    """A JSON object from a file. Raises ProblemError `mapping.<code>`."""
    try:
        found = json.loads(read_given(path, MAX_FILE).decode("utf-8-sig"))
    except FileTooLargeError as error:
        raise _unreadable_file(code, path, _("It is larger than 4 MB.")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable_file(code, path, file_reason(error)) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable_file(code, path, json_reason(error)) from error
    if not isinstance(found, dict):
        raise _unreadable_file(code, path, _("It is not a JSON object."))
    return found


def _unreadable_file(code: str, path: Path, why: str) -> ProblemError:
    return ProblemError(Problem(f"mapping.{code}", {"detail": str(path), "why": why}))


def _batch(source: TextIO, target: TextIO, now: str | None) -> None:
    while line := source.readline(MAX_LINE):
        if not line.strip():
            continue
        rest = line
        while not rest.endswith("\n") and (rest := source.readline(MAX_LINE)):
            line = ""  # longer than one read: the entire line gets one answer
        answer = _line(line, now) if line else _unreadable(None, _("the line is too long"))
        target.write(json_text(answer, indent=None) + "\n")
        target.flush()


def _unreadable(name: Any, detail: str) -> dict[str, Any]:
    return {"id": name, **failure(Problem("mapping.input_unreadable", {"detail": detail[:200]}))}


def _line(line: str, now: str | None) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _unreadable(None, json_reason(error))
    if not isinstance(request, dict):
        return _unreadable(None, "id, expression, person")
    if not isinstance(request.get("expression"), str):
        return _unreadable(request.get("id"), "expression")
    if not isinstance(request.get("person"), dict | None):
        return _unreadable(request.get("id"), "person")
    return {"id": request.get("id"), **_answered(request, now)}


def _answered(request: Mapping[str, Any], now: str | None) -> dict[str, Any]:
    expression, person = request["expression"], request.get("person") or {}
    try:
        if request.get("parse_only") is True:
            return {"ok": True, "value": to_text(parse(expression)), "type": "parsed", "error": None}
        existing = request.get("target_existing")
        used = context(request.get("now", now), existing if isinstance(existing, list) else ())
        return answer_for(expression, person, used)
    except ExpressionError as error:
        return failure(error.problem, error.position)
    except ProblemError as error:
        return failure(error.problem)


def _in_words(answer: Mapping[str, Any]) -> str:
    if answer["ok"]:
        value = answer["value"]
        if answer["type"] in ("ignored", "ignored-object"):
            return _("Nothing flows: the expression drops the value.")
        return _("no value") if value is None else value if isinstance(value, str) else json.dumps(value)
    return str(answer["error"]["message"])
