"""Scripts that complete subcommands, flags and file names in a shell."""

from __future__ import annotations

import argparse
from pathlib import Path

import shtab

from wizard.cli.commands import COMMANDS
from wizard.cli.completion_scripts import fish, powershell
from wizard.cli.parser import declare, parser_for
from wizard.usage import Parser

_OWN = {"fish": fish, "powershell": powershell}


def completion_script(shell: str) -> str:
    """The script for one of the `SHELLS`, with every subcommand's flags."""
    parser = parser_for(())
    for name, subparser in _subparsers(parser).items():
        if name in COMMANDS:
            declare(name, subparser)
    if shell in _OWN:
        return _OWN[shell](parser)
    _complete_files(parser)
    return shtab.complete(parser, shell)


def _subparsers(parser: argparse.ArgumentParser) -> dict[str, Parser]:
    return {
        name: subparser
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, subparser in action.choices.items()
    }


def _complete_files(parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        if action.type is Path or action.metavar == "FILE":
            kind = shtab.DIRECTORY if action.metavar == "DIR" else shtab.FILE
            action.complete = kind  # type: ignore[attr-defined]
    for subparser in _subparsers(parser).values():
        _complete_files(subparser)
