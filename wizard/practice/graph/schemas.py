"""A job's synchronization schema.

Source: Graph docs, "Get synchronizationSchema", "Update synchronizationSchema", "Delete
synchronizationSchema",
"synchronizationSchema: filterOperators", ": functions", ": parseExpression".
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wizard.mapping.expression import (
    SIGNATURES,
    EvaluationContext,
    ExpressionError,
    compile_expression,
    parse,
)
from wizard.mapping.expression.source import to_source, write_source
from wizard.mapping.scoping import OPERATORS
from wizard.practice.graph import default_schema
from wizard.practice.graph.call import (
    NO_CONTENT,
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import bad_request, no_such_route, not_found, wrapped
from wizard.practice.graph.function_names import PARAMETER_NAMES
from wizard.practice.graph.jobs import fabric_address
from wizard.practice.graph.sync import context, job
from wizard.practice.store import (
    Json,
    ObjectKind,
)

_TYPES = {"text": "String", "integer": "Integer", "boolean": "Boolean", "date": "DateTime"}


def get_schema(call: RouteCall) -> RouteAnswer:
    """GET .../jobs/{job}/schema, directories included."""
    found = job(call)
    where = context(call, call.params["sp"], f"jobs('{found['id']}')/schema")
    return RouteAnswer(
        200,
        {
            "@odata.context": f"{where}/$entity",
            "directories@odata.context": f"{where}/directories",
            **_saved(call),
        },
    )


def put_schema(call: RouteCall) -> RouteAnswer:
    """PUT .../schema: replaces the whole schema and makes the service evaluate everyone again."""
    found = job(call)
    sent = {name: value for name, value in call.json().items() if "@" not in name}
    _check(sent)
    version = _next_version(_saved(call)["version"])
    saved = {**sent, "id": found["id"], "version": version}
    call.store.put(ObjectKind.SCHEMA, found["id"], saved, parent=call.params["sp"], lag=call.tenant.lag)
    _look_again(call, found["id"])
    return NO_CONTENT


def delete_schema(call: RouteCall) -> RouteAnswer:
    """DELETE .../schema: back to the template's."""
    found = job(call)
    version = _next_version(_saved(call)["version"])
    restored = default_schema.build(found["id"], version)
    call.store.put(ObjectKind.SCHEMA, found["id"], restored, parent=call.params["sp"], lag=call.tenant.lag)
    _look_again(call, found["id"])
    return NO_CONTENT


def patch_schema(call: RouteCall) -> RouteAnswer:
    """PATCH .../schema is generated in SDKs and not implemented by the service."""
    raise no_such_route(fabric_address(call))


def list_directories(call: RouteCall) -> RouteAnswer:
    """GET .../schema/directories."""
    job(call)
    where = context(call, call.params["sp"], f"jobs('{call.params['job']}')/schema/directories")
    return RouteAnswer(200, {"@odata.context": where, "value": _saved(call)["directories"]})


def discover(call: RouteCall) -> RouteAnswer:
    """POST .../schema/directories/{directory}/discover."""
    job(call)
    for directory in _saved(call)["directories"]:
        if directory["id"] == call.params["directory"]:
            return call.entity("directoryDefinition", directory)
    raise not_found(call.params["directory"])


def filter_operators(call: RouteCall) -> RouteAnswer:
    """GET .../schema/filterOperators, also of a template."""
    value = [
        {
            "id": operator.name,
            "arity": operator.arity,
            "multivaluedComparisonType": "All",
            "supportedAttributeTypes": list(operator.types),
        }
        for operator in OPERATORS
        if operator.types
    ]
    return RouteAnswer(
        200, {"@odata.context": call.context("Collection(filterOperatorSchema)"), "value": value}
    )


