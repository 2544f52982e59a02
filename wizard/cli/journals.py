"""Reads the journals of all setups on this computer, without signing in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from wizard.paths import data_folder
from wizard.setup import Journal, Profiles


def journals(args: argparse.Namespace) -> Iterator[tuple[str, Journal]]:
    """Id and journal of each setup; with `--practice` those of practice tenants only."""
    folder = args.data_folder or data_folder()
    for profile in Profiles(folder / "profiles").all():
        if args.practice is None or profile.practice:
            yield profile.id, Journal(folder / "journal.sqlite", profile.id)
