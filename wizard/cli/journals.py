"""Reads the journals of all setups on this computer, without signing in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from wizard.notices import notice
from wizard.paths import data_folder
from wizard.setup import Journal, Profiles


def journals(args: argparse.Namespace) -> Iterator[tuple[str, Journal]]:
    """Id and journal of each setup, also of one whose profile is gone; unreadable ones are noticed."""
    file = _folder(args) / "journal.sqlite"
    names = setups(args)
    if args.practice is None and file.exists():
        names += [name for name in Journal(file, "").setups() if name not in names]
    for name in names:
        yield name, Journal(file, name)


def setups(args: argparse.Namespace) -> list[str]:
    """Id of each setup on this computer; with `--practice` of those known to be of practice tenants only.

    Profiles that cannot be read are noticed.
    """
    found = Profiles(_folder(args) / "profiles").look()
    for problem in found.problems:
        notice(problem)
    names = [each.id for each in found.profiles if args.practice is None or each.practice]
    if args.practice is None:
        names += (
            found.unreadable if found.complete else Journal(_folder(args) / "journal.sqlite", "").setups()
        )
    return names


def _folder(args: argparse.Namespace) -> Path:
    return args.data_folder or data_folder()
