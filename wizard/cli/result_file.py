"""`--output FILE`: what would be printed on standard output goes into a file."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from wizard.cli.output import say
from wizard.file_reasons import file_reason
from wizard.messages import _
from wizard.own_files import must_be_file
from wizard.problem import Problem, ProblemError
from wizard.security.plain import plain
from wizard.security.spreadsheet import safe_lines

_TABLES = (".csv", ".tsv")
"""What a spreadsheet opens, whatever is in it."""
_WRITTEN = ("result_file", "output", "html")


@contextmanager
def results_in(file: Path | None) -> Iterator[None]:
    """Save what the block prints, as UTF-8, also when it fails; the file appears whole or not at all.

    Nothing printed leaves the file as it is. Raises `result_not_saved`.
    """
    if file is None:
        yield
        return
    must_be_writable(file)
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            yield
    finally:
        if printed.getvalue():
            save_result(file, printed.getvalue())


def must_be_writable(file: Path) -> None:
    """Raises `result_not_saved` before any work is done, where that is plain to see."""
    try:
        must_be_file(file)
        why = "" if file.parent.is_dir() else _("Its folder does not exist.")
    except OSError as error:
        why = _("It is a folder, not a file.") if file.is_dir() else file_reason(error)
    if why:
        raise ProblemError(Problem("result_not_saved", {"file": str(file), "why": why}, field="output"))


def must_not_be_read(args: argparse.Namespace) -> None:
    """Raises `result_not_saved` where the run would write a file that it reads."""
    paths = {name: value for name, value in vars(args).items() if isinstance(value, Path)}
    if isinstance(line := getattr(args, "practice", None), str) and line:
        paths["practice"] = Path(line)  # of a subcommand that needs to know only that there is one
    written = [paths.pop(name) for name in _WRITTEN if name in paths]
    for file in written:
        if any(_is_same(file, other) for other in paths.values()):
            facts = {"file": str(file), "why": _("The same run reads this file.")}
            raise ProblemError(Problem("result_not_saved", facts, field="output"))


def _is_same(file: Path, other: Path) -> bool:
    try:
        return other.is_file() and file.samefile(other)
    except (OSError, ValueError):
        return False  # what is wrong with it is said where it is used


def save_result(file: Path, text: str) -> None:
    """Write the file and say so; raises `result_not_saved`."""
    from wizard.setup.files import write_chosen  # needed with --output only

    try:
        shown = plain(text)
        write_chosen(file, (safe_lines(shown) if file.suffix.lower() in _TABLES else shown).encode())
    except OSError as error:
        facts = {"file": str(file), "why": file_reason(error)}
        raise ProblemError(Problem("result_not_saved", facts, field="output")) from error
    say(_("The result is saved in {file}.").format(file=file))
