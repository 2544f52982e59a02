"""The command line as data, from its parser: every subcommand and action, with flags."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from wizard.cli.arguments import add_common, add_output
from wizard.cli.parser import complete_parser, subparsers
from wizard.usage import PROGRAM, Parser
from wizard.window_flags import window_parser


@dataclass(frozen=True)
class Argument:
    """A flag, or an argument without a name.

    `names` is empty for the latter; `value` is the value as the usage shows it, empty for a flag
    without one; `required` says whether a flag must be given.
    """

    names: tuple[str, ...]
    value: str
    about: str
    required: bool

    @property
    def form(self) -> str:
        """How it is typed, such as `--output FILE`."""
        return " ".join(part for part in (", ".join(self.names), self.value) if part)


@dataclass(frozen=True)
class Command:
    """A subcommand, or one of its actions.

    `name` is what is typed ("people assign"). `own` are its arguments, without those of every subcommand,
    and without those for a tenant where it has all of them (`tenant`). `notes` stand below the flags.
    """

    name: str
    about: str
    own: tuple[Argument, ...]
    tenant: bool
    notes: str

    @property
    def usage(self) -> str:
        """The call: name, arguments and required flags; `[FLAG ...]` stands for the other flags."""
        values = [each.form for each in self.own if not each.names or each.required]
        return " ".join([PROGRAM, self.name, *values, "[FLAG ...]"])


def commands() -> list[Command]:
    """Every subcommand, or its actions where it has some, in the order of the help."""
    return [
        leaf for name, parser in subparsers(complete_parser()).items() for leaf in _leaves(name, parser, "")
    ]


def program_flags() -> list[Argument]:
    """The flags that need no subcommand, the window's included."""
    found = {each.form: each for each in arguments(complete_parser())}
    found |= {each.form: each for each in arguments(window_parser())}
    return list(found.values())


def tenant_flags() -> list[Argument]:
    """The flags of the subcommands that read a tenant."""
    parser = Parser(add_help=False)
    add_common(parser)
    return arguments(parser)


def output_flags() -> list[Argument]:
    """The flags of every subcommand about its output."""
    parser = Parser(add_help=False)
    add_output(parser)
    return arguments(parser)


def _purposes(parser: argparse.ArgumentParser) -> dict[str, str]:
    """The purpose of each subcommand or action of a parser."""
    return {
        each.dest: str(each.help)
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for each in action._choices_actions
    }


def arguments(parser: argparse.ArgumentParser) -> list[Argument]:
    """The arguments that the help of a parser lists, without `--help`."""
    return [
        Argument(tuple(action.option_strings), _value(action), _about(parser, action), action.required)
        for action in parser._actions
        if action.help is not argparse.SUPPRESS
        and not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)
    ]


def _leaves(name: str, parser: Parser, purpose: str) -> list[Command]:
    inner = subparsers(parser)
    if not inner:
        return [_command(name, parser, purpose)]
    about = _purposes(parser)
    return [
        leaf for action, each in inner.items() for leaf in _leaves(f"{name} {action}", each, about[action])
    ]


def _command(name: str, parser: Parser, purpose: str) -> Command:
    found = arguments(parser)
    tenant = set(tenant_flags()) <= set(found)
    shared = {*output_flags(), *(tenant_flags() if tenant else ())}
    own = tuple(each for each in found if each not in shared)
    return Command(name, parser.description or _sentence(purpose), own, tenant, parser.epilog or "")


def _sentence(purpose: str) -> str:
    return f"{purpose[:1].upper()}{purpose[1:]}." if purpose else ""


def _about(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    return (action.help or "") % {**vars(action), "prog": parser.prog}


def _value(action: argparse.Action) -> str:
    """The value as argparse's usage shows it."""
    if action.nargs == 0:
        return ""
    if isinstance(action.metavar, str):
        name = action.metavar
    elif action.choices is not None:
        name = f"{{{','.join(str(each) for each in action.choices)}}}"
    else:
        name = action.dest.upper() if action.option_strings else action.dest
    forms = {"?": f"[{name}]", "+": f"{name} [{name} ...]", "*": f"[{name} ...]"}
    return forms.get(str(action.nargs), name)
