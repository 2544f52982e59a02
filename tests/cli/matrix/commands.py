"""Every subcommand of the parser, with arguments that make it do its work without changing the tenant."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.cli.parser import complete_parser, leaves, subparsers
from wizard.usage import PROGRAM

ANA = "ana@contoso.example"
_ARGUMENTS: dict[str, tuple[str, ...]] = {
    "watch": ("--once",),
    "why": (ANA,),
    "apply": ("--config", "{config}", "--dry-run"),
    "check": ("{config}",),
    "drift": ("--config", "{config}"),
    "people assign": ("{known}", "--dry-run"),
    "people unassign": (ANA, "--dry-run"),
    "mappings set": ("displayName", "--value", "[mail]", "--dry-run"),
    "mappings reset": ("--dry-run",),
    "mappings preview": (ANA,),
    "scope filter": ("--where", "department EQUALS Support", "--dry-run"),
    "provision": (ANA, "--dry-run"),
    "relink": (ANA, "--dry-run"),
    "key rotate": ("--dry-run",),
    "key restore": ("--dry-run",),
    "key reminder": ("{place}/reminder.ics",),
    "restart": ("--dry-run",),
    "undo": ("1", "--dry-run"),
    "report": ("--output", "{place}/report.html"),
    "test": ("--timeout", "5"),
    "preview": ("--person", "{person}", "--schema", "{schema}"),
    "evaluate": ("--expression", 'Join("-", [mail], "x")', "--person", "{person}"),
    "practice serve": ("--people", "5"),
    "practice change": (ANA, "--department", "Support"),
}
"""What stands behind a subcommand; places in braces are those of `Attempt.places`."""
_MORE: dict[str, tuple[tuple[str, ...], ...]] = {
    "plan": (("list",), ("show", "{saved}"), ("compare", "{saved}")),
    "logs": (("--offline",),),
    "test": (("--entra", "--timeout", "5"),),
    "apply": (("--config", "{config}", "--dry-run", "--plan", "{saved}"),),
    "updates": (("--check",), ("--off",)),
}
"""Other ways of calling it that read other files."""
_STDIN = {"explain": b"SystemForCrossDomainIdentityManagementServiceIncompatible\n"}


@dataclass(frozen=True)
class Command:
    """One subcommand, or one action of it."""

    name: str
    flags: frozenset[str]
    arguments: tuple[str, ...]
    stdin: bytes = b""
    way: str = ""
    """Which way of calling it; empty for the usual one."""

    def __str__(self) -> str:
        return f"{self.name} {self.way}".rstrip()

    @property
    def signs_in(self) -> bool:
        """Whether it needs a tenant."""
        offline = self.name == "bundle" or self.way in ("list", "show", "--offline")
        return "--account" in self.flags and not offline

    @property
    def keeps(self) -> bool:
        """Whether it reads the data folder."""
        return "--data-folder" in self.flags


def all_commands() -> list[Command]:
    """Those of the parser, in its order."""
    found = []
    for parser in subparsers(complete_parser()).values():
        for leaf in leaves(parser):
            name = leaf.prog.removeprefix(PROGRAM).strip()
            flags = frozenset(leaf.flags())
            more: tuple[str, ...] = ("--practice", "{line}") if "--practice" in flags else ()
            if "--data-folder" in flags:
                more += ("--data-folder", "{folder}")
            given = _STDIN.get(name, b"")
            found.append(Command(name, flags, (*_ARGUMENTS.get(name, ()), *more), given))
            found += [Command(name, flags, (*way, *more), given, way[0]) for way in _MORE.get(name, ())]
    return found
