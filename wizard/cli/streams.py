"""The standard streams: any letter, closed ones, and outputs that take nothing more.

What cannot be written, for example on a full disk, ends nothing in the middle: the work goes on, and at its
end `lost` says that the result is not whole.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import Any

from wizard.cli.pipe_windows import Pipe
from wizard.file_reasons import file_reason
from wizard.problem import Problem


class _Output(Pipe):
    """Keeps the first error of writing instead of raising it; the end of a pipe or terminal is raised."""

    def __init__(self, number: int) -> None:
        super().__init__(number, "w", closefd=False)
        self.failed: OSError | None = None

    def write(self, data: Any, /) -> int:
        """Write bytes, or drop them."""
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            if error.errno == errno.EIO:
                raise
            self.failed = self.failed or error
            return len(data)


def accept_every_letter() -> None:
    """Make the standard streams replace characters their encoding lacks instead of raising.

    A stream that is closed reads or writes nothing, and no file takes its place.
    """
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - as long as the process
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8", errors="replace"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            output = _with_output(stream)
            output.reconfigure(errors="backslashreplace")
            setattr(sys, name, output)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def _with_output(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    """The same by way of `_Output`; a console, or anything else that is not a file or pipe, stays."""
    raw = getattr(stream.buffer, "raw", stream.buffer)  # itself, where Python buffers nothing
    if type(raw) is not io.FileIO:
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Output(raw.fileno())),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering or stream.buffer is raw,
    )


def flush() -> None:
    """Flush standard output; raises `BrokenPipeError` when the reader is gone."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def lost() -> Problem | None:
    """The problem that a part of standard output could not be written, if that happened."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if not isinstance(raw, _Output) or raw.failed is None:
        return None
    return Problem("result_lost", {"why": file_reason(raw.failed)})


def give_up_output() -> None:
    """Discard the remaining output: the reader is gone, and Python flushes at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)
