"""The complete attribute mappings of a job, as Graph stores them.

The JSON stays as Graph sent it (`SynchronizationSchema.body`): a write must send everything back, also
members this program does not know. It is read once into typed mappings (`SynchronizationSchema.mappings`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic.dataclasses import dataclass as checked

from wizard.entra.consistency import send_then_verify, wait_until
from wizard.entra.graph import Graph, Repeat, segment
from wizard.entra.rows import RowReader
from wizard.entra.values import CONFIG, Flag, Json, Many, Text, read
from wizard.mapping.attributes import MappingSchema, read_schema
from wizard.problem import ChangedMeanwhileError, Problem, ProblemError
from wizard.security.redactor import redact


@dataclass(frozen=True)
class SynchronizationSchema:
    """The complete schema of one job (or template) as Graph sent it. `body` is never modified."""

    job_id: str
    body: Json

    @property
    def version(self) -> str:
        """Graph's version text; changes with every write."""
        return str(self.body.get("version") or "")

    @cached_property
    def mappings(self) -> MappingSchema:
        """The typed mappings, used by everything except writes."""
        return read_schema(self.body)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the content without annotations: differs when the schema was changed meanwhile."""
        meaning = {
            name: value for name, value in _clean(self.body).items() if name not in {"id", "version"}
        }
        return hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()

    def user_rule_id(self) -> str:
        """Id of the rule that provisions users, required by provision on demand.

        Raises "schema_without_user_rule".
        """
        for rule in self._rules():
            mappings = rule.get("objectMappings")
            for mapping in mappings if isinstance(mappings, list) else []:
                source = mapping.get("sourceObjectName") if isinstance(mapping, dict) else None
                if str(source).casefold() == "user" and rule.get("id"):
                    return str(rule["id"])
        raise ProblemError(Problem("schema_without_user_rule", {}))

    def _rules(self) -> list[Json]:
        rules = self.body.get("synchronizationRules")
        return [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []


@checked(frozen=True, slots=True, config=CONFIG)
class FilterOperator:
    """A scoping filter operator of this tenant's service."""

    name: Text = ""
    id: Text = ""
    arity: Text = ""  # "Binary" or "Unary"


@checked(frozen=True, slots=True, config=CONFIG)
class ServiceFunctionParameter:
    """A parameter of a mapping function."""

    name: Text = ""
    type: Text = ""
    required: bool = False


@checked(frozen=True, slots=True, config=CONFIG)
class Function:
    """A mapping function the service knows."""

    name: Text = ""
    id: Text = ""
    parameters: Many[ServiceFunctionParameter] = ()


@dataclass(frozen=True, slots=True)
class ParsedExpression:
    """Microsoft's parse of an expression, and its value for the given person."""

    parsed: bool
    evaluated: bool
    values: tuple[str, ...] = ()
    expression: Json | None = None  # an attributeMappingSource
    error: str = ""  # redacted


async def schema(graph: Graph, service_principal_id: str, job_id: str) -> SynchronizationSchema:
    """The job's schema including directories."""
    return SynchronizationSchema(job_id, await _whole(graph, _path(service_principal_id, job_id)))


async def template_schema(
    graph: Graph, service_principal_id: str, template_id: str
) -> SynchronizationSchema:
    """The schema a job of this template starts with."""
    base = f"/servicePrincipals/{segment(service_principal_id)}/synchronization/templates"
    return SynchronizationSchema("", await _whole(graph, f"{base}/{segment(template_id)}/schema"))


async def save(
    graph: Graph,
    service_principal_id: str,
    wanted: SynchronizationSchema,
    *,
    seen: SynchronizationSchema | None = None,
) -> SynchronizationSchema:
    """Replace the whole schema and read it back.

    A PUT, because Graph's PATCH answers 404 although it is documented. With `seen`, first checks that
    it was not changed since; raises "schema_changed_meanwhile".
    """
    if seen is not None:
        await _unchanged(graph, service_principal_id, seen)
    before = wanted.version
    path, body = _path(service_principal_id, wanted.job_id), _clean(wanted.body)

    async def look() -> SynchronizationSchema | None:
        found = await schema(graph, service_principal_id, wanted.job_id)
        # The service reorders mappings and fills in defaults, so a new version counts as well as equality.
        return found if found.version != before or found.fingerprint == wanted.fingerprint else None

    # Not retried blindly: a save by someone else between two attempts would be overwritten.
    waits = graph.waits
    await send_then_verify("schema", lambda: graph.put(path, body, repeat=Repeat.IF_REJECTED), look, waits)
    deadline = waits.deadline(waits.bounds.schema)
    return await wait_until("schema", look, deadline=deadline, progress=waits.progress)


