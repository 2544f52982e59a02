"""The command line's parser: wrong use is a problem with what, why and what to do; exit code 3.

The window and the subcommands share it. argparse's own sentences are never shown: `Parser` turns each of
its complaints into a `WrongUseError`, with the nearest name where one was misspelled.
"""

from __future__ import annotations

import argparse
import functools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from wizard.messages import _, explain
from wizard.problem import Problem, ProblemError, near_name
from wizard.security.plain import plain

PROGRAM = "playvox-provisioning"
WRONG_USE = 3
"""The exit code of wrong use, the same for the window and every subcommand."""

_CHECKING = functools.partial(argparse.HelpFormatter, width=80)
"""argparse creates a formatter for every flag to check its metavar; with a given width it is cheap."""
_SUBCOMMAND = "SUBCOMMAND"


class WrongUseError(ProblemError):
    """The program was called in a way it does not understand.

    `usage` shows how it is called, `command` is the subcommand, where one was recognized.
    """

    def __init__(self, problem: Problem, usage: str = "", command: str | None = None) -> None:
        super().__init__(problem)
        self.usage = usage
        self.command = command


class Parser(argparse.ArgumentParser):
    """Raises `WrongUseError` for wrong use; no flag can be abbreviated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        defaults = {"formatter_class": _CHECKING, "allow_abbrev": False, "exit_on_error": False}
        super().__init__(*args, **{**defaults, **kwargs})
        self._optionals.title = _("options")
        self._positionals.title = _("positional arguments")
        for action in self._actions:
            if isinstance(action, argparse._HelpAction):
                action.help = _("show this help message and exit")

    def format_help(self) -> str:
        """The help, by rich-argparse."""
        self._load_formatter()
        return super().format_help()

    def format_usage(self) -> str:
        """The usage, by rich-argparse."""
        self._load_formatter()
        return super().format_usage()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse; what is left over is wrong use of this parser, also when it is a subcommand's."""
        self._given = list(sys.argv[1:] if args is None else args)
        try:
            parsed, left_over = super().parse_known_args(args, namespace)
        except argparse.ArgumentError as error:
            self._refuse(self._complaint(error.argument_name or "", error.message))
        if left_over:
            self._refuse(self._left_over(left_over))
        return parsed, left_over

    def error(self, message: str) -> NoReturn:
        """Refuse with a complaint of argparse, or with a sentence of the program's own."""
        self._refuse(self._complaint("", message))

    def wrong(self, problem: Problem) -> WrongUseError:
        """The error for a problem with how this parser's command is called."""
        command = self.prog.removeprefix(PROGRAM).strip()
        return WrongUseError(problem, self.format_usage(), command)

    def flags(self) -> list[str]:
        """All flags, as they are typed."""
        return [
            name
            for action in self._actions
            for name in action.option_strings
            if action.help is not argparse.SUPPRESS
        ]

    def actions_below(self) -> Iterator[argparse.Action]:
        """The flags and arguments of this parser and of those inside it."""
        for action in self._actions:
            yield action
            if isinstance(action, argparse._SubParsersAction):
                for each in action.choices.values():
                    yield from each.actions_below()

    def _refuse(self, problem: Problem) -> NoReturn:
        raise self.wrong(problem)

    def _complaint(self, argument: str, message: str) -> Problem:
        """The problem for argparse's complaint. What is missing matters less than a misspelled flag."""
        for pattern, code in _COMPLAINTS:
            found = re.fullmatch(pattern, message)
            if found is None:
                continue
            if "missing" in found.groupdict():
                unknown = self.unknown_flag(self._given)
                if unknown is not None:
                    return unknown
            facts = {name: value.replace(" --", ", --") for name, value in found.groupdict().items()}
            return Problem(code, {"flag": argument.split("/")[-1], **facts})
        return Problem("usage.other", {"why": message})

    def _left_over(self, left_over: Sequence[str]) -> Problem:
        return self.unknown_flag(left_over) or Problem(
            "usage.unexpected", {"text": left_over[0], "command": self.prog}
        )

    def unknown_flag(self, arguments: Sequence[str]) -> Problem | None:
        """The first flag among the arguments that neither this parser has nor one of its actions."""
        below = {flag for each in self.actions_below() for flag in each.option_strings}
        for text in arguments:
            name = text.split("=", 1)[0]
            if text == "--":
                break
            if not text.startswith("-") or text == "-" or name in below:
                continue
            facts = {"flag": name, "command": self.prog, "near": near(name, self.flags())}
            return Problem("usage.unknown_flag", facts)
        return None

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        unknown = None if action.option_strings else self.unknown_flag(self._given)
        if unknown is not None:  # its value was taken for this one
            self._refuse(unknown)
        names = [str(each) for each in action.choices]
        facts = {"value": str(value), "near": near(str(value), names), "choices": ", ".join(names)}
        if action.metavar == _SUBCOMMAND:
            self._refuse(Problem("usage.unknown_command", {**facts, "command": self.prog}))
        self._refuse(Problem("usage.bad_choice", {**facts, "flag": _name(action), "command": self.prog}))

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        kind = action.type
        try:
            if kind is not Path and not isinstance(action, argparse._SubParsersAction):
                arg_string.encode()  # bytes that are no text would be nobody's name
            if not callable(kind):
                return arg_string
            return _path(arg_string) if kind is Path else kind(arg_string)
        except argparse.ArgumentTypeError as error:
            why = str(error)
        except UnicodeEncodeError:
            why = _("It is not text in UTF-8.")
        except (TypeError, ValueError):
            why = _("It is not a number.") if kind in (int, float) else _("It cannot be read.")
        facts = {"flag": _name(action), "value": arg_string, "why": why, "command": self.prog}
        raise self.wrong(Problem("usage.bad_value", facts))

    def _load_formatter(self) -> None:
        from wizard.help_format import HelpFormatter

        self.formatter_class = HelpFormatter


