"""Whether a run ended as the program promises."""

from __future__ import annotations

import json
import re
import unicodedata

from tests.cli.answers import contract_broken
from tests.cli.matrix.attempt import BOUND, Attempt, Ended

_DEFECT = "This is a defect of the program"
_PYTHON = re.compile(
    r"Traceback \(most recent|Exception ignored|^\w*Warning: |^[\w/.]+\.py:\d+: \w*Warning|"
    r"object at 0x[0-9a-f]{6}|Fatal Python error|never awaited",
    re.MULTILINE,
)
_DRAWING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""What sets colors and the cursor of a terminal; a name has other escapes beside these."""
_ALLOWED = frozenset("\n\t\r")
_QUIET_STREAMS = frozenset({"closed", "full", "gone"})


def wrongs(attempt: Attempt, ended: Ended) -> list[str]:
    """What is wrong, each with its kind first; nothing for a good end."""
    said = ended.out + ended.err
    found = []
    if ended.code is None:
        return [f"hang: more than {BOUND:.0f} seconds"]
    by_signal = ended.code < 0  # before the program could say anything
    in_python = attempt.signal is not None and "/wizard/" not in said  # which was still starting
    if not in_python and (traces := _PYTHON.search(said)):
        found.append(f"traceback: {traces.group()}")
    if _DEFECT in said or ended.code == 5:
        found.append("defect")
    if ended.code not in attempt.codes:
        found.append(f"exit code {ended.code}, not one of {sorted(attempt.codes)}")
    readable = not by_signal and not {attempt.stdout, attempt.stderr} & _QUIET_STREAMS
    if readable and not said.strip():
        found.append(f"silent: nothing was said, exit code {ended.code}")
    if attempt.named and readable and attempt.named not in said:
        found.append(f"silent: {attempt.named!r} is not named, exit code {ended.code}")
    if attempt.named and ended.code == 0:
        found.append("silent: exit code 0 in spite of the damage")
    if "--json" in attempt.arguments() and attempt.stdout == "read" and ended.out and ended.code != 4:
        found += _json_wrongs(ended)
    shown = _DRAWING.sub("", said) if attempt.stdout == "terminal" else said
    if odd := sorted({each for each in shown if not _harmless(each)}):
        found.append(f"terminal: {odd}")
    found += [wrong for check in attempt.checks if (wrong := check())]
    return found


def _json_wrongs(ended: Ended) -> list[str]:
    try:
        answer = json.loads(ended.out)
    except ValueError:
        return ["JSON: it is none"]
    return [f"JSON: {each}" for each in contract_broken(answer, ended.code or 0)]


def _harmless(letter: str) -> bool:
    return letter in _ALLOWED or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
