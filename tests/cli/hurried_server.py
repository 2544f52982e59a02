"""The program server of `tests.cli.program_server` in which pauses are short.

So is the patience with one reading: that which the file in `SILENT_READING` names. Everything else is the
program as it is: which request is repeated, how often, and what is said in the end.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.cli import program_server
from tests.cli.one_reading import reading
from wizard.entra import consistency, retry, transport

_PATIENCE = 1.0  # seconds
_PAUSE = 0.02  # seconds instead of every longer pause


class _Hurried:
    """Pauses end at once, and count all the same."""

    def __init__(self) -> None:
        self._slept = 0.0

    def monotonic(self) -> float:
        """The time with every pause."""
        return consistency.time.monotonic() + self._slept

    async def sleep(self, seconds: float) -> None:
        """A pause."""
        self._slept += seconds
        await asyncio.sleep(min(seconds, _PAUSE))


def _is_silent(call: Any) -> bool:
    """Whether nothing will answer this request."""
    return Path(os.environ["SILENT_READING"]).read_text() == reading(call.method, call.url)


def hurry() -> None:
    """From now on this process waits briefly."""
    hurried = _Hurried()
    now = consistency.Clock().now
    consistency.Clock.__init__.__defaults__ = (now, hurried.monotonic, hurried.sleep)  # type: ignore[attr-defined]
    retry.RetryPolicy.delay = lambda *_: _PAUSE  # type: ignore[method-assign]
    once = transport.Transport._once

    async def soon(self: Any, call: Any, *rest: Any) -> Any:
        patience = _PATIENCE if _is_silent(call) else call.patience
        return await once(self, replace(call, patience=patience), *rest)

    transport.Transport._once = soon  # type: ignore[method-assign]


if __name__ == "__main__":
    hurry()
    sys.exit(program_server.main())
