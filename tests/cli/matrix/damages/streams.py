"""Standard streams that are closed, full or gone."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli.matrix.attempt import PROBLEMS, STOPPED, Attempt
from tests.cli.matrix.damages.damage import Damage

_NOT_FINE = frozenset({2, 3, 4})


def _streams(
    stdout: str = "read", stderr: str = "read", *, given: bool = True, codes: frozenset[int] = PROBLEMS
) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        attempt.stdout, attempt.stderr, attempt.codes = stdout, stderr, codes
        attempt.fresh = True
        if not given:
            attempt.stdin = None

    return change


def _as_json(change: Callable[[Attempt], None]) -> Callable[[Attempt], None]:
    def both(attempt: Attempt) -> None:
        change(attempt)
        attempt.more.append("--json")

    return both


_KINDS = {
    "stdin closed": _streams(given=False),
    "stdout closed": _streams("closed"),
    "stderr closed": _streams(stderr="closed"),
    "all closed": _streams("closed", "closed", given=False),
    "stdout full": _streams("full", codes=_NOT_FINE),
    "stderr full": _streams(stderr="full", codes=PROBLEMS | STOPPED),
    "both full": _streams("full", "full", codes=_NOT_FINE),
    "stdout gone": _streams("gone", codes=_NOT_FINE),
    "stderr gone": _streams(stderr="gone", codes=PROBLEMS | STOPPED),
}
DAMAGES = [
    *(Damage(f"streams: {name}", change) for name, change in _KINDS.items()),
    *(
        Damage(f"streams: {name}, JSON", _as_json(change), lambda command: "--json" in command.flags)
        for name, change in _KINDS.items()
        if "full" in name or "closed" in name
    ),
]
