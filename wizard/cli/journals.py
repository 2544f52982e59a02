"""Reads the journals of all setups on this computer, without signing in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from wizard.messages import _
from wizard.paths import data_folder
from wizard.setup import Journal, Profiles


def add_journal_reading(parser: argparse.ArgumentParser) -> None:
    """The flags of a subcommand that only reads journals."""
    parser.add_argument("--json", action="store_true", help=_("answer with one JSON object"))
    parser.add_argument(
        "--practice",
        nargs="?",
        const="",
        metavar="FILE",
        help=_("list what was changed in practice tenants only"),
    )
    parser.add_argument("--data-folder", type=Path, metavar="DIR", help=_("where the journal is kept"))


def journals(args: argparse.Namespace) -> Iterator[tuple[str, Journal]]:
    """Id and journal of each setup; with `--practice` those of practice tenants only."""
    folder = args.data_folder or data_folder()
    for profile in Profiles(folder / "profiles").all():
        if args.practice is None or profile.practice:
            yield profile.id, Journal(folder / "journal.sqlite", profile.id)
