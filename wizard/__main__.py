"""`python -m wizard`: the window, or with a subcommand the command line."""

from __future__ import annotations

import os
import signal
import sys

_CANCELLED = 4


def main() -> int:
    """Open the window, or run the subcommand named first; returns the exit code."""
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:  # unless the shell ignores it
        signal.signal(signal.SIGINT, _stop_loading)
    from wizard.other_programs import give_back_library_path
    from wizard.security import output

    output.install()
    give_back_library_path()
    arguments = sys.argv[1:]
    if _is_for_the_command_line(arguments):
        from wizard.cli import main as command_line

        return command_line(arguments)
    # Qt is loaded only for the window: the command line runs without a display.
    from wizard.app import main as window

    if signal.getsignal(signal.SIGINT) == _stop_loading:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return window(arguments)


def _is_for_the_command_line(arguments: list[str]) -> bool:
    if not arguments:
        return False
    if not arguments[0].startswith("-"):
        return True
    from wizard.cli.front import opens_window

    return not opens_window(arguments)


def _stop_loading(_number: int, _frame: object) -> None:
    """End at Ctrl+C while modules load.

    Nothing is open yet. An exception would be raised inside the module being imported, which may convert
    or print it.
    """
    os.write(2, b"Stopped.\n")
    os._exit(_CANCELLED)


if __name__ == "__main__":
    sys.exit(main())
