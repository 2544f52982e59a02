"""Ends the program at Ctrl+C, and when the terminal or the session ends.

Where something is open, the work is canceled, with its cleanup; a second Ctrl+C, and one while the program
loads or leaves, ends it at once. There is never an exception in the middle of other code, which may
convert or print it.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from wizard import stop_now

STOPPED = 4
"""The exit code."""
_SHOW_CURSOR = b"\x1b[?25h"
_AS_WELL = ("SIGTERM", "SIGHUP", "SIGBREAK")
_Handler = Callable[[int, FrameType | None], Any]


class _Ending:
    sentence = "Stopped."
    said = False


def at_once() -> None:
    """From now on Ctrl+C ends the program at once, unless the shell lets it ignore Ctrl+C."""
    if signal.getsignal(signal.SIGINT) in (signal.default_int_handler, signal.SIG_DFL, stop_now):
        signal.signal(signal.SIGINT, _leave)
        # The first to be registered is the last to run: after it, Python gives signals their default.
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)


def at_once_too() -> None:
    """From now on the end of the terminal or session ends the program like Ctrl+C does; not for a window.

    Where Qt waits for events, no Python code would run to do it.
    """
    for number in _numbers():
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _leave)


def tell(sentence: str) -> None:
    """Say on standard error that the program was stopped, once."""
    if not _Ending.said:
        _Ending.said = True
        with suppress(OSError, ValueError, AttributeError):  # a terminal that is gone, or none
            sys.stderr.write(f"{sentence}\n")
            sys.stderr.flush()


@contextmanager
def canceling(cancel: Callable[[], object], is_done: Callable[[], bool], sentence: str) -> Iterator[None]:
    """In this block Ctrl+C and the end of the session call `cancel`, in the middle of any code.

    A second Ctrl+C, or one when all is done, ends the program at once, with this sentence. Does nothing
    outside the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        if is_done() or asked.count(signal.SIGINT) > 1:
            _leave(number, frame)
        cancel()

    _Ending.sentence, _Ending.said = sentence, False
    before = {number: signal.getsignal(number) for number in _numbers()}
    try:
        for number, handler in before.items():
            if handler != signal.SIG_IGN:
                signal.signal(number, stop)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _numbers() -> list[int]:
    found = [signal.SIGINT, *(getattr(signal, name, None) for name in _AS_WELL)]
    return [number for number in found if number is not None]


def _leave(_number: int, _frame: FrameType | None) -> None:
    with suppress(OSError):
        if os.isatty(2):
            os.write(2, _SHOW_CURSOR)
        if not _Ending.said:
            os.write(2, f"{_Ending.sentence}\n".encode())
    os._exit(STOPPED)
