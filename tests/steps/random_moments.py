"""The command line of modules that try random cases: how many, and from which seed."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable


def try_some(try_many: Callable[[int, int], Awaitable[int]], *, usual: int = 60) -> int:
    """Try as many cases as the first argument says, with the seed of the second, else a random one.

    `try_many` gets both and returns how many went wrong; the result is the exit code, 1 when any did.
    """
    numbers = [int(each) for each in sys.argv[1:]]
    seed = numbers[1] if len(numbers) > 1 else random.SystemRandom().randrange(1 << 16)
    print("seed", seed, flush=True)

    async def run() -> int:
        return await try_many(numbers[0] if numbers else usual, seed)

    return min(1, asyncio.run(run()))
