"""Names of people in a pasted text or a file: one per line, or a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from wizard.file_reasons import file_reason
from wizard.own_files import read_given
from wizard.problem import Problem, ProblemError

MOST_PEOPLE = 500
"""In one run: 5 per 10 seconds take a quarter of an hour for so many."""
_LARGEST = 1_000_000  # characters of a text
_MOST_BYTES = 4_000_000
_SEPARATORS = "\t;,"


def names_in(text: str) -> tuple[str, ...]:
    """The names, each once, in their order.

    In a line with several cells (separated by tabs, semicolons or commas) the first one with "@" counts,
    else the first one. A heading such as "userPrincipalName" is left out when the lines below it have "@".
    """
    lines = [name for name in _first_cells(text[:_LARGEST]) if name]
    if len(lines) > 1 and "@" not in lines[0] and all("@" in each for each in lines[1:]):
        lines = lines[1:]
    return tuple(dict.fromkeys(lines))


def _first_cells(text: str) -> Iterator[str]:
    for line in text.lstrip("\ufeff").splitlines():
        separator = next((each for each in _SEPARATORS if each in line), ",")
        try:
            cells = next(csv.reader(io.StringIO(line), delimiter=separator), [])
        except csv.Error:
            cells = [line]
        tidy = [cell.strip().strip("<>\"'") for cell in cells]
        yield next((cell for cell in tidy if "@" in cell), next(iter(tidy), ""))


def read_names(path: Path) -> tuple[str, ...]:
    """The names in a text or CSV file; raises `on_demand_file_unreadable` or `on_demand_file_not_text`."""
    try:
        return names_in(read_given(path, _MOST_BYTES).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProblemError(Problem("on_demand_file_not_text", {"file": str(path)})) from error
    except OSError as error:
        facts = {"file": str(path), "why": file_reason(error)}
        raise ProblemError(Problem("on_demand_file_unreadable", facts)) from error
