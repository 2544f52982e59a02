"""People as the mapping of a job sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wizard.entra.directory import Person
from wizard.mapping import scoping
from wizard.mapping.attributes import (
    MappingSchema,
    ObjectMapping,
)
from wizard.mapping.body import Preview, preview
from wizard.mapping.expression import EvaluationContext
from wizard.mapping.mapper import Mapper
from wizard.mapping.person import source_person
from wizard.mapping.scoping import (
    Filter,
    ScopeVerdict,
)
from wizard.problem import Problem, ProblemError


@dataclass(frozen=True)
class PersonMapping:
    """The mapping from people to accounts of one job, compiled once."""

    schema: MappingSchema
    mapping: ObjectMapping
    mapper: Mapper
    attributes: tuple[str, ...]
    """Source attributes that mapping and scoping filter read, by the provisioning service's names."""

    @classmethod
    def of(cls, schema: MappingSchema) -> PersonMapping:
        """Compile a job's schema; raises `mapping_missing`."""
        found = schema.mapping_for("User")
        if found is None:
            raise ProblemError(Problem("mapping_missing"))
        mapper = Mapper.of(schema)
        return cls(schema, found[1], mapper, mapper.attributes)

    def seen(self, person: Person, *, in_scope: bool = True) -> dict[str, Any]:
        """The person's source attributes as the provisioning service names them."""
        user = {**person.values}
        if person.account_enabled is not None:
            user.setdefault("accountEnabled", person.account_enabled)
        return source_person(user, in_scope=in_scope, needed=self.attributes)

    def verdict(self, seen: Mapping[str, Any]) -> ScopeVerdict:
        """Result of the scoping filter."""
        return scoping.in_scope(self.mapping.scope, seen)

    def preview(
        self,
        seen: Mapping[str, Any],
        account: Mapping[str, Any] | None,
        *,
        compliant: bool,
        in_scope: bool = True,
        trace: bool = False,
    ) -> Preview:
        """Request for a person and the account found for them."""
        return preview(
            seen,
            self.mapper,
            account,
            compliant=compliant,
            in_scope=in_scope,
            context=_now(),
            trace=trace,
        )


def _now() -> EvaluationContext:
    """Evaluation context with the current time, which expressions may use."""
    return EvaluationContext(now=datetime.now(UTC))


def describe_filter(scope: Filter | None) -> str:
    """A scoping filter in the portal's operators; empty without one."""
    if scope is None or not scope.groups:
        return ""
    groups = []
    for group in scope.groups:
        clauses = [
            " ".join(part for part in (clause.attribute, clause.operator, ", ".join(clause.values)) if part)
            for clause in group.clauses
        ]
        groups.append(" AND ".join(clauses))
    return " OR ".join(f"({text})" for text in groups) if len(groups) > 1 else groups[0]
