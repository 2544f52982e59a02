"""The moment at which the X server shows a program's first window, asked of libX11 itself."""

from __future__ import annotations

import ctypes
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_MAP_NOTIFY = 19
_SUBSTRUCTURE_NOTIFY = 1 << 19
_EVENT_BYTES = 24 * ctypes.sizeof(ctypes.c_long)


class Start(NamedTuple):
    """How long a program took until its window was there."""

    seconds: float
    processor: float
    """Seconds of processor time of its threads: other work of the machine hardly matters."""


def seconds_to_window(
    command: Sequence[str | Path], environment: Mapping[str, str], patience: float = 120
) -> float:
    """The seconds of `start_to_window`."""
    return start_to_window(command, environment, patience).seconds


def start_to_window(
    command: Sequence[str | Path], environment: Mapping[str, str], patience: float = 120
) -> Start:
    """Start the program and end it when a window is mapped; raises TimeoutError after `patience`."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
    for name in ("XPending", "XConnectionNumber", "XCloseDisplay", "XFlush"):
        getattr(x11, name).argtypes = [ctypes.c_void_p]
    x11.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    display = x11.XOpenDisplay(environment["DISPLAY"].encode())
    assert display, "the screen does not answer"
    try:
        x11.XSelectInput(display, x11.XDefaultRootWindow(display), _SUBSTRUCTURE_NOTIFY)
        x11.XFlush(display)
        event = ctypes.create_string_buffer(_EVENT_BYTES)
        begin = time.perf_counter()
        with subprocess.Popen(command, env=environment, cwd="/", stdout=subprocess.DEVNULL) as process:
            try:
                while time.perf_counter() - begin < patience:
                    select.select([x11.XConnectionNumber(display)], [], [], 1)
                    while x11.XPending(display):
                        x11.XNextEvent(display, event)
                        if ctypes.c_int.from_buffer(event).value == _MAP_NOTIFY:
                            return Start(time.perf_counter() - begin, _processor_time(process.pid))
                    assert process.poll() is None, f"{command} ended without a window"
            finally:
                process.kill()
    finally:
        x11.XCloseDisplay(display)
    raise TimeoutError(f"{command} showed no window in {patience} seconds")


def _processor_time(process: int) -> float:
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e9