def near(wrong: str, names: Iterable[str]) -> str:
    """The name that was probably meant; empty when none is near."""
    known = list(names)
    longer = [name for name in known if len(wrong) > len("--") and name.startswith(wrong)]
    # The dashes that every flag begins with would make all of them similar.
    by_word = {name.lstrip("-"): name for name in known}
    return min(longer, key=len, default="") or by_word.get(near_name(wrong.lstrip("-"), by_word), "")


def print_wrong_use(error: WrongUseError) -> None:
    """Usage, what is wrong, why, and what to do, on standard error."""
    if error.usage:
        print(error.usage, file=sys.stderr)
    print_problem(error.problem)


def print_problem(problem: Problem) -> None:
    """What happened, why, and what to do, on standard error."""
    words = explain(problem)
    print(plain(words.what), file=sys.stderr)
    if words.why:
        print(plain(words.why), file=sys.stderr)
    for each in words.do:
        print(plain(f"  • {each}"), file=sys.stderr)


def _path(text: str) -> Path:
    """A path; an empty one, as of a variable that is not set, would be the working folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError(_("A file or folder is needed."))
    return Path(text)


def _name(action: argparse.Action) -> str:
    """How the flag or argument is called in the usage."""
    if action.option_strings:
        return action.option_strings[-1]
    return str(action.metavar or action.dest)


# argparse's complaints without the values above, in its own words; the argument is in its error.
_COMPLAINTS = (
    (r"the following arguments are required: (?P<missing>.*)", "usage.missing"),
    (r"one of the arguments (?P<missing>.*) is required", "usage.one_missing"),
    (r"not allowed with argument (?P<other>.*)", "usage.conflict"),
    (r"expected (?P<number>.*) arguments?", "usage.missing_value"),
    (r"ignored explicit argument (?P<value>.*)", "usage.value_unused"),
)
