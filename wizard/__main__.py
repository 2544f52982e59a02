"""`python -m wizard`: the window, or with a subcommand the command line."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Open the window, or run the subcommand named first; returns the exit code."""
    from wizard import stopping

    stopping.at_once()
    from wizard.other_programs import give_back_library_path
    from wizard.paths import only_for_owner
    from wizard.security import output

    output.install()
    only_for_owner()
    give_back_library_path()
    arguments = sys.argv[1:]
    if _is_for_the_command_line(arguments):
        stopping.at_once_too()
        from wizard.cli import main as command_line

        return command_line(arguments)
    # Until `GuiGarbage` collects: what is loaded now stays, and looking through it doubles the time for Qt.
    gc.disable()
    # Qt is loaded only for the window: the command line runs without a display.
    from wizard.app import main as window

    return window(arguments)


def _is_for_the_command_line(arguments: list[str]) -> bool:
    if not arguments:
        return False
    if not arguments[0].startswith("-"):
        return True
    from wizard.cli.front import opens_window

    return not opens_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
