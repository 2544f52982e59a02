"""Evaluate a compiled expression, with the certainty of the result."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any

from wizard.mapping.expression import checker
from wizard.mapping.expression.catalog import signature_of
from wizard.mapping.expression.compiler import closure_of
from wizard.mapping.expression.context import (
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import EvaluationError, UnknowableError
from wizard.mapping.expression.parser import parse
from wizard.mapping.expression.printer import to_text
from wizard.mapping.expression.tree import (
    AttributeNode,
    CallNode,
    Node,
    attributes,
    children,
)
from wizard.mapping.values import Person, Value, kind_of, plain
from wizard.problem import Problem

_MOST_READINGS = 8


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Why a value is uncertain. The problem's code, "uncertain.…", has words."""

    doubt: Doubt
    position: int

    @property
    def problem(self) -> Problem:
        """For `wizard.messages.explain`."""
        return Problem(f"uncertain.{self.doubt.value}", {"position": str(self.position + 1)})


@dataclass(frozen=True, slots=True)
class EvaluationOutcome:
    """`value` is certain when `uncertainties` is empty.

    Otherwise it is the most likely reading, or None when there is none, and must be shown as uncertain.
    `random` values differ at every evaluation.
    """

    value: Value
    uncertainties: tuple[Uncertainty, ...] = ()
    random: bool = False
    known: bool = True
    """False when there is not even a likely reading."""

    @property
    def certain(self) -> bool:
        """Whether Entra's result is certain."""
        return not self.uncertainties

    @property
    def kind(self) -> str:
        """The name of the value's kind; `uncertain` when it is not certain."""
        return kind_of(self.value) if self.certain else "uncertain"

    @property
    def plain(self) -> Any:
        """The value as JSON."""
        return plain(self.value)


@dataclass(frozen=True, slots=True)
class EvaluationStep:
    """A part of the expression and its value for this person."""

    text: str
    position: int
    value: Any


class Compiled:
    """An expression ready for many people: parsed, checked and turned into a closure once."""

    def __init__(self, node: Node, *, saved: bool = False) -> None:
        """Raises CheckError when Entra would refuse the expression."""
        checker.require(node, saved=saved)
        self.node = node
        self.attributes = attributes(node)
        self.random = _has_random_calls(node)
        self.run = closure_of(node)
        """The closure `(person, context) -> value`; check `context.doubts` after calling it."""

    def __repr__(self) -> str:
        return f"Compiled({to_text(self.node)!r})"

    def evaluate(self, person: Person, context: EvaluationContext | None = None) -> EvaluationOutcome:
        """The value for one person. Raises EvaluationError when there is none."""
        used = context or EvaluationContext()
        state = used.random.getstate() if self.random else None
        first = _reading(self, person, used, frozenset(), None)
        doubts = first.doubts
        if not doubts:
            return first.outcome(self.random)
        mattered = {kind: place for kind, place in doubts.items() if first.unknown}
        known = dict(doubts)
        for kind in list(doubts)[:_MOST_READINGS]:
            other = _reading(self, person, used, frozenset((kind,)), state)
            known |= other.doubts
            if other.differs(first):
                mattered[kind] = doubts[kind]
        if not mattered and len(known) > 1:
            other = _reading(self, person, used, frozenset(known), state)
            if other.differs(first):
                mattered = known
        if not mattered:
            return first.outcome(self.random)
        notes = tuple(Uncertainty(kind, place) for kind, place in mattered.items())
        any_reading = not (first.unknown or first.problem)
        value = first.value if any_reading else None
        return EvaluationOutcome(value, notes, self.random, any_reading)

    def steps(self, person: Person, context: EvaluationContext | None = None) -> tuple[EvaluationStep, ...]:
        """Every part that was evaluated, innermost first."""
        found: list[EvaluationStep] = []

        def watch(node: Node, value: Any) -> None:
            position = node.position
            found.append(EvaluationStep(to_text(node), position, plain(value)))

        used = context or EvaluationContext()
        scratch = EvaluationContext(used.now, used.random, used.existing, used.variables)
        # The outcome holds a failure; the steps before it are still shown.
        with contextlib.suppress(EvaluationError, UnknowableError):
            closure_of(self.node, watch)(person, scratch)
        return tuple(found)


@dataclass(slots=True)
class _Run:
    value: Any = None
    problem: EvaluationError | None = None
    unknown: bool = False
    doubts: dict[Doubt, int] = field(default_factory=dict)

    def differs(self, other: _Run) -> bool:
        mine = self.problem.code if self.problem else None
        theirs = other.problem.code if other.problem else None
        if (self.unknown, mine) != (other.unknown, theirs):
            return True
        return kind_of(self.value) != kind_of(other.value) or plain(self.value) != plain(other.value)

    def outcome(self, random: bool) -> EvaluationOutcome:
        if self.problem is not None:
            raise self.problem
        return EvaluationOutcome(self.value, (), random)


def _reading(
    compiled: Compiled, person: Person, context: EvaluationContext, alternate: frozenset[Doubt], state: Any
) -> _Run:
    if state is not None:
        context.random.setstate(state)  # the same random values for every reading
    used = EvaluationContext(context.now, context.random, context.existing, context.variables, alternate)
    run = _Run(doubts=used.doubts)
    try:
        run.value = compiled.run(person, used)
    except EvaluationError as problem:
        run.problem = problem
    except UnknowableError:
        run.unknown = True
    return run


def _has_random_calls(node: Node) -> bool:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, CallNode):
            signature = signature_of(current.name)
            if signature is not None and signature.random:
                return True
        waiting.extend(children(current))
    return False


def compile_expression(expression: str | Node, *, saved: bool = False) -> Compiled:
    """An expression, from text or tree, ready for many people. Raises ParseError, CheckError.

    `saved`: it is stored in Entra, which accepted its functions, also those unknown here.
    """
    return Compiled(parse(expression) if isinstance(expression, str) else expression, saved=saved)


def evaluate(
    expression: str | Node, person: Person, context: EvaluationContext | None = None
) -> EvaluationOutcome:
    """One expression for one person. Raises ParseError, CheckError, EvaluationError."""
    return compile_expression(expression).evaluate(person, context)


__all__ = [
    "AttributeNode",
    "Compiled",
    "EvaluationOutcome",
    "EvaluationStep",
    "Uncertainty",
    "compile_expression",
    "evaluate",
]
