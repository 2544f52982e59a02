"""An object mapping, compiled once, and its values for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wizard.mapping.attributes import (
    AttributeMapping,
    Definition,
    MappingSchema,
    ObjectMapping,
)
from wizard.mapping.expression import (
    Compiled,
    EvaluationContext,
    EvaluationError,
    EvaluationOutcome,
    EvaluationStep,
    ExpressionError,
    Node,
    compile_expression,
    signature_of,
    to_text,
)
from wizard.mapping.expression.errors import UnknowableError
from wizard.mapping.expression.source import from_source
from wizard.mapping.expression.tree import CallNode
from wizard.mapping.paths import (
    ScimPath,
    parse_path,
)
from wizard.mapping.roles import ROLE_FUNCTIONS, SEVERAL_ROLES
from wizard.mapping.scoping import Filter
from wizard.mapping.values import Person, known
from wizard.problem import Problem, ProblemError


@dataclass(frozen=True, slots=True)
class CompiledMapping:
    """One compiled attribute mapping.

    `expression` is its source as text; `compiled` is None when it is not a valid expression, and
    `problem` says why, or when there is no source at all: then only the default is left. `function` is
    the outermost function, "" for none.
    """

    mapping: AttributeMapping
    path: ScimPath
    definition: Definition
    compiled: Compiled | None
    expression: str
    problem: Problem | None = None
    function: str = ""

    @property
    def several(self) -> bool:
        """Whether the target accepts several values, because no single element is selected."""
        whole = not self.path.filtered and not self.path.sub
        return whole and (self.definition.multivalued or self.function in SEVERAL_ROLES)


@dataclass(frozen=True, slots=True)
class MappedValue:
    """The value of one row for one person, its certainty, and the steps that lead to it."""

    row: CompiledMapping
    outcome: EvaluationOutcome | None
    problem: Problem | None
    sources: Mapping[str, Any]
    steps: tuple[EvaluationStep, ...] = ()


class Mapper:
    """The attribute mappings of one kind of object, compiled."""

    def __init__(self, mapping: ObjectMapping, definitions: Mapping[str, Definition] | None = None) -> None:
        known = definitions or {}
        self.mapping = mapping
        self.rows = tuple(_row(item, known) for item in mapping.mappings)
        self.matching = tuple(
            next(row for row in self.rows if row.mapping is item) for item in mapping.matching
        )
        self.attributes = _read_attributes(self.rows, mapping.scope)
        """Source attributes that the mappings and the scoping filter read, by the service's names."""
        self._runs = tuple(
            (row.mapping.target, row.compiled.run) for row in self.rows if row.compiled is not None
        )

    @property
    def role_targets(self) -> tuple[str, ...]:
        """Target attributes that are filled from the roles of a person."""
        return tuple(row.mapping.target for row in self.rows if row.function in ROLE_FUNCTIONS)

    @classmethod
    def of(cls, schema: MappingSchema, kind: str = "User") -> Mapper:
        """The mapper of a schema's users or groups. Raises ProblemError `mapping.no_object_mapping`."""
        found = schema.mapping_for(kind)
        if found is None:
            raise ProblemError(Problem("mapping.no_object_mapping", {"kind": kind}))
        rule, mapping = found
        return cls(mapping, schema.targets(rule, mapping))

    def values(self, person: Person, context: EvaluationContext) -> dict[str, Any]:
        """Target attribute -> most likely value, for many people: no steps, no alternative readings.

        `context.doubts` is empty afterward when every value was certain; an expression without a value for
        this person leaves its attribute out.
        """
        try:
            return {target: run(person, context) for target, run in self._runs}
        except (EvaluationError, UnknowableError):
            return self._values_one_by_one(person, context)

    def _values_one_by_one(self, person: Person, context: EvaluationContext) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for target, run in self._runs:
            try:
                found[target] = run(person, context)
            except (EvaluationError, UnknowableError):
                continue
        return found

    def results(
        self, person: Person, context: EvaluationContext, *, trace: bool = True
    ) -> tuple[MappedValue, ...]:
        """Every row's value for one person, with its doubts and, for `trace`, the steps of evaluation."""
        return self.results_of(self.rows, person, context, trace=trace)

    @staticmethod
    def results_of(
        rows: Iterable[CompiledMapping], person: Person, context: EvaluationContext, *, trace: bool
    ) -> tuple[MappedValue, ...]:
        """The same for some rows only."""
        return tuple(_result(row, person, context, trace=trace) for row in rows)


def _read_attributes(rows: Iterable[CompiledMapping], scope: Filter | None) -> tuple[str, ...]:
    names = [name for row in rows if row.compiled is not None for name in row.compiled.attributes]
    names += [clause.attribute for group in (scope.groups if scope else ()) for clause in group.clauses]
    return tuple(dict.fromkeys(names))


def _row(mapping: AttributeMapping, definitions: Mapping[str, Definition]) -> CompiledMapping:
    path = parse_path(mapping.target)
    definition = definitions.get(mapping.target) or _guessed(mapping.target, path)
    if mapping.source.is_none:
        return CompiledMapping(mapping, path, definition, None, "")
    try:
        compiled = compile_expression(from_source(mapping.source), saved=True)
    except ExpressionError as error:
        return CompiledMapping(
            mapping, path, definition, None, mapping.source.expression or "", error.problem
        )
    return CompiledMapping(
        mapping, path, definition, compiled, to_text(compiled.node), function=_outermost(compiled.node)
    )


def _outermost(node: Node) -> str:
    signature = signature_of(node.name) if isinstance(node, CallNode) else None
    return signature.name if signature else ""


def _guessed(target: str, path: ScimPath) -> Definition:
    # RFC 7643: the only core user attributes of type Boolean that are mapped in practice.
    last = path.sub or path.attribute
    return Definition(target, "Boolean" if last in ("active", "primary") else "String")


def _result(
    row: CompiledMapping, person: Person, context: EvaluationContext, *, trace: bool
) -> MappedValue:
    if row.compiled is None:
        nothing = None if row.problem else EvaluationOutcome(None)
        return MappedValue(row, nothing, row.problem, {})
    sources = known({name: person.get(name) for name in row.compiled.attributes})
    steps = row.compiled.steps(person, context) if trace and row.mapping.source.type == "Function" else ()
    try:
        outcome = row.compiled.evaluate(person, context)
    except EvaluationError as problem:
        return MappedValue(row, None, problem.problem, sources, steps)
    return MappedValue(row, outcome, None, sources, steps)
