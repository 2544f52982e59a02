"""Runs calls that cannot be stopped: keyring prompts, sign-in libraries.

They run in daemon threads, so that neither a canceled task nor closing the program waits for them;
`asyncio.to_thread` would keep the interpreter alive until they return.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


async def in_daemon_thread(call: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """The result of a blocking call. Cancellation returns at once; the call goes on, its result unused."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def deliver(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result: T | None = None
        failure: BaseException | None = None
        try:
            result = call(*args, **kwargs)
        except BaseException as error:
            failure = RuntimeError(repr(error)) if isinstance(error, StopIteration) else error
        try:
            loop.call_soon_threadsafe(deliver, result, failure)
        except RuntimeError:
            return  # the loop is closed: the result is dropped

    threading.Thread(target=run, name=f"call-{getattr(call, '__name__', 'blocking')}", daemon=True).start()
    return await future
