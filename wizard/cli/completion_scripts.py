"""Completion scripts for fish and PowerShell, which shtab does not write."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from wizard.usage import PROGRAM, Parser


@dataclass(frozen=True, slots=True)
class Offer:
    """What may follow these words: subcommands, flags, or the values of a flag."""

    words: tuple[str, ...]
    action: argparse.Action


def offers(parser: Parser, words: tuple[str, ...] = ()) -> Iterator[Offer]:
    """Everything that can be completed, subcommand by subcommand."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield Offer(words, action)
            for name, inner in action.choices.items():
                yield from offers(inner, (*words, name))
        elif action.help is not argparse.SUPPRESS:
            yield Offer(words, action)


def fish(parser: Parser) -> str:
    """The script for fish."""
    lines = [f"# Completes {PROGRAM} in fish.", f"complete -c {PROGRAM} -f"]
    for offer in offers(parser):
        where = _fish_condition(parser, offer.words)
        if isinstance(offer.action, argparse._SubParsersAction):
            for choice in offer.action._choices_actions:
                about = _quoted(choice.help)
                lines.append(f"complete -c {PROGRAM} {where} -a {choice.dest} -d {about}")
        elif offer.action.option_strings:
            lines.append(f"complete -c {PROGRAM} {where} {_fish_flag(offer.action)}")
        elif _is_file(offer.action):
            lines.append(f"complete -c {PROGRAM} {where} -F")
        elif offer.action.choices:
            values = " ".join(str(each) for each in offer.action.choices)
            lines.append(f"complete -c {PROGRAM} {where} -a {_quoted(values)}")
    return "\n".join(lines) + "\n"


def powershell(parser: Parser) -> str:
    """The script for PowerShell."""
    words: dict[str, list[str]] = {}
    values: dict[str, list[str]] = {}
    for offer in offers(parser):
        known = words.setdefault(" ".join(offer.words), [])
        if isinstance(offer.action, argparse._SubParsersAction):
            known += offer.action.choices
        elif offer.action.option_strings:
            known += offer.action.option_strings
            for flag in offer.action.option_strings if offer.action.choices else ():
                values[" ".join((*offer.words, flag))] = [str(each) for each in offer.action.choices or ()]
        else:
            known += [str(each) for each in offer.action.choices or ()]
    return _POWERSHELL.format(program=PROGRAM, words=_table(words), values=_table(values))


_POWERSHELL = """\
# Completes {program} in PowerShell.
Register-ArgumentCompleter -Native -CommandName {program} -ScriptBlock {{
    param($word, $line, $position)
    $words = @{{
{words}
    }}
    $values = @{{
{values}
    }}
    $typed = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object {{ $_.ToString() }})
    if ($word -ne '' -and $typed.Count -gt 0) {{ $typed = @($typed | Select-Object -SkipLast 1) }}
    $place = ''
    foreach ($each in $typed) {{
        $longer = ($place + ' ' + $each).Trim()
        if ($words.ContainsKey($longer)) {{ $place = $longer }}
    }}
    $offered = $words[$place]
    if ($typed.Count -gt 0) {{
        $flag = ($place + ' ' + $typed[-1]).Trim()
        if ($values.ContainsKey($flag)) {{ $offered = $values[$flag] }}
    }}
    $offered | Where-Object {{ $_ -like ($word + '*') }}
}}
"""


def _table(rows: dict[str, list[str]]) -> str:
    lines = []
    for name, found in rows.items():
        quoted = ", ".join(f"'{each}'" for each in found)
        lines.append(f"        '{name}' = @({quoted})")
    return "\n".join(lines)


def _fish_condition(parser: Parser, words: tuple[str, ...]) -> str:
    if not words:
        return "-n __fish_use_subcommand"
    seen = [f"__fish_seen_subcommand_from {word}" for word in words]
    deeper = _names(parser, words)
    if deeper:
        seen.append("not __fish_seen_subcommand_from " + " ".join(deeper))
    return "-n '" + "; and ".join(seen) + "'"


def _names(parser: Parser, words: tuple[str, ...]) -> list[str]:
    """The actions of the subcommand that these words name."""
    for word in words:
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                parser = action.choices[word]
    return [
        name
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name in action.choices
    ]


def _fish_flag(action: argparse.Action) -> str:
    parts = [
        f"-l {each[2:]}" if each.startswith("--") else f"-s {each[1:]}" for each in action.option_strings
    ]
    if action.choices:
        values = " ".join(str(each) for each in action.choices)
        parts.append(f"-x -a {_quoted(values)}")
    elif _is_file(action):
        parts.append("-r -F")
    elif action.nargs != 0 and action.nargs != "?":
        parts.append("-x")
    return " ".join([*parts, f"-d {_quoted(action.help)}"])


def _is_file(action: argparse.Action) -> bool:
    return action.metavar in ("FILE", "DIR", "CONFIG")


def _quoted(text: str | None) -> str:
    return "'" + (text or "").replace("\\", "\\\\").replace("'", "\\'") + "'"
