"""Flags with odd values: every value for each flag, each with some of the subcommands that have it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable

from tests.cli.matrix.attempt import Attempt
from tests.cli.matrix.commands import Command
from tests.cli.matrix.damages.damage import Damage
from wizard.cli.parser import complete_parser, leaves, subparsers

_VALUES: dict[str, bytes] = {
    "empty": b"",
    "a space": b" ",
    "negative": b"-1",
    "huge number": b"9" * 5_000,
    "not finite": b"nan",
    "zero": b"0",
    "long": b"x" * 100_000,
    "no text": b"\xff\xfe",
    "escape and override": "\x1b[31m\u202e\x9b=1+1".encode(),
    "lines": b"a\r\nb\tc",
    "a folder": b"{place}",
    "a pipe": b"{place}/pipe",
    "a device": b"/dev/zero",
    "a full device": b"/dev/full",
    "a dash": b"-",
    "half an address": b"https://[::",
    "a brace": b"{0}{name}%s%n",
    "a file above": b"../../../../../../etc/passwd",
    "in a file": b"{config}/x",
}


def _value(flag: str, value: bytes) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        if b"pipe" in value:
            os.mkfifo(attempt.places["place"] / "pipe")
        filled = value
        for name, path in attempt.places.items():
            filled = filled.replace(f"{{{name}}}".encode(), os.fsencode(path))
        if flag.startswith("-"):
            attempt.more.append(flag.encode() + b"=" + filled)
        else:
            attempt.more.append(filled)
        attempt.cwd = attempt.places["place"]

    return change


def _taking() -> dict[str, set[str]]:
    """Flags that take a value, with the subcommands that have them; "" for what stands alone."""
    found: dict[str, set[str]] = {}
    for parser in subparsers(complete_parser()).values():
        for leaf in leaves(parser):
            for action in leaf._actions:
                if action.option_strings and action.nargs != 0:
                    found.setdefault(action.option_strings[-1], set()).add(leaf.prog.split(" ", 1)[1])
                elif not action.option_strings:
                    found.setdefault("", set()).add(leaf.prog.split(" ", 1)[1])
    return found


def _for(flag: str, kind: str, commands: set[str]) -> Callable[[Command], bool]:
    """Each subcommand with a few of the values, so that all values are tried with each flag."""
    order = random.Random(flag).sample(sorted(_VALUES), len(_VALUES))
    places = {name: place for place, name in enumerate(sorted(commands))}

    def fits(command: Command) -> bool:
        place = places.get(command.name)
        return place is not None and order.index(kind) % len(places) == place % len(_VALUES)

    return fits


def _same(flag: str, place: str) -> Callable[[Attempt], None]:
    """One file to read and to write."""

    def change(attempt: Attempt) -> None:
        attempt.more += [flag, str(attempt.places[place])]
        before = attempt.places[place].read_bytes()

        def kept() -> str:
            now = attempt.places[place].read_bytes()
            return "" if now == before else f"overwritten: {place} was read and written"

        attempt.checks.append(kept)

    return change


def _reads(place: str) -> Callable[[Command], bool]:
    return lambda command: "--output" in command.flags and f"{{{place}}}" in command.arguments


DAMAGES = [
    *(
        Damage(f"arguments: {flag or 'alone'} {kind}", _value(flag, value), _for(flag, kind, commands))
        for flag, commands in _taking().items()
        for kind, value in _VALUES.items()
    ),
    *(
        Damage(
            f"same file: --output and {place}",
            _same("--output", place),
            _reads(place),
        )
        for place in ("config", "person", "schema", "line")
    ),
]
