"""The parts of docs/cli.md and the manual page that list the command line, from its parser.

docs/cli.md is written by hand, except between `<!-- generated: NAME -->` and `<!-- end of NAME -->`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from build.command_line import Argument, Command, commands, output_flags, program_flags, tenant_flags
from wizard.cli.commands import COMMANDS
from wizard.cli.exit_codes import MEANINGS
from wizard.environment import FLAGS, variable
from wizard.messages import mapping_editing
from wizard.messages.change_warnings import CHANGE_WARNINGS, MAPPING_WARNING, PASSED_ON
from wizard.usage import PROGRAM

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
_PURPOSE = "set up and check automatic Playvox accounts from Microsoft Entra ID"
_DESCRIPTION = """\
Without a subcommand the setup assistant opens. It leads through the steps of the setup, reads the current
state from Microsoft Entra ID and Playvox first, and changes nothing without a named and explained click.
With a subcommand the same steps run without a window."""
_FILES = """\
Answers, the journal of changes, and backups. It never contains a secret: the Playvox key is stored in the
desktop's keyring."""
TENANT = "It has the flags for a tenant."
_VARIABLES = "A flag is stronger than its variable. A flag without a value is set with 1."


def cli_page() -> str:
    """docs/cli.md with its generated parts; raises `ValueError` when the marks of a part are missing."""
    text = PAGE.read_text(encoding="utf-8")
    parts = {
        "subcommands": _subcommands(),
        "variables": _table(("Flag", "Variable"), [(f"`{each}`", f"`{variable(each)}`") for each in FLAGS]),
        "exit codes": _table(
            ("Code", "Meaning"), [(str(int(code)), meaning) for code, meaning in MEANINGS.items()]
        ),
        "warnings": _table(("Code", "Sentence"), _warnings()),
        "flags": _flags(),
    }
    for name, part in parts.items():
        begin, end = f"<!-- generated: {name} -->\n", f"<!-- end of {name} -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise ValueError(f"docs/cli.md must have “{begin.strip()}” and “{end}” once")
        before, _begin, rest = text.partition(begin)
        after = rest.partition(end)[2]
        text = f"{before}{begin}\n{part}\n\n{end}{after}"
    return text


def manual_page() -> str:
    """The manual page, in roff; @VERSION@ stands for the version."""
    lines = [
        f'.TH {PROGRAM.upper()} 1 "" "{PROGRAM} @VERSION@" "User Commands"',
        *_roff_section("NAME"),
        f"{_roff(PROGRAM)} \\- {_PURPOSE}",
        *_roff_section("SYNOPSIS"),
        f".B {_roff(PROGRAM)}",
        r".RI [ FLAG \ ...]",
        ".br",
        f".B {_roff(PROGRAM)}",
        r".I SUBCOMMAND",
        r".RI [ ARGUMENT \ ...]\ [ FLAG \ ...]",
        *_roff_section("DESCRIPTION"),
        *_roff_lines(_DESCRIPTION),
        *_roff_section("SUBCOMMANDS"),
        *_roff_list([(name, purpose) for name, purpose in COMMANDS.items()]),
        *_roff_section("FLAGS WITHOUT A SUBCOMMAND"),
        *_roff_list(_described(program_flags())),
        *_roff_section("FLAGS OF EVERY SUBCOMMAND"),
        *_roff_list([("-h, --help", "list the flags of the subcommand"), *_described(output_flags())]),
        *_roff_section("FLAGS FOR A TENANT"),
        *_roff_list(_described(tenant_flags())),
        *_roff_section("ARGUMENTS AND FLAGS OF EACH SUBCOMMAND"),
    ]
    for command in commands():
        lines += [f".SS {_roff(command.name)}", *_roff_lines(command.about)]
        if command.tenant:
            lines += _roff_lines(TENANT)
        lines += _roff_list(_described(command.own))
        lines += [".PP", *_roff_lines(command.notes)] if command.notes else []
    lines += [*_roff_section("EXIT STATUS")]
    lines += _roff_list([(str(int(code)), meaning) for code, meaning in MEANINGS.items()])
    lines += [*_roff_section("ENVIRONMENT"), *_roff_lines(_VARIABLES)]
    lines += _roff_list([*((variable(flag), flag) for flag in FLAGS), ("NO_COLOR", "no colors")])
    lines += [
        *_roff_section("FILES"),
        ".TP",
        f".I {_roff(f'~/.local/share/{PROGRAM}')}",
        *_roff_lines(_FILES),
    ]
    return "\n".join(lines) + "\n"


def _subcommands() -> str:
    actions: dict[str, list[str]] = {name: [] for name in COMMANDS}
    for command in commands():
        name, _space, action = command.name.partition(" ")
        actions[name] += [f"`{action}`"] if action else []
    rows = [(f"`{name}` {', '.join(actions[name])}".strip(), purpose) for name, purpose in COMMANDS.items()]
    return _table(("Subcommand", "Purpose"), rows)


def _warnings() -> list[tuple[str, str]]:
    """Codes of warnings, with their sentences or, where these are made elsewhere, their meanings."""
    found = {**CHANGE_WARNINGS, **PASSED_ON}
    for code, words in mapping_editing.WORDS.items():
        if code.startswith(MAPPING_WARNING):
            found[code] = words.what
    return [(f"`{code}`", text) for code, text in found.items()]


def _flags() -> str:
    parts = [
        "Every subcommand has these flags:",
        _list(output_flags()),
        "The flags for a tenant, which a subcommand has where it says so below:",
        _list(tenant_flags()),
        "Without a subcommand:",
        _list(program_flags()),
    ]
    for command in commands():
        parts += _of_command(command)
    return "\n\n".join(parts)


def _of_command(command: Command) -> list[str]:
    about = " ".join(part for part in (command.about, TENANT if command.tenant else "") if part)
    parts = [f"### Flags of `{command.name}`", f"`{command.usage}`", about]
    return [part for part in (*parts, _list(command.own), command.notes) if part]


def _list(found: Sequence[Argument]) -> str:
    return "\n".join(
        f"- `{form}`: {about}" if about else f"- `{form}`" for form, about in _described(found)
    )


def _described(found: Sequence[Argument]) -> list[tuple[str, str]]:
    return [(each.form, each.about) for each in found]


def _table(heads: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    lines = [heads, ("---", "---"), *rows]
    return "\n".join(f"| {left} | {right} |" for left, right in lines)


def _roff_section(title: str) -> list[str]:
    return [f".SH {title}"]


def _roff_list(rows: Sequence[tuple[str, str]]) -> list[str]:
    return [
        line
        for form, about in rows
        for line in (".TP", f".B {_roff(form)}", *(_roff_lines(about) if about else [r"\&"]))
    ]


def _roff_lines(text: str) -> list[str]:
    return [_roff(line) for line in text.splitlines()]


def _roff(text: str) -> str:
    r"""A text as roff reads it: `\` and `-` escaped, no line a request by its first character."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"^([.'])", r"\\&\1", escaped)
