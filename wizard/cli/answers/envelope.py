"""Members of every answer."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from wizard.cli.warning_lines import CodedWarning


class ProblemAnswer(TypedDict):
    """What went wrong: a stable code, the words for people, and the redacted detail."""

    code: str
    what: str
    why: str
    do: list[str]
    field: str | None  # the flag, variable or input it belongs to
    retryable: bool
    raw: str


class FileMistake(ProblemAnswer):
    """A mistake of the configuration file, with its place."""

    file: str
    line: int | None
    column: int | None
    cause: str
    near: str | None


class Envelope(TypedDict):
    """Every answer: the version, the subcommand, and the problem that ended it.

    `problem` is null exactly when the exit code is 0 or 1. With a problem the other members may be missing.
    `unread`: what could not be read.
    """

    schema: Literal[1]
    command: str
    problem: ProblemAnswer | None
    unread: NotRequired[list[ProblemAnswer]]


class WarningMembers(TypedDict):
    """Warnings as sentences, and the same ones with codes, in the same order."""

    warnings: list[str]
    coded_warnings: list[CodedWarning]


class NamedApplication(TypedDict):
    """An enterprise application."""

    id: str
    name: str
