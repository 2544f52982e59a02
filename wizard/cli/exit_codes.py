"""Exit codes of the subcommands."""

from __future__ import annotations

import enum

from wizard.stopping import STOPPED


class ExitCode(enum.IntEnum):
    """Exit codes, the same for every subcommand; `MEANINGS` says what each of them means."""

    DONE = 0
    ATTENTION = 1
    FAILS = 2
    WRONG_USE = 3
    CANCELLED = STOPPED
    DEFECT = 5


MEANINGS = {
    ExitCode.DONE: "done, or everything is as expected",
    ExitCode.ATTENTION: "done, but something needs attention: a warning, a difference, a plan that was not "
    "applied",
    ExitCode.FAILS: "it does not work; the problem says why and what to do",
    ExitCode.WRONG_USE: "wrong usage: an unknown flag, an unreadable or invalid configuration file",
    ExitCode.CANCELLED: "canceled",
    ExitCode.DEFECT: "a defect of this program",
}
"""What each code means, for docs/cli.md and the manual page."""
