"""`--output FILE`: what would be printed on standard output goes into a file."""

from __future__ import annotations

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


def save_result(file: Path, text: str) -> None:
    """Write the file and say so; raises `result_not_saved`."""
    from wizard.setup.files import write_chosen  # needed with --output only

    try:
        write_chosen(file, plain(text).encode())
    except OSError as error:
        facts = {"file": str(file), "why": file_reason(error)}
        raise ProblemError(Problem("result_not_saved", facts, field="output")) from error
    say(_("The result is saved in {file}.").format(file=file))
