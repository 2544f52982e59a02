"""Exit codes of the subcommands."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """Exit codes, the same for every subcommand (docs/cli.md)."""

    DONE = 0
    """Done, or everything is as expected."""
    ATTENTION = 1
    """Done, but something needs attention; there are differences; or the plan was not applied."""
    FAILS = 2
    """It does not work; the problem says why."""
    WRONG_USE = 3
    CANCELLED = 4
    DEFECT = 5
