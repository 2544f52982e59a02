"""Reads the journals of all setups on this computer, without signing in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from wizard.notices import notice
from wizard.paths import data_folder
from wizard.setup import Journal, Profiles


def journals(args: argparse.Namespace) -> Iterator[tuple[str, Journal]]:
    """Id and journal of each setup, also of one whose profile cannot be read, which is noticed.

    With `--practice` those that are known to be of practice tenants only.
    """
    folder = args.data_folder or data_folder()
    file = folder / "journal.sqlite"
    found = Profiles(folder / "profiles").look()
    for problem in found.problems:
        notice(problem)
    names = [each.id for each in found.profiles if args.practice is None or each.practice]
    if args.practice is None:
        names += found.unreadable if found.complete else Journal(file, "").setups()
    for name in names:
        yield name, Journal(file, name)
