"""`python -m build.show_tasks wizard …`: run a program that shows its asyncio tasks when it gets SIGUSR1.

Prints every unfinished task of every event loop on standard error, with the chain of calls it waits in; a
stack of the threads shows only that the event loop waits. The program goes on. POSIX only.
"""

from __future__ import annotations

import asyncio
import gc
import os
import runpy
import signal
import sys
import threading
from types import CoroutineType, FrameType
from typing import Any

_USAGE = "usage: python -m build.show_tasks MODULE [ARGUMENT ...]"


def main() -> None:
    """Run the module with its arguments, as `python -m` does."""
    if len(sys.argv) < 2:
        raise SystemExit(_USAGE)
    # A thread of its own waits for the signal, because Python runs signal handlers only between
    # instructions of the main thread, which Qt may hold. All threads started later inherit the mask.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    threading.Thread(target=_watch, name="show-tasks", daemon=True).start()
    module = sys.argv[1]
    del sys.argv[:1]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _watch() -> None:
    while True:
        signal.sigwait({signal.SIGUSR1})
        print(described(), file=sys.stderr, flush=True)


def described() -> str:
    """Every unfinished task: its name and the calls it waits in, the innermost last."""
    lines = []
    tasks = [each for each in gc.get_objects() if isinstance(each, asyncio.Task) and not each.done()]
    for task in sorted(tasks, key=lambda each: each.get_name()):
        lines += ["", f"task {task.get_name()}"]
        lines += [f"  {_place(frame)}" for frame in _frames(task.get_coro())]
    return "\n".join([*lines, "", f"{len(tasks)} unfinished tasks"])


def _frames(waiting: Any) -> list[FrameType]:
    """The frames of a coroutine and of everything it awaits; empty where Python does not tell."""
    frames = []
    while isinstance(waiting, CoroutineType):
        if waiting.cr_frame is not None:
            frames.append(waiting.cr_frame)
        waiting = waiting.cr_await
    return frames


def _place(frame: FrameType) -> str:
    code = frame.f_code
    return f"{os.path.relpath(code.co_filename)}:{frame.f_lineno} {code.co_qualname}"


if __name__ == "__main__":
    main()
