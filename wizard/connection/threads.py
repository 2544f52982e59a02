"""Running what nobody can stop without waiting for it at the end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


async def in_daemon_thread(call: Callable[[], _T], name: str) -> _T:
    """The result of `call`, run in a thread of its own; cancelling gives up on the thread at once.

    asyncio's own executor is joined when the loop closes, so a name server that does not answer would
    keep the program from ending.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_T] = loop.create_future()

    def settle(result: _T | None, error: BaseException | None) -> None:
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # _T may itself be None

    def work() -> None:
        result, failure = None, None
        try:
            result = call()
        except BaseException as error:
            failure = error
        # The loop may be gone by now: then nobody waits for the result any more.
        if not loop.is_closed():
            try:
                loop.call_soon_threadsafe(settle, result, failure)
            except RuntimeError:
                return

    threading.Thread(target=work, name=name, daemon=True).start()
    return await future
