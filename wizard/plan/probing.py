"""Whether Playvox refuses a search that provisioning depends on."""

from __future__ import annotations

from collections.abc import Awaitable

from wizard.entra.values import Json
from wizard.problem import ProblemError

_REFUSED = {"400", "403", "404", "405", "501"}


async def refuses(search: Awaitable[list[Json]]) -> bool:
    """Whether Playvox refuses a search, or finds what cannot exist; raises when it cannot be asked."""
    try:
        return bool(await search)
    except ProblemError as error:
        if error.problem.retryable or error.problem.facts.get("status") not in _REFUSED:
            raise
        return True
