"""The attribute mappings of a job, as Graph keeps them, whole.

The JSON stays as Graph sent it (`Schema.body`): a write must carry everything back, also members this
program does not know. `wizard.mapping` makes typed mappings of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic.dataclasses import dataclass as checked

from wizard.entra.graph import Graph
from wizard.entra.values import CONFIG, Json, Many, Text


@dataclass(frozen=True, slots=True)
class Schema:
    """The complete schema of one job; `etag` tells whether two readings are the same (a hash)."""

    job_id: str
    body: Json

    @property
    def version(self) -> str:
        """Graph's version text; changes with every write."""
        return str(self.body.get("version") or "")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the meaning: unequal when somebody changed it in between."""
        raise NotImplementedError

    def user_rule_id(self) -> str:
        """Id of the rule that provisions users: what provision on demand wants.

        Raises "schema_without_user_rule".
        """
        raise NotImplementedError


@checked(frozen=True, slots=True, config=CONFIG)
class FilterOperator:
    """An operator for scoping filters as this tenant's service names it."""

    name: Text = ""
    id: Text = ""
    arity: Text = ""  # "Binary" or "Unary"
    multivalued_comparison_type: Text = ""
    supported_attribute_types: Many[str] = ()


@checked(frozen=True, slots=True, config=CONFIG)
class FunctionParameter:
    """A parameter of a mapping function."""

    name: Text = ""
    type: Text = ""
    required: bool = False
    allow_multiple_occurrences: bool = False


@checked(frozen=True, slots=True, config=CONFIG)
class Function:
    """A mapping function the service knows."""

    name: Text = ""
    id: Text = ""
    parameters: Many[FunctionParameter] = ()


@dataclass(frozen=True, slots=True)
class ParsedExpression:
    """Microsoft's reading of an expression, and its value for the given person."""

    parsed: bool
    evaluated: bool
    values: tuple[str, ...] = ()
    expression: Json | None = None  # an attributeMappingSource
    error: str = ""  # redacted


async def schema(graph: Graph, service_principal_id: str, job_id: str) -> Schema:
    """The job's schema including directories."""
    raise NotImplementedError


async def save(
    graph: Graph, service_principal_id: str, wanted: Schema, *, seen: Schema | None = None
) -> Schema:
    """Replace the whole schema (PUT: PATCH does not exist although documented) and read it back.

    With `seen`, first checks that nobody changed it since; raises "schema_changed_meanwhile".
    """
    raise NotImplementedError


async def reset(graph: Graph, service_principal_id: str, job_id: str) -> Schema:
    """Back to the gallery's mappings (Graph docs: delete schema)."""
    raise NotImplementedError


async def template_schema(graph: Graph, service_principal_id: str, template_id: str) -> Schema:
    """The schema a job of this template starts with."""
    raise NotImplementedError


async def parse_expression(
    graph: Graph,
    service_principal_id: str,
    job_id: str,
    expression: str,
    person: Mapping[str, object] | None = None,
    *,
    target_attribute: Json | None = None,
) -> ParsedExpression:
    """Let Microsoft parse an expression and evaluate it for attribute values (nothing is changed)."""
    raise NotImplementedError


async def filter_operators(
    graph: Graph, service_principal_id: str, job_id: str
) -> tuple[FilterOperator, ...]:
    """The operators scoping filters may use."""
    raise NotImplementedError


async def functions(graph: Graph, service_principal_id: str, job_id: str) -> tuple[Function, ...]:
    """The functions expressions may use."""
    raise NotImplementedError
