"""Texts marked with `N_`: each is translated somewhere, and each sentence is written once.

`N_` only marks a text; `translate` looks it up when it is shown. A marked text that is never translated
stays English, unnoticed. The check follows names, not values: from the mark to the constant,
table or function that holds it, through assignments and loops of one file, to a call that translates.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# `explain` translates what these two hold; every other function is found by following its parameters.
_TRANSLATE = frozenset({"translate", "Words", "FactWords"})
_SENTENCE_ENDS = (".", "?", "!")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Marked:
    """One `N_("…")`: what holds it (constant, table, function, or ""), and the calls it is passed to."""

    place: str
    text: str
    holder: str
    passed_to: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Call:
    function: str
    names: frozenset[str]
    parameters: frozenset[str]  # of the functions around it
    module_function: str  # the outermost of these, unless it is a method


@dataclass(slots=True)
class _File(ast.NodeVisitor):
    """What one file marks, calls and binds."""

    name: str
    marked: list[Marked] = field(default_factory=list)
    calls: list[_Call] = field(default_factory=list)
    bindings: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    _above: list[ast.AST] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> _File:
        """Read a file; `name` is its path in the repository."""
        file = cls(path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix())
        file.visit(ast.parse(path.read_text(encoding="utf-8"), str(path)))
        return file

    def visit(self, node: ast.AST) -> None:
        match node:
            case ast.Call():
                self._call(node)
            case ast.Assign(targets=targets, value=value):
                self.bindings.append((_names(*targets), _names(value)))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.bindings.append((_names(target), _names(value)))
            case ast.For(target=target, iter=source) | ast.comprehension(target=target, iter=source):
                self.bindings.append((_names(target), _names(source)))
            case ast.Return(value=ast.expr() as value):
                self.bindings += [(frozenset({name}), _names(value)) for name in self._functions()[:1]]
        self._above.append(node)
        self.generic_visit(node)
        self._above.pop()

    def _call(self, node: ast.Call) -> None:
        around = [each for each in self._above if isinstance(each, _Function)]
        parameters = [each.arg for function in around for each in _arguments(function.args)]
        names = _names(*node.args, *node.keywords)
        outermost = around[0].name if around and around[0] in self._above[:2] else ""
        self.calls.append(_Call(_called(node), names, frozenset(parameters), outermost))
        text = node.args[-1] if node.args else None  # a context stands before it
        if (
            _called(node) in ("N_", "NC_")
            and isinstance(text, ast.Constant)
            and isinstance(text.value, str)
        ):
            holder, passed_to = self._way_out()
            self.marked.append(Marked(f"{self.name}:{node.lineno}", text.value, holder, passed_to))

    def _functions(self) -> tuple[str, ...]:
        """The functions around the current node, the innermost first."""
        return tuple(each.name for each in reversed(self._above) if isinstance(each, _Function))

    def _way_out(self) -> tuple[str, frozenset[str]]:
        passed_to = set()
        for node in reversed(self._above):
            match node:
                case ast.Call():
                    passed_to.add(_called(node))
                case ast.Assign(targets=[target, *_]) | ast.AnnAssign(target=target):
                    return next(iter(_names(target)), ""), frozenset(passed_to)
                case ast.Return():
                    return next(iter(self._functions()), ""), frozenset(passed_to)
                case ast.stmt() if not isinstance(node, ast.Expr):
                    break
        return "", frozenset(passed_to)


def complaints(paths: Sequence[Path]) -> list[str]:
    """What is wrong with the marked texts of these files."""
    files = [_File.read(path) for path in paths]
    marked = [each for file in files for each in file.marked]
    return [*_never_translated(marked, files), *_written_twice(marked)]


def _written_twice(marked: Sequence[Marked]) -> Iterator[str]:
    """Sentences marked in several places: a shared one becomes a constant, so that it is changed once."""
    places: dict[str, list[str]] = defaultdict(list)
    for each in marked:
        if each.text.endswith(_SENTENCE_ENDS):
            places[each.text].append(each.place)
    for text, found in places.items():
        if len(found) > 1:
            yield f"the same sentence is marked several times, name it once: {text!r} ({', '.join(found)})"


def _never_translated(marked: Sequence[Marked], files: Sequence[_File]) -> Iterator[str]:
    translating = _translating_functions(files)
    looked_up = {
        holder
        for file in files
        for holder in {each.holder for each in marked}
        if not translating.isdisjoint(_calls_with(_derived(file, holder), file.calls))
    }
    for each in marked:
        if translating.isdisjoint(each.passed_to) and each.holder not in looked_up:
            yield f"{each.place}: N_() text is never translated: {each.text!r}"


def _translating_functions(files: Iterable[_File]) -> frozenset[str]:
    """Functions of a module, not of a class, that hand one of their parameters to a translating one."""
    calls = [call for file in files for call in file.calls if call.names & call.parameters]
    found = set(_TRANSLATE)
    while True:
        more = {call.module_function for call in calls if call.function in found} - found - {""}
        if not more:
            return frozenset(found)
        found |= more


def _derived(file: _File, holder: str) -> frozenset[str]:
    """`holder` and the names of this file that get their value from it."""
    found = {holder}
    while True:
        more = {name for names, sources in file.bindings if sources & found for name in names} - found
        if not more:
            return frozenset(found)
        found |= more


def _calls_with(names: Set[str], calls: Iterable[_Call]) -> Iterator[str]:
    return (call.function for call in calls if call.names & names)


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [each for each in every if each.arg not in ("self", "cls")]


def _called(call: ast.Call) -> str:
    """The function's own name; "" for a method and for what is computed."""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _names(*nodes: ast.AST) -> frozenset[str]:
    """Every name and attribute mentioned in these nodes."""
    found = (each for node in nodes for each in ast.walk(node))
    return frozenset(
        each.id if isinstance(each, ast.Name) else each.attr
        for each in found
        if isinstance(each, ast.Name | ast.Attribute)
    )
