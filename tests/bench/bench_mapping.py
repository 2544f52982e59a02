"""How long the eight Playvox mappings take for a whole directory, next to the same mapping written by hand.

Run: `python tests/bench/bench_mapping.py [people]`. Prints the ratio (wanted: at most 4) and the time for a
quarter, half and all of the people (wanted: linear), and for parsing the worst texts of 10,000 characters.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from wizard.mapping.attributes import read_schema
from wizard.mapping.expression import (
    MAX_LENGTH,
    EvaluationContext,
    ParseError,
    parse,
)
from wizard.mapping.mapper import Mapper

SCHEMA = Path(__file__).parents[1] / "data" / "expressions" / "playvox_schema.json"
WANTED = 4.0
LONGEST = (
    "Join(" + "," * (MAX_LENGTH - 6) + ")",
    'Join("",' + ",".join(["[a]"] * 2400) + ")",
    "Join(" + ",".join(["F(1)"] * 1990) + ")",
    '"a"&' * (MAX_LENGTH // 4),
    "A(" * (MAX_LENGTH // 2),
    '["' + '\\"' * ((MAX_LENGTH - 2) // 2),
)


def by_hand(person: dict[str, Any]) -> dict[str, Any]:
    """The eight mappings as plain Python code."""
    deleted = person.get("IsSoftDeleted")
    name = "" if deleted is None else str(deleted)
    if name == "False":
        active = "True"
    elif name == "True":
        active = "False"
    else:
        active = None
    parts = [person.get("givenName"), person.get("surname")]
    return {
        "userName": person.get("userPrincipalName"),
        "active": active,
        "displayName": person.get("displayName"),
        'emails[type eq "work"].value': person.get("mail"),
        "name.givenName": person.get("givenName"),
        "name.familyName": person.get("surname"),
        "name.formatted": " ".join([part for part in parts if part]),
        "externalId": person.get("mailNickname"),
    }


def directory(count: int) -> list[dict[str, Any]]:
    """People with every attribute the mappings read; some lack a mail address or a given name."""
    return [
        {
            "objectId": f"{number:032x}",
            "userPrincipalName": f"person{number}@contoso.com",
            "displayName": f"Given{number} Family{number}",
            "givenName": f"Given{number}" if number % 17 else None,
            "surname": f"Family{number}",
            "mail": f"person{number}@contoso.com" if number % 11 else None,
            "mailNickname": f"person{number}",
            "accountEnabled": number % 23 != 0,
            "IsSoftDeleted": number % 23 == 0,
        }
        for number in range(count)
    ]


def timed(work: Callable[[], Any], repeats: int = 3) -> float:
    """Seconds of the fastest of several runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the comparison."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    people = directory(count)
    mapper = Mapper.of(read_schema(json.loads(SCHEMA.read_text())))
    context = EvaluationContext(now=datetime(2026, 1, 1, tzinfo=UTC))
    assert all(mapper.values(one, context) == by_hand(one) for one in people[:1000])
    hand = timed(lambda: [by_hand(one) for one in people])
    ours = timed(lambda: [mapper.values(one, context) for one in people])
    assert not context.doubts
    ratio = ours / hand
    print(f"{count} people, by hand {hand:.3f} s, compiled {ours:.3f} s")
    print(f"ratio {ratio:.2f} (wanted: at most {WANTED})")
    for part in (4, 2, 1):
        some = people[: count // part]
        seconds = timed(lambda some=some: [mapper.values(one, context) for one in some])  # type: ignore[misc]
        print(f"{len(some):>9} people: {seconds:.3f} s, {seconds / max(1, len(some)) * 1e6:.2f} us each")
    slowest = max(timed(lambda text=text: _tried(text)) for text in LONGEST)  # type: ignore[misc]
    print(
        f"slowest of {len(LONGEST)} texts of {MAX_LENGTH} characters: {slowest * 1e3:.1f} ms (wanted: < 50)"
    )
    sys.exit(0 if ratio <= WANTED else 1)


def _tried(text: str) -> None:
    with contextlib.suppress(ParseError):
        parse(text)


if __name__ == "__main__":
    main()
