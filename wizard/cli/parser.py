"""The command-line parser: all subcommands, and the flags of the requested one."""

from __future__ import annotations

import argparse
import functools
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NoReturn

from wizard import __version__
from wizard.cli.exit_codes import ExitCode
from wizard.messages import N_, _, translate

PROGRAM = "playvox-provisioning"
SHELLS = ("bash", "zsh", "tcsh")
COMMANDS: dict[str, str] = {
    "status": N_("show how the setup stands"),
    "plan": N_("show what provisioning would do to each person"),
    "quality": N_("show what is wrong with the data of everyone in scope"),
    "apply": N_("make the tenant match a configuration file"),
    "check": N_("check a configuration file without signing in"),
    "drift": N_("compare the tenant with a configuration file"),
    "export": N_("write the tenant's setup as a configuration file"),
    "history": N_("show in words what this program changed"),
    "undo": N_("undo one change"),
    "journal": N_("list what this program changed"),
    "bundle": N_("show and save a support bundle"),
    "test": N_("test the connection to Playvox"),
    "preview": N_("show what would be sent for one person"),
    "evaluate": N_("evaluate an attribute mapping expression for one person"),
    "practice": N_("run a practice tenant on this computer"),
}
"""Name of each subcommand, also of its modules, and its purpose.

Its module in `wizard.cli.flags` has `declare(parser)`, which adds its flags; that in `wizard.cli` has the
coroutine function `run(args)`.
"""


_CHECKING = functools.partial(argparse.HelpFormatter, width=80)
"""argparse creates a formatter for every flag to check its metavar; with a given width it is cheap."""


class Parser(argparse.ArgumentParser):
    """Exits with 3 for wrong usage; argparse's 2 means "does not work" here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"formatter_class": _CHECKING, **kwargs})

    def format_help(self) -> str:
        """The help, by rich-argparse."""
        self._load_formatter()
        return super().format_help()

    def format_usage(self) -> str:
        """The usage, by rich-argparse."""
        self._load_formatter()
        return super().format_usage()

    def error(self, message: str) -> NoReturn:
        """Print the usage error and exit."""
        self.print_usage(sys.stderr)
        self.exit(ExitCode.WRONG_USE, f"{self.prog}: {message}\n")

    def _load_formatter(self) -> None:
        from wizard.cli.help_format import HelpFormatter

        self.formatter_class = HelpFormatter


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
        help=_("print a completion script for bash, zsh or tcsh and exit"),
    )
    # The program name is given, because argparse would load the formatter to determine it.
    subparsers = parser.add_subparsers(
        title=_("subcommands"), metavar="SUBCOMMAND", required=True, parser_class=Parser, prog=PROGRAM
    )
    wanted = next((each for each in arguments if not each.startswith("-")), None)
    for name, purpose in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=translate(purpose))
        if name == wanted:
            declare(name, subparser)
    return parser


def declare(name: str, subparser: argparse.ArgumentParser) -> None:
    """Add the flags of a subcommand; `command` in the parsed flags names it."""
    importlib.import_module(f"wizard.cli.flags.{name}").declare(subparser)
    subparser.set_defaults(command=name)


def load(command: str) -> ModuleType:
    """The module that runs a subcommand."""
    return importlib.import_module(f"wizard.cli.{command}")


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
