"""`python -m wizard`: the window, or with a subcommand the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Open the window, or run the subcommand named first; returns the exit code."""
    arguments = sys.argv[1:]
    if arguments and (not arguments[0].startswith("-") or arguments[0] in ("-h", "--help", "--version")):
        from wizard.cli import main as command_line

        return command_line(arguments)
    # Qt is loaded only when a window is wanted: the command line runs where there is no display.
    from wizard.app import main as window

    return window(arguments)


if __name__ == "__main__":
    sys.exit(main())
