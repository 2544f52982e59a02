"""Playvox Provisioning Setup: setup assistant and connection tester."""

import _signal  # type: ignore[import-not-found]
import os
import sys

__version__ = "0.1.0"


def stop_now(_number: int, _frame: object) -> None:
    """End the program at once: the handler of Ctrl+C until `stopping` is loaded."""
    try:  # noqa: SIM105 - contextlib takes longer to load
        os.write(2, b"Stopped.\n")
    except OSError:  # no standard error
        pass
    os._exit(4)


def _is_the_program() -> bool:
    """Whether this is loaded by the program itself, not by a test or tool that uses it."""
    started = os.path.basename((sys.argv or [""])[0])  # noqa: PTH119 - pathlib takes longer to load
    return started == "-m" or started.startswith("playvox-provisioning") or hasattr(sys, "frozen")


# The first thing of all, from the module below `signal`, which takes longer to load than all of this: an
# exception in the middle of loading would be printed with its traceback.
if _is_the_program() and _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, stop_now)

# httpx loads a command line of its own, with click, rich and pygments, wherever these are installed, which
# makes it twice as slow to load. It works without it when that module cannot be imported.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
