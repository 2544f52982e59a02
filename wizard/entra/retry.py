"""When a request may be retried, and after how long.

Rule: reads and idempotent writes are retried after any transient error. A POST that changes something is
retried only when it certainly was not processed: it was never sent, Graph throttled it (429), or Graph
said when to retry (503 with Retry-After). Graph docs: "Throttling", "Error responses".
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

_TRANSIENT = {408, 500, 502, 503, 504}


class Repeat(Enum):
    """How safely a request can be retried."""

    ALWAYS = auto()  # reads, and writes of absolute values
    IF_REJECTED = auto()  # changes that must not happen twice
    IF_THROTTLED = auto()  # changes whose duplicate would be the worst: adding an application


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`attempts` in total, `budget` seconds of waiting in total."""

    attempts: int = 6
    budget: float = 90.0
    first: float = 0.5
    longest: float = 15.0
    random: Callable[[], float] = field(default=random.random)

    def delay(self, attempt: int, asked: float | None) -> float:
        """Seconds before attempt + 1 (attempt counts from 1); never less than Graph asks for."""
        if asked is not None:
            return asked + self.random() * min(0.5, 0.1 * asked)
        return min(self.longest, self.first * 2.0 ** (attempt - 1)) * (0.5 + self.random() / 2)


def may_repeat(repeat: Repeat, status: int | None, *, sent: bool, retry_after: float | None) -> bool:
    """Whether a request with this result may be sent again; `status` None: no response."""
    if status is None:
        return not sent or repeat is Repeat.ALWAYS
    if status == 429:
        return True
    if status not in _TRANSIENT:
        return False
    if repeat is Repeat.IF_REJECTED:
        return status == 503 and retry_after is not None
    return repeat is Repeat.ALWAYS


def may_have_happened(status: int | None, *, sent: bool) -> bool:
    """Whether a change may have been made although no successful response arrived."""
    return sent if status is None else status in _TRANSIENT
