"""The command-line parser: all subcommands, and the flags of the requested one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from wizard import __version__
from wizard.cli.arguments import add_language, add_output
from wizard.cli.commands import COMMANDS, load_flags
from wizard.cli.exit_codes import ExitCode
from wizard.cli.front import (
    ALONE,
    action_first,
    arranged,
    command_at,
    flags_of,
    known_flags,
    window_flags_before_command,
)
from wizard.environment import take_environment
from wizard.messages import _, translate
from wizard.problem import Problem
from wizard.usage import PROGRAM, Parser, near

SHELLS = ("bash", "zsh", "fish", "powershell", "tcsh")


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The flags of the subcommand that these arguments call; raises `WrongUseError`."""
    ordered = arranged(arguments)
    parser = parser_for(ordered)
    for flag in window_flags_before_command(arguments):
        raise parser.wrong(Problem("usage.window_flag", {"flag": flag}))
    if command_at(ordered) is None and not set(flags_of(ordered)) & set(ALONE):
        raise parser.wrong(_without_command(flags_of(ordered)))
    return parser.parse_args(_with_action_first(parser, ordered))


def _with_action_first(parser: Parser, ordered: list[str]) -> list[str]:
    """The arguments with the action right behind its subcommand; raises `usage.no_action` without one."""
    command = subparsers(parser).get(ordered[0]) if ordered else None
    actions = list(subparsers(command)) if command is not None else []
    if command is None or not actions or set(flags_of(ordered[1:2])) & set(ALONE):
        return ordered
    found = action_first(ordered[1:], command, actions)
    if found is not None:
        return [ordered[0], *found]
    if asked := [flag for flag in flags_of(ordered) if flag in ALONE]:
        return [ordered[0], *asked]
    unknown = command.unknown_flag(ordered[1:])
    raise command.wrong(unknown or Problem("usage.no_action", {"actions": ", ".join(actions)}))


def _without_command(flags: Sequence[str]) -> Problem:
    known = known_flags()
    unknown = next((flag for flag in flags if flag not in known), None)
    if unknown is None:
        return Problem("usage.no_command", {"flags": ", ".join(flags)})
    facts = {"flag": unknown, "command": PROGRAM, "near": near(unknown, known)}
    return Problem("usage.unknown_flag", facts)


def parser_for(arguments: Sequence[str]) -> Parser:
    """A parser with the flags of the subcommand that these arguments name first.

    Only name and purpose of the other subcommands are declared: loading their modules takes a second.
    """
    parser = Parser(
        prog=PROGRAM,
        description=_("Give and remove Playvox accounts automatically from Microsoft Entra ID."),
        epilog=_("Without a subcommand the window opens."),
    )
    parser.add_argument(
        "--version", action=_PrintVersion, nargs=0, help=_("show the program's version number and exit")
    )
    parser.add_argument(
        "--print-completion",
        action=_PrintCompletion,
        choices=SHELLS,
        metavar="SHELL",
        help=_("print a completion script for bash, zsh, fish, powershell or tcsh and exit"),
    )
    add_language(parser)
    # The program name is given, because argparse would load the formatter to determine it.
    declared = parser.add_subparsers(
        title=_("subcommands"), metavar="SUBCOMMAND", required=True, parser_class=Parser, prog=PROGRAM
    )
    wanted = next((each for each in arguments if not each.startswith("-")), None)
    for name, purpose in COMMANDS.items():
        subparser = declared.add_parser(name, help=translate(purpose))
        if name == wanted:
            declare(name, subparser)
    return parser


def complete_parser() -> Parser:
    """A parser with the flags of every subcommand; all their modules are loaded for it."""
    parser = parser_for(())
    for name, subparser in subparsers(parser).items():
        declare(name, subparser)
    return parser


def subparsers(parser: argparse.ArgumentParser) -> dict[str, Parser]:
    """The parsers of a parser's subcommands or actions, by name."""
    return {
        name: subparser
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, subparser in action.choices.items()
    }


def declare(name: str, subparser: Parser) -> None:
    """Add the flags of a subcommand; `command` in the parsed flags names it."""
    load_flags(name).declare(subparser)
    for leaf in leaves(subparser):
        add_output(leaf)
        take_environment(leaf)
        leaf.set_defaults(wrong=leaf.wrong)
    subparser.set_defaults(command=name)


def leaves(parser: Parser) -> list[Parser]:
    """The parser itself, or those of its actions."""
    inner = [leaf for each in subparsers(parser).values() for leaf in leaves(each)]
    return inner or [parser]


class _PrintVersion(argparse.Action):
    """`--version`. argparse's own action formats its line as help, which would load rich."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> NoReturn:
        print(f"{parser.prog} {__version__}")
        parser.exit(ExitCode.DONE)


class _PrintCompletion(argparse.Action):
    """`--print-completion SHELL`."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> NoReturn:
        from wizard.cli.completion import completion_script

        print(completion_script(values), end="")
        parser.exit(ExitCode.DONE)
