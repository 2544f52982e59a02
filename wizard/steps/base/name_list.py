"""Names of people in a pasted text or a file: one per line, or a table."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from wizard.file_reasons import file_reason
from wizard.messages import number
from wizard.own_files import read_given
from wizard.problem import Problem, ProblemError

MOST_PEOPLE = 500
"""In one run: 5 per 10 seconds take a quarter of an hour for so many."""
_LARGEST = 4_000_000  # characters of a text
_MOST_BYTES = 2 * _LARGEST
_SEPARATORS = "\t;,"
_IN_BRACKETS = re.compile(r"<\s*([^<>\s@]+@[^<>\s@]+)\s*>")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def names_in(text: str) -> tuple[str, ...]:
    """The names, each once, in their order.

    In a line with several cells (separated by tabs, semicolons or commas) the first one with "@" counts,
    else the first one: the others may be something else, such as the person's manager. Recipients as mail
    programs copy them, "Jane Doe <jane@contoso.com>; …", and a single line of addresses are all taken. A
    heading such as "userPrincipalName" is left out when the lines below it have "@". Raises
    `on_demand_list_too_long`.
    """
    if len(text) > _LARGEST:
        raise ProblemError(Problem("on_demand_list_too_long", {"most": number(_LARGEST)}))
    lines = [name for name in _names(text) if name]
    if len(lines) > 1 and "@" not in lines[0] and all("@" in each for each in lines[1:]):
        lines = lines[1:]
    return tuple(dict.fromkeys(lines))


def _names(text: str) -> Iterator[str]:
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    for line in lines:
        if bracketed := _IN_BRACKETS.findall(line):
            yield from bracketed
            continue
        separator = next((each for each in _SEPARATORS if each in line), ",")
        try:
            cells = next(csv.reader(io.StringIO(line), delimiter=separator), [])
        except csv.Error:
            cells = [line]
        tidy = [cell.strip().strip("<>\"'") for cell in cells]
        if len(lines) == 1 and all("@" in cell for cell in tidy if cell):
            yield from tidy
        else:
            yield next((cell for cell in tidy if "@" in cell), next(iter(tidy), ""))


def _text(content: bytes) -> str:
    """UTF-8, or UTF-16 where the file begins with its mark, as spreadsheets and PowerShell write it."""
    text = content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    if "\0" in text:
        raise UnicodeDecodeError("utf-8", content, 0, 1, "no text has a zero byte")
    return text


def read_names(path: Path) -> tuple[str, ...]:
    """The names in a text or CSV file; raises `on_demand_file_unreadable` or `on_demand_file_not_text`."""
    try:
        return names_in(_text(read_given(path, _MOST_BYTES)))
    except UnicodeDecodeError as error:
        raise ProblemError(Problem("on_demand_file_not_text", {"file": str(path)})) from error
    except OSError as error:
        facts = {"file": str(path), "why": file_reason(error)}
        raise ProblemError(Problem("on_demand_file_unreadable", facts)) from error
