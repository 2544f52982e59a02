"""What a subcommand tells the script that ran it."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """Exit codes, the same for every subcommand (docs/cli.md)."""

    DONE = 0
    """Done, or everything as it should be."""
    ATTENTION = 1
    """Done, but something deserves a look; there are differences; or the plan was not applied."""
    FAILS = 2
    """It does not work; the problem says why."""
    WRONG_USE = 3
    CANCELLED = 4
    DEFECT = 5
