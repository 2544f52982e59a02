"""A reader that is gone ends the command line on Windows as well, where the error has another number."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from wizard.cli.pipe_windows import Pipe


def output(handle: int) -> io.TextIOWrapper:
    """An output like that of a process: a buffer on a file of the system."""
    return io.TextIOWrapper(io.BufferedWriter(Pipe(handle, "w", closefd=False)), encoding="cp1252")


@pytest.mark.skipif(not hasattr(os, "eventfd"), reason="nothing else refuses a byte as an invalid argument")
def test_an_invalid_argument_is_a_reader_that_is_gone() -> None:
    handle = os.eventfd(0)
    try:
        stream = output(handle)
        stream.write("x")
        with pytest.raises(BrokenPipeError):
            stream.flush()
        with pytest.raises(BrokenPipeError):  # the byte is still to be written
            stream.close()
    finally:
        os.close(handle)


def test_other_errors_stay_what_they_are(tmp_path: Path) -> None:
    file = tmp_path / "out"
    handle = os.open(file, os.O_CREAT | os.O_WRONLY)
    stream = output(handle)
    stream.write("é\n")
    stream.flush()
    assert (file.read_bytes(), stream.encoding) == ("é".encode("cp1252") + os.linesep.encode(), "cp1252")
    os.close(handle)
    stream.write("x")
    with pytest.raises(OSError) as caught:
        stream.flush()
    assert caught.value.errno == errno.EBADF
    with pytest.raises(OSError):
        stream.close()
