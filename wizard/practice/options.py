"""Options of a practice tenant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MAX_PEOPLE = 100_000
MAX_SPEED = 1_000_000
MAX_LAG = 600
MAX_PORT = 65_534  # the next one is taken too


@dataclass(frozen=True)
class PracticeOptions:
    """What to start.

    `people` users are generated from `seed`, the same ones every time. The tenant's own id is random, so
    that what a program remembers of an earlier practice tenant is never taken for this one; `seed_ids`
    takes it from the seed as well. `port` 0 lets the system choose; otherwise Graph and the authority take
    `port` and Playvox takes `port + 1`. `state` is a folder that
    keeps the tenant between runs; without it everything is deleted at the end. `clock_speed` is how many
    practice seconds pass in one real second. `replication_lag` is how long, in real seconds, a reader may
    not see a write yet.
    """

    people: int = 200
    seed: int = 1
    seed_ids: bool = False
    port: int = 0
    state: Path | None = None
    clock_speed: float = 1.0
    faults: tuple[str, ...] = ()
    replication_lag: float = 0.4

    def __post_init__(self) -> None:
        if not 5 <= self.people <= MAX_PEOPLE:
            raise ValueError(f"people must be between 5 and {MAX_PEOPLE}.")
        if not 0 < self.clock_speed <= MAX_SPEED:
            raise ValueError(f"the clock speed must be above 0 and at most {MAX_SPEED}.")
        if not 0 <= self.port <= MAX_PORT:
            raise ValueError(f"the port must be between 0 and {MAX_PORT}.")
        if not 0 <= self.replication_lag <= MAX_LAG:
            raise ValueError(f"the replication lag must be between 0 and {MAX_LAG} seconds.")