async def reset(
    graph: Graph,
    service_principal_id: str,
    seen: SynchronizationSchema,
) -> SynchronizationSchema:
    """Reset to the gallery's mappings (Graph docs: delete schema), and read them back.

    Raises "schema_changed_meanwhile" when it differs from `seen`.
    """
    await _unchanged(graph, service_principal_id, seen)
    await graph.delete(_path(service_principal_id, seen.job_id))

    async def look() -> SynchronizationSchema | None:
        found = await schema(graph, service_principal_id, seen.job_id)
        return found if (found.version, found.fingerprint) != (seen.version, seen.fingerprint) else None

    waits = graph.waits
    deadline = waits.deadline(waits.bounds.schema)
    return await wait_until("schema", look, deadline=deadline, progress=waits.progress)


async def _unchanged(graph: Graph, service_principal_id: str, seen: SynchronizationSchema) -> None:
    now = await schema(graph, service_principal_id, seen.job_id)
    if now.fingerprint != seen.fingerprint:
        raise ChangedMeanwhileError(Problem("schema_changed_meanwhile", {}, retryable=True))


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
    body: Json = {"expression": expression}
    if person is not None:
        properties = [_property(name, value) for name, value in person.items() if value is not None]
        body["testInputObject"] = {"definition": None, "properties": properties}
    if target_attribute is not None:
        body["targetAttributeDefinition"] = target_attribute
    path = f"{_path(service_principal_id, job_id)}/parseExpression"
    answer = read(_Parsed, await graph.post(path, body, changes=False))
    error = answer.error
    return ParsedExpression(
        answer.parsing_succeeded,
        answer.evaluation_succeeded,
        answer.evaluation_result,
        answer.parsed_expression,
        redact(f"{error.code}: {error.message}".strip(": ")) if error else "",
    )


async def filter_operators(
    graph: Graph, service_principal_id: str, job_id: str
) -> tuple[FilterOperator, ...]:
    """The operators scoping filters may use (needs the permission to write, Graph docs)."""
    return await graph.rows(FilterOperator, f"{_path(service_principal_id, job_id)}/filterOperators")


async def functions(graph: Graph, service_principal_id: str, job_id: str) -> tuple[Function, ...]:
    """The functions expressions may use (needs the permission to write, Graph docs)."""
    return await graph.rows(Function, f"{_path(service_principal_id, job_id)}/functions")


def _path(service_principal_id: str, job_id: str) -> str:
    return (
        f"/servicePrincipals/{segment(service_principal_id)}/synchronization/jobs/{segment(job_id)}/schema"
    )


async def _whole(graph: Graph, path: str) -> Json:
    """The schema with its directories: a navigation property, which Graph may omit."""
    body = await graph.get(path)
    if not isinstance(body.get("directories"), list):
        reader = RowReader(f"{path}/directories")
        body["directories"] = [row async for row in graph.items(f"{path}/directories", reader=reader)]
        if reader.unread:  # saved later, the schema would lose them
            facts = {"kind": "directory", "where": f"{path}/directories"}
            raise ProblemError(Problem("graph_unexpected_answer", facts, retryable=True))
    return body


def _clean(body: Json) -> Json:
    """The JSON without context annotations, which belong to responses only; `@odata.type` stays."""
    return {name: _cleaned(value) for name, value in body.items() if not name.endswith("@odata.context")}


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return _clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return value


def _property(name: str, value: object) -> Json:
    if isinstance(value, list | tuple):
        texts = [json.dumps(one) if isinstance(one, dict) else str(one) for one in value]
        return {"key": name, "value@odata.type": "#Collection(String)", "value": texts}
    return {"key": name, "value": str(value).lower() if isinstance(value, bool) else str(value)}


@checked(frozen=True, slots=True, config=CONFIG)
class _Error:
    code: Text = ""
    message: Text = ""


@checked(frozen=True, slots=True, config=CONFIG)
class _Parsed:
    """Graph docs: parseExpressionResponse."""

    parsing_succeeded: Flag = False
    evaluation_succeeded: Flag = False
    evaluation_result: Many[Text] = ()
    parsed_expression: Json | None = None
    error: _Error | None = None
