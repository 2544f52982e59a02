"""Results on standard output, problems on standard error, in any encoding.

A redirected output has its own encoding: cp1252 on Windows, ASCII with the locale C. Text for people
is written with backslash escapes where a character is not available; JSON is escaped as JSON, so that
it stays valid.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from wizard.messages import explain
from wizard.notices import noticed
from wizard.security.plain import plain
from wizard.usage import print_problem as in_words

if TYPE_CHECKING:
    from wizard.problem import Problem


def accept_every_letter() -> None:
    """Make the standard streams replace characters their encoding lacks instead of raising."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def flush() -> None:
    """Flush standard output; raises `BrokenPipeError` when the reader is gone."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def give_up_output() -> None:
    """Discard the remaining output: the reader is gone, and Python flushes at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)


def writes_unicode() -> bool:
    """Whether standard output can encode every character."""
    try:
        return codecs.lookup(sys.stdout.encoding or "utf-8").name.startswith("utf")
    except (AttributeError, LookupError):
        return False


def json_text(answer: Any, indent: int | None = 2) -> str:
    """JSON as standard output can hold it."""
    return plain(json.dumps(answer, ensure_ascii=not writes_unicode(), indent=indent, default=str))


def print_json(answer: dict[str, Any]) -> None:
    """One JSON object on standard output; `unread` names what could not be read, where there is such."""
    unread = [problem_json(problem) for problem in noticed()]
    print(json_text({"schema": 1, **answer, **({"unread": unread} if unread else {})}))


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as JSON."""
    from wizard.security.redactor import redact

    words = explain(problem)
    return {
        "code": problem.code,
        "what": words.what,
        "why": words.why,
        "do": list(words.do),
        "field": problem.field,
        "retryable": problem.retryable,
        "raw": redact(problem.raw),
    }


def print_problem(problem: Problem, *, as_json: bool) -> None:
    """Print a problem: as JSON on standard output, or as text on standard error."""
    if as_json:
        print_json({"problem": problem_json(problem)})
        return
    in_words(problem)
