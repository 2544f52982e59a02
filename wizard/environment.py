"""Environment variables for the flags that every subcommand, or the window, understands."""

from __future__ import annotations

import argparse
import os
from typing import Any

from wizard.messages import _
from wizard.problem import Problem
from wizard.usage import Parser, WrongUseError

PREFIX = "PLAYVOX_PROVISIONING_"
FLAGS = (
    "--json",
    "--output",
    "--quiet",
    "--verbose",
    "--practice",
    "--data-folder",
    "--tenant",
    "--cloud",
    "--account",
    "--client-id",
    "--certificate",
    "--federated",
    "--federated-token-file",
    "--client-secret",
    "--sign-in",
    "--device-code",
    "--config",
    "--language",
)
"""Flags with a variable. A flag on the command line is stronger than its variable."""
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def variable(flag: str) -> str:
    """The name of a flag's variable."""
    return PREFIX + flag.removeprefix("--").replace("-", "_").upper()


def take_environment(parser: Parser) -> None:
    """Make the variables the defaults of the parser's flags; raises `WrongUseError` for a wrong value."""
    for action in parser._actions:
        for flag in action.option_strings:
            text = os.environ.get(variable(flag), "") if flag in FLAGS else ""
            if text and action.help is not argparse.SUPPRESS:
                action.default = _value(flag, action, text)
                action.required = False


def is_set(flag: str) -> bool:
    """Whether the variable of a flag without a value says yes."""
    return os.environ.get(variable(flag), "").casefold() in _YES


def _value(flag: str, action: argparse.Action, text: str) -> Any:
    if action.nargs == 0:
        if text.casefold() in _YES:
            return True
        if text.casefold() in _NO:
            return False
        raise _wrong(flag, text, _("It must be 1 or 0."))
    if action.nargs == "?" and text.casefold() in _YES:
        return action.const
    if action.choices is not None and text not in action.choices:
        choices = ", ".join(str(each) for each in action.choices)
        raise _wrong(flag, text, _("The values are {choices}.").format(choices=choices))
    kind = action.type
    return kind(text) if callable(kind) else text


def _wrong(flag: str, text: str, why: str) -> WrongUseError:
    facts = {"name": variable(flag), "value": text, "flag": flag, "why": why}
    return WrongUseError(Problem("usage.bad_variable", facts))
