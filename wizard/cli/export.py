"""`export`: the tenant's setup as a configuration file for `apply`. Never holds the key."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.config.exporting import exported
from wizard.cli.config.writing import as_data, escaped, write_config
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, print_problem, say, tell, writes_unicode
from wizard.cli.session import assistant_for, with_proof
from wizard.file_reasons import file_reason
from wizard.messages import _
from wizard.problem import Problem, ProblemError
from wizard.setup.files import write_chosen


async def run(args: argparse.Namespace) -> int:
    """0: written; 2: there is nothing to export, or it cannot be read; 3: the file cannot be written."""
    try:
        _check_output(args.output, force=args.force)
    except ProblemError as error:
        print_problem(error.problem, as_json=args.json)
        return ExitCode.WRONG_USE
    async with assistant_for(args, keep_answers=False) as assistant:
        found = await with_proof(assistant, lambda: exported(assistant, args.application))
    text = write_config(found.config, found.notes)
    if args.output is not None:
        _write(args.output, text, force=args.force)
        say(_("The configuration is saved in {file}.").format(file=args.output))
    for note in found.notes:
        tell(note)
    if args.json:
        print_json({"config": as_data(found.config), "notes": list(found.notes)})
    elif args.output is None:
        print(text if writes_unicode() else escaped(text), end="")
    return ExitCode.DONE


def _check_output(file: Path | None, *, force: bool) -> None:
    """Raises `export_exists` or `export_no_folder`, before anybody has to sign in."""
    if file is None:
        return
    if not file.parent.is_dir():
        raise ProblemError(Problem("export_no_folder", {"folder": str(file.parent)}, field="output"))
    if file.is_dir() or (file.exists() and not force):
        raise ProblemError(Problem("export_exists", {"file": str(file)}, field="output"))


def _write(file: Path, text: str, *, force: bool) -> None:
    _check_output(file, force=force)  # again: reading the tenant took a while
    try:
        write_chosen(file, text.encode())
    except OSError as error:
        facts = {"file": str(file), "why": file_reason(error)}
        raise ProblemError(Problem("export_not_written", facts, field="output")) from error