def functions(call: RouteCall) -> RouteAnswer:
    """GET .../schema/functions, also of a template."""
    value = [
        {
            "id": signature.name,
            "parameters": [
                {
                    "name": name,
                    "type": _TYPES.get(parameter.type, "String"),
                    "required": parameter.required,
                    "allowMultipleOccurrences": parameter.repeating,
                }
                for parameter, name in zip(
                    signature.parameters, PARAMETER_NAMES[signature.name.lower()], strict=True
                )
            ],
        }
        for signature in SIGNATURES.values()
        if not signature.dialect
    ]
    return RouteAnswer(
        200, {"@odata.context": call.context("Collection(attributeMappingFunctionSchema)"), "value": value}
    )


def parse_expression(call: RouteCall) -> RouteAnswer:
    """POST .../schema/parseExpression: parses, and evaluates when there is a test object."""
    body = call.json()
    expression = body.get("expression")
    if not isinstance(expression, str):
        raise bad_request("The parameter 'expression' is missing.")
    answer: Json = {
        "parsingSucceeded": False,
        "parsedExpression": None,
        "evaluationSucceeded": False,
        "evaluationResult": [],
        "error": None,
    }
    try:
        node = parse(expression)
        compiled = compile_expression(node)
        answer["parsingSucceeded"] = True
        answer["parsedExpression"] = write_source(to_source(node, PARAMETER_NAMES))
        if body.get("testInputObject"):
            person = {pair["key"]: pair.get("value") for pair in _properties(body["testInputObject"])}
            outcome = compiled.evaluate(
                person, EvaluationContext(now=call.tenant.clock.now() + timedelta(0))
            )
            answer["evaluationSucceeded"] = True
            answer["evaluationResult"] = _texts(outcome.value)
    except ExpressionError as failure:
        answer["error"] = {"code": "InvalidExpression", "message": f"{failure.code} at {failure.position}"}
    return call.entity("microsoft.graph.parseExpressionResponse", answer)


def _properties(test_object: Any) -> list[Json]:
    listed = test_object.get("properties") if isinstance(test_object, dict) else None
    if not isinstance(listed, list) or not all(isinstance(pair, dict) and "key" in pair for pair in listed):
        raise bad_request("The parameter 'testInputObject' is not well formed.")
    return listed


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return [str(value)]


def _saved(call: RouteCall) -> Json:
    saved = call.store.get(ObjectKind.SCHEMA, call.params["job"], lagging=True)
    if saved is None:
        raise not_found(call.params["job"])
    return saved


def _next_version(version: str) -> str:
    head, _, tail = version.rpartition(".")
    return f"{head}.{int(tail) + 1}" if tail.isdigit() else f"{version}.1"


def _look_again(call: RouteCall, job_id: str) -> None:
    if call.tenant.service is not None:
        call.tenant.service.restart(job_id, frozenset({"Watermark"}))


def _check(schema: Json) -> None:
    """A schema must be whole, and every mapping must parse. Raises GraphError."""
    rules, directories = schema.get("synchronizationRules"), schema.get("directories")
    if not isinstance(rules, list) or not rules or not isinstance(directories, list) or not directories:
        raise wrapped(
            400, "InvalidSchema", "The complete schema with rules and directories has to be sent."
        )
    for rule in rules:
        for mapping in rule.get("objectMappings") or []:
            targets = [item.get("targetAttributeName") for item in mapping.get("attributeMappings") or []]
            twice = next((target for target in targets if targets.count(target) > 1), None)
            if twice is not None:
                raise wrapped(409, "Conflict", f"The target attribute '{twice}' is mapped more than once.")
            if not any(item.get("matchingPriority") for item in mapping.get("attributeMappings") or []):
                raise wrapped(400, "InvalidSchema", "At least one matching attribute is needed.")
            for item in mapping.get("attributeMappings") or []:
                _check_expression(item)


def _check_expression(mapping: Json) -> None:
    source = mapping.get("source") or {}
    if source.get("type") != "Function":
        return
    try:
        compile_expression(parse(str(source.get("expression") or "")))
    except ExpressionError as failure:
        target = mapping.get("targetAttributeName")
        raise wrapped(
            400, "InvalidExpression", f"The expression for '{target}' is not valid: {failure.code}."
        ) from None
