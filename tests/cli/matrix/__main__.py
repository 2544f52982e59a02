"""Runs the matrix, or a sample of it: `python -m tests.cli.matrix ALL|NUMBER [SEED [PATTERN]]`."""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.cli.matrix.attempt import run
from tests.cli.matrix.cases import all_cases, sample
from tests.cli.matrix.judging import wrongs
from tests.cli.matrix.world import world

_TOLD = 6_000  # characters of what a run said


def main(arguments: list[str]) -> int:
    """Exit code 1 when any run was wrong."""
    many = arguments[0] if arguments else "60"
    seed = int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(1 << 16)
    word = arguments[2] if len(arguments) > 2 else ""
    cases = [each for each in all_cases() if re.search(word, str(each))]
    if many != "ALL":
        cases = sample(cases, int(many), seed)
    print(f"{len(cases)} cases, seed {seed}", flush=True)
    found: Counter[str] = Counter()
    codes: Counter[int | None] = Counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        world(Path(folder)) as whole,
        whole.programs() as programs,
    ):
        for case in cases:
            with whole.attempt(case.command) as attempt:
                case.damage.change(attempt)
                ended = run(attempt, programs)
                wrong = wrongs(attempt, ended)
            codes[ended.code] += 1
            found.update({each.partition(":")[0].partition(",")[0] for each in wrong})
            print("BAD" if wrong else "ok ", f"{ended.code} {ended.seconds:.1f}s", case, *wrong, sep=" | ")
            if wrong:
                print(
                    "".join(
                        f"    {line}\n" for line in (ended.out[-_TOLD:] + ended.err[-_TOLD:]).splitlines()
                    )
                )
            sys.stdout.flush()
    print("exit codes", dict(codes), "wrong", dict(found))
    return min(1, sum(found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
