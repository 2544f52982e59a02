"""A redirected output on Windows, which says "invalid argument" when nobody reads it any more."""

from __future__ import annotations

import errno
import io
from typing import Any


class Pipe(io.FileIO):
    """Raises `BrokenPipeError` then, as on other systems."""

    def write(self, data: Any, /) -> int:
        """Write bytes."""
        try:
            return super().write(data)
        except OSError as error:
            # C's library knows no number of its own for ERROR_NO_DATA: the pipe is being closed.
            if error.errno == errno.EINVAL:
                raise BrokenPipeError(errno.EPIPE, "nobody reads it any more") from error
            raise
