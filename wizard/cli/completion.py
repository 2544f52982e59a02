"""Scripts that complete subcommands, flags and file names in a shell."""

from __future__ import annotations

import argparse
from pathlib import Path

import shtab

from wizard.cli.completion_scripts import fish, powershell
from wizard.cli.parser import complete_parser, subparsers

_OWN = {"fish": fish, "powershell": powershell}


def completion_script(shell: str) -> str:
    """The script for one of the `SHELLS`, with every subcommand's flags."""
    parser = complete_parser()
    if shell in _OWN:
        return _OWN[shell](parser)
    _complete_files(parser)
    return shtab.complete(parser, shell)


def _complete_files(parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        if action.type is Path or action.metavar == "FILE":
            kind = shtab.DIRECTORY if action.metavar == "DIR" else shtab.FILE
            action.complete = kind  # type: ignore[attr-defined]
    for subparser in subparsers(parser).values():
        _complete_files(subparser)
