"""What stands before the subcommand: whether the window is meant, and flags that are moved behind it."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping, Sequence

from wizard.cli.arguments import add_common, add_output
from wizard.cli.commands import COMMANDS
from wizard.usage import Parser
from wizard.window_flags import window_parser

ALONE = ("-h", "--help", "--version", "--print-completion")
"""Flags that need no subcommand."""


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments open the window: no subcommand, and no flag but the window's own."""
    flags = flags_of(arguments)
    return command_at(arguments) is None and set(flags) <= set(window_parser().flags()) - set(ALONE)


def arranged(arguments: Sequence[str]) -> list[str]:
    """The arguments with the subcommand first: flags before it are moved to the end."""
    place = command_at(arguments)
    if not place or set(flags_of(arguments[:place])) & set(ALONE):
        return list(arguments)
    before, command, after = list(arguments[:place]), arguments[place], list(arguments[place + 1 :])
    end = after.index("--") if "--" in after else len(after)
    return [command, *after[:end], *before, *after[end:]]


def action_first(arguments: Sequence[str], parser: Parser, actions: Sequence[str]) -> list[str] | None:
    """The arguments of a subcommand with its action first; None without an action.

    `parser` knows the flags that may stand before it.
    """
    values = {name: _takes(each) for each in parser.actions_below() for name in each.option_strings}
    place = command_at(arguments, _values() | values, actions)
    if place is None:
        return None
    before, after = list(arguments[:place]), list(arguments[place + 1 :])
    end = after.index("--") if "--" in after else len(after)
    return [arguments[place], *after[:end], *before, *after[end:]]


def command_at(
    arguments: Sequence[str],
    values: Mapping[str, str] | None = None,
    commands: Collection[str] = COMMANDS,
) -> int | None:
    """The place of the first argument that is neither a flag nor a flag's value; None without one.

    `values`: what flags take, as in `_values`; `commands`: names that are no value of a flag.
    """
    values = _values() if values is None else values
    place = 0
    while place < len(arguments):
        text = arguments[place]
        if not text.startswith("-") or text == "-":
            return place
        name, has_value, _value = text.partition("=")
        following = arguments[place + 1] if place + 1 < len(arguments) else "-"
        takes = values.get(name, "no")
        if has_value or takes == "no":
            place += 1
        elif takes == "one":
            place += 2
        else:  # the value may be left out, and a subcommand's name is none
            place += 1 if following.startswith("-") or following in commands else 2
    return None


def flags_of(arguments: Sequence[str]) -> list[str]:
    """The names of the flags among these arguments."""
    return [text.split("=", 1)[0] for text in arguments if text.startswith("-") and text != "-"]


def window_flags_before_command(arguments: Sequence[str]) -> list[str]:
    """Flags before a subcommand that only the window has."""
    place = command_at(arguments) or 0
    only = set(window_parser().flags()) - set(_common().flags()) - set(ALONE)
    return [flag for flag in flags_of(arguments[:place]) if flag in only]


def known_flags() -> list[str]:
    """Every flag that may be written before a subcommand, or without one."""
    return [*ALONE, *_values()]


def _values() -> dict[str, str]:
    """Whether a flag takes a value: "one", "maybe" or "no"."""
    common = _common()
    found = {"--print-completion": "one"}
    for action in [*window_parser()._actions, *common._actions]:
        found |= dict.fromkeys(action.option_strings, _takes(action))
    return found


def _common() -> Parser:
    common = Parser(add_help=False)
    add_common(common)
    add_output(common)
    return common


def _takes(action: argparse.Action) -> str:
    if action.nargs == 0:
        return "no"
    return "maybe" if action.nargs == "?" else "one"
