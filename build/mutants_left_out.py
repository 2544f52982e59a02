"""Changes that mutation testing leaves out, by rule: they are no other behavior, or other words only.

- letter case of SQL outside quoted texts, given to `execute`, `executemany` or `executescript`: SQLite does
  not tell it apart;
- letter case of an encoding's name, in `encode`, `decode` or as `encoding=`: nor does Python;
- the type in a call of `cast`, which does nothing at run time;
- texts for people (`_`, `N_`) and of log records: other tests look at words.

Everything else is tried, also where no difference can be seen.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SQL = frozenset({"execute", "executemany", "executescript"})
_TEXTS = frozenset({"_", "N_"})
_LOG = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
_QUOTED = re.compile(r"'[^']*'")
_NUMBERED = re.compile(r"(.+)__mutmut_\d+")


@dataclass(frozen=True, slots=True)
class _Place:
    """An argument of a call: whose (`of` is the name before the dot, "" without one), and which."""

    of: str
    callee: str
    argument: int | str | None


_Change = tuple[tuple[_Place, ...], object, object]


def left_out(code: str) -> set[str]:
    """Names of changes that fall under a rule, in a module with all its changes as mutmut writes it."""
    functions = {
        node.name: node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    found = set()
    for name, function in functions.items():
        numbered = _NUMBERED.fullmatch(name)
        original = functions.get(f"{numbered[1]}__mutmut_orig") if numbered else None
        if original is None:
            continue
        changes = list(_changes(original.body, function.body, ()))
        changes += _changes(original.args, function.args, ())
        if changes and all(map(_falls_under_a_rule, changes)):
            found.add(name)
    return found


def _changes(one: object, other: object, place: tuple[_Place, ...]) -> Iterator[_Change]:
    if type(one) is not type(other):
        yield place, one, other
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            yield place, one, other
            return
        for first, second in zip(one, other, strict=True):
            yield from _changes(first, second, place)
    elif isinstance(one, ast.Call) and isinstance(other, ast.Call):
        yield from _changes_of_call(one, other, place)
    elif isinstance(one, ast.AST):
        for field in one._fields:
            yield from _changes(getattr(one, field, None), getattr(other, field, None), place)
    elif one != other:
        yield place, one, other


def _changes_of_call(one: ast.Call, other: ast.Call, place: tuple[_Place, ...]) -> Iterator[_Change]:
    of, callee = _called(one.func)
    yield from _changes(one.func, other.func, place)
    if len(one.args) != len(other.args) or [each.arg for each in one.keywords] != [
        each.arg for each in other.keywords
    ]:
        yield (*place, _Place(of, callee, None)), one, other
        return
    for number, (first, second) in enumerate(zip(one.args, other.args, strict=True)):
        yield from _changes(first, second, (*place, _Place(of, callee, number)))
    for first_named, second_named in zip(one.keywords, other.keywords, strict=True):
        where = _Place(of, callee, first_named.arg)
        yield from _changes(first_named.value, second_named.value, (*place, where))


def _called(function: ast.expr) -> tuple[str, str]:
    if isinstance(function, ast.Attribute):
        return (function.value.id if isinstance(function.value, ast.Name) else "?"), function.attr
    return "", function.id if isinstance(function, ast.Name) else "?"


def _falls_under_a_rule(change: _Change) -> bool:
    places, one, other = change
    if not places:
        return False
    place = places[-1]
    if (place.of, place.callee, place.argument) == ("", "cast", 0):
        return True
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    if not place.of and place.callee in _TEXTS:
        return True
    if place.of in ("_log", "log", "logging") and place.callee in _LOG:
        return True
    if one.casefold() != other.casefold():
        return False
    if place.argument == 0 and place.callee in _SQL:
        return _QUOTED.findall(one) == _QUOTED.findall(other)
    return place.argument == "encoding" or (place.argument == 0 and place.callee in ("encode", "decode"))
