"""Results on standard output, everything else on standard error, in any encoding.

A redirected output has its own encoding: cp1252 on Windows, ASCII with the locale C. Text for people
is written with backslash escapes where a character is not available. JSON is ASCII with JSON's own escapes,
so that the same answer has the same bytes everywhere.

Every JSON object is an envelope: `schema`, `command` and `problem` beside the members of the subcommand.
"""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wizard.messages import explain
from wizard.notices import noticed
from wizard.security.plain import plain
from wizard.usage import print_problem as in_words

if TYPE_CHECKING:
    from wizard.cli.answers.envelope import ProblemAnswer
    from wizard.problem import Problem


def writes_unicode() -> bool:
    """Whether standard output can encode every character."""
    try:
        return codecs.lookup(sys.stdout.encoding or "utf-8").name.startswith("utf")
    except (AttributeError, LookupError):
        return False


_LONGEST_RAW = 20_000  # characters


@dataclass
class _Answer:
    """The answer of the subcommand that runs; `printed`: it is on standard output already."""

    command: str = ""
    printed: bool = False
    quiet: bool = False


_answer = _Answer()


def begin_answer(command: str) -> None:
    """The next answer is that of this subcommand; "" while it is not known."""
    global _answer
    _answer = _Answer(command)


def be_quiet() -> None:
    """`--quiet`: nothing but problems and questions on standard error."""
    _answer.quiet = True


def is_quiet() -> bool:
    """Whether `--quiet` is set."""
    return _answer.quiet


def tell(sentence: str) -> None:
    """What somebody has to know or do now, on standard error, also with `--quiet`."""
    print(sentence, file=sys.stderr, flush=True)


def say(sentence: str) -> None:
    """A sentence beside the result, on standard error; not with `--quiet`."""
    if not _answer.quiet:
        print(plain(sentence), file=sys.stderr, flush=True)


def ask(question: str) -> None:
    """A question on standard error; the answer is typed behind it."""
    print(question, end="", file=sys.stderr, flush=True)


def has_answered() -> bool:
    """Whether the JSON answer is printed."""
    return _answer.printed


def json_text(answer: Mapping[str, Any], indent: int | None = 2) -> str:
    """The answer in its envelope, as ASCII."""
    whole = {"schema": 1, "command": _answer.command, **answer}
    return plain(json.dumps({**whole, "problem": whole.get("problem")}, indent=indent, default=str))


def print_json(answer: Mapping[str, Any], indent: int | None = 2) -> None:
    """One JSON object on standard output: the answer; `unread` names what could not be read."""
    _answer.printed = True
    unread = [problem_json(problem) for problem in noticed()]
    print(json_text({**answer, **({"unread": unread} if unread else {})}, indent), flush=True)


def problem_json(problem: Problem) -> ProblemAnswer:
    """A problem as JSON."""
    from wizard.messages.explanation import short, without_numbers
    from wizard.security.redactor import redact

    words = explain(problem)
    return {
        "code": problem.code,
        "what": words.what,
        "why": words.why,
        "do": list(words.do),
        "field": short(problem.field) if problem.field is not None else None,
        "retryable": problem.retryable,
        "raw": short(without_numbers(redact(problem.raw)), _LONGEST_RAW),
    }


def print_problem(problem: Problem, *, as_json: bool) -> None:
    """Print a problem: as the JSON answer where none is printed yet, else as text on standard error."""
    if as_json and not _answer.printed:
        print_json({"problem": problem_json(problem)})
    else:
        in_words(problem)
