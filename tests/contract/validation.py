"""Checks Graph requests and answers against the JSON Schema made from Graph's public metadata."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

SCHEMA_FILE = Path(__file__).parents[1] / "data" / "graph-v1.0.schema.json"

_TYPED = re.compile(r"^#microsoft\.graph\.(\w+)$")
_ERROR = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "innerError"],
            "properties": {
                "code": {"type": "string", "minLength": 1},
                "message": {"type": ["string", "null"]},
                "innerError": {
                    "type": "object",
                    "required": ["date", "request-id", "client-request-id"],
                },
            },
        }
    },
}


@dataclass(frozen=True)
class Shape:
    """Request and answer of an endpoint: names of types, "" for no body, "text" for plain text.

    `many` says that the answer is a collection. An `action` names an entry of the schema's `x-actions`,
    whose parameters the request body holds.
    """

    answer: str = ""
    many: bool = False
    request: str = ""
    action: str = ""


# A complex type whose members are all navigation properties is empty in the schema; the documented answer
# (graph-examples/applicationTemplates-instantiate.json) holds both.
_NAVIGATION = {"applicationServicePrincipal": ("application", "servicePrincipal")}

_SP = r"/servicePrincipals/[^/]+"
_JOBS = rf"{_SP}/synchronization/jobs"
_JOB = rf"{_JOBS}/[^/]+"
_TEMPLATES = r"/(servicePrincipals|applications)/[^/]+/synchronization/templates"
_SECRETS = rf"{_SP}/synchronization/secrets"
_ROLES = r"/roleManagement/directory"

_SHAPES: tuple[tuple[str, str, Shape], ...] = (
    ("GET", r".*/\$count", Shape("text")),
    ("GET", r"/applicationTemplates", Shape("applicationTemplate", many=True)),
    ("GET", r"/applicationTemplates/[^/]+", Shape("applicationTemplate")),
    (
        "POST",
        r"/applicationTemplates/[^/]+/instantiate",
        Shape("applicationServicePrincipal", action="applicationTemplate/instantiate"),
    ),
    ("GET", r"/applications", Shape("application", many=True)),
    ("POST", r"/applications", Shape("application", request="application")),
    (
        "POST",
        r"/applications/[^/]+/addPassword",
        Shape("passwordCredential", action="application/addPassword"),
    ),
    # The metadata excerpt has no types for federated credentials, references and directory objects.
    ("GET", r"/applications/[^/]+/federatedIdentityCredentials", Shape("?", many=True)),
    ("POST", r"/applications/[^/]+/federatedIdentityCredentials", Shape("?")),
    ("POST", rf"{_SP}/owners/\$ref", Shape()),
    ("GET", rf"{_SP}/ownedObjects", Shape("*", many=True)),
    ("POST", r"/servicePrincipals", Shape("servicePrincipal", request="servicePrincipal")),
    ("POST", rf"{_SP}/appRoleAssignments", Shape("appRoleAssignment", request="appRoleAssignment")),
    ("GET", r"/applications(/[^/]+|\(appId='[^']+'\))", Shape("application")),
    ("PATCH", r"/applications/[^/]+", Shape(request="application")),
    ("DELETE", r"/applications/[^/]+", Shape()),
    ("GET", r"/servicePrincipals", Shape("servicePrincipal", many=True)),
    ("GET", r"/servicePrincipals(/[^/]+|\(appId='[^']+'\))", Shape("servicePrincipal")),
    ("PATCH", _SP, Shape(request="servicePrincipal")),
    ("DELETE", _SP, Shape()),
    (
        "GET",
        r"/(servicePrincipals|users|groups)/[^/]+/appRoleAssign\w+",
        Shape("appRoleAssignment", many=True),
    ),
    ("GET", rf"{_SP}/owners", Shape("user", many=True)),
    ("GET", r"/applications/[^/]+/owners", Shape("user", many=True)),
    ("GET", r"/me/ownedObjects/microsoft\.graph\.servicePrincipal", Shape("servicePrincipal", many=True)),
    ("POST", rf"{_SP}/appRoleAssignedTo", Shape("appRoleAssignment", request="appRoleAssignment")),
    ("DELETE", rf"{_SP}/appRoleAssignedTo/[^/]+", Shape()),
    ("GET", _TEMPLATES, Shape("synchronizationTemplate", many=True)),
    ("GET", rf"{_TEMPLATES}/[^/]+", Shape("synchronizationTemplate")),
    ("GET", rf"{_TEMPLATES}/[^/]+/schema", Shape("synchronizationSchema")),
    ("GET", _JOBS, Shape("synchronizationJob", many=True)),
    ("POST", _JOBS, Shape("synchronizationJob", request="synchronizationJob")),
    (
        "POST",
        rf"{_JOBS}/validateCredentials",
        Shape(action="Collection(synchronizationJob)/validateCredentials"),
    ),
    ("GET", _JOB, Shape("synchronizationJob")),
    ("DELETE", _JOB, Shape()),
    ("POST", rf"{_JOB}/start", Shape(action="synchronizationJob/start")),
    ("POST", rf"{_JOB}/pause", Shape(action="synchronizationJob/pause")),
    ("POST", rf"{_JOB}/restart", Shape(action="synchronizationJob/restart")),
    ("POST", rf"{_JOB}/validateCredentials", Shape(action="synchronizationJob/validateCredentials")),
    (
        "POST",
        rf"{_JOB}/provisionOnDemand",
        Shape("stringKeyStringValuePair", action="synchronizationJob/provisionOnDemand"),
    ),
    ("GET", rf"{_JOB}/schema", Shape("synchronizationSchema")),
    ("PUT", rf"{_JOB}/schema", Shape(request="synchronizationSchema")),
    ("DELETE", rf"{_JOB}/schema", Shape()),
    ("GET", rf"{_JOB}/schema/directories", Shape("directoryDefinition", many=True)),
    ("POST", rf"{_JOB}/schema/directories/[^/]+/discover", Shape("directoryDefinition")),
    ("GET", r".*/schema/filterOperators(\(\))?", Shape("filterOperatorSchema", many=True)),
    ("GET", r".*/schema/functions(\(\))?", Shape("attributeMappingFunctionSchema", many=True)),
    (
        "POST",
        r".*/schema/parseExpression",
        Shape("parseExpressionResponse", action="synchronizationSchema/parseExpression"),
    ),
    ("GET", _SECRETS, Shape("synchronizationSecretKeyStringValuePair", many=True)),
    ("PUT", _SECRETS, Shape(request="Collection(synchronizationSecretKeyStringValuePair)")),
    ("GET", r"/users(/delta)?", Shape("user", many=True)),
    ("GET", r"/directory/deletedItems/microsoft\.graph\.user", Shape("user", many=True)),
    ("GET", r"/users/[^/]+", Shape("user")),
    ("GET", r"/groups(/delta)?", Shape("group", many=True)),
    ("GET", r"/groups/[^/]+/(members|transitiveMembers)(/microsoft\.graph\.\w+)?", Shape("*", many=True)),
    ("GET", r"/groups/[^/]+", Shape("group")),
    ("GET", r"/organization", Shape("organization", many=True)),
    ("GET", r"/subscribedSkus", Shape("subscribedSku", many=True)),
    ("GET", r"/me", Shape("user")),
    ("GET", r"/users/[^/]+/memberOf(/microsoft\.graph\.\w+)?", Shape("*", many=True)),
    ("GET", r"/me/(transitiveM|m)emberOf(/microsoft\.graph\.\w+)?", Shape("*", many=True)),
    ("GET", rf"{_ROLES}/roleAssignments", Shape("unifiedRoleAssignment", many=True)),
    # The metadata excerpt has no type for schedule instances.
    ("GET", rf"{_ROLES}/role\w+ScheduleInstances/.*", Shape("?", many=True)),
    ("GET", r"/auditLogs/provisioning", Shape("provisioningObjectSummary", many=True)),
)
SHAPES = tuple((method, re.compile(f"^{path}/?$", re.IGNORECASE), shape) for method, path, shape in _SHAPES)


def shape_of(method: str, path: str) -> Shape | None:
    """The contract of an endpoint; None for an unknown one."""
    for wanted, pattern, shape in SHAPES:
        if wanted == method and pattern.match(path):
            return shape
    return None


def check_answer(method: str, path: str, status: int, body: Any) -> list[str]:
    """Violations in an answer; empty when there are none."""
    where = f"{method} {path} → {status}"
    if status >= 400:
        return [f"{where}: {text}" for text in _faults(_validator("error"), body)]
    shape = shape_of(method, path)
    if shape is None:
        return [f"{where}: the contract names no such endpoint"]
    if not shape.answer:
        return [] if body is None and status == 204 else [f"{where}: 204 without a body is expected"]
    if shape.answer == "text":
        return [] if isinstance(body, str) else [f"{where}: plain text is expected"]
    if not isinstance(body, dict) or "@odata.context" not in body:
        return [f"{where}: @odata.context is missing"]
    if not shape.many:
        return [f"{where}: {text}" for text in _faults(_validator(shape.answer), body)]
    found = [
        f"{where}: '{name}' beside value" for name in body if name != "value" and not name.startswith("@")
    ]
    if not isinstance(body.get("value"), list):
        return [*found, f"{where}: 'value' is not a list"]
    cast = re.search(r"/microsoft\.graph\.(\w+)$", path)
    for item in body["value"]:
        name = shape.answer
        if name == "*":
            typed = _TYPED.match(item.get("@odata.type", ""))
            name = typed[1] if typed else cast[1] if cast else "directoryObject without @odata.type"
        found += [f"{where}: {text}" for text in _faults(_validator(name), item)]
    return found


def check_request(method: str, path: str, body: Any) -> list[str]:
    """Violations in a request body; empty when there are none."""
    shape = shape_of(method, path)
    where = f"{method} {path}"
    if shape is None:
        return []
    if shape.action:
        validator = _action(shape.action)
        return [f"{where}: {text}" for text in _faults(validator, body if body is not None else {})]
    if not shape.request and (shape.answer == "?" or path.endswith("/$ref")):
        return []
    if not shape.request:
        return [] if body is None else [f"{where}: no body is expected"]
    return [f"{where}: {text}" for text in _faults(_validator(shape.request), body)]


class _Checker:
    """A schema that remembers its latest answers: the same users and groups are sent again and again."""

    def __init__(self, validator: Draft202012Validator) -> None:
        self._validator = validator
        self._of_text = functools.lru_cache(maxsize=2048)(self._faults_of_text)

    def faults(self, body: Any) -> tuple[str, ...]:
        """What in this body is not as the schema says."""
        return self._of_text(json.dumps(body))

    def _faults_of_text(self, text: str) -> tuple[str, ...]:
        errors = self._validator.iter_errors(json.loads(text))
        return tuple(f"{error.json_path}: {error.message[:200]}" for error in errors)


def _faults(checker: _Checker | None, body: Any) -> tuple[str, ...]:
    return () if checker is None else checker.faults(body)


@functools.cache
def contract() -> dict[str, Any]:
    """The schema file with the metadata's navigation properties, which the generator leaves out."""
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    for name, members in _NAVIGATION.items():
        loaded["$defs"][name]["properties"] |= {each: {"$ref": f"#/$defs/{each}"} for each in members}
    return loaded


@functools.cache
def _validator(name: str) -> _Checker | None:
    if name == "?":
        return None
    if name == "error":
        return _Checker(Draft202012Validator(_ERROR))
    collection = re.match(r"^Collection\((\w+)\)$", name)
    if collection:
        item = {"$ref": f"#/$defs/{collection[1]}"}
        return _made({"type": "object", "required": ["value"], "properties": {"value": {"items": item}}})
    assert name in contract()["$defs"], f"the contract has no type {name}"
    return _made({"$ref": f"#/$defs/{name}"})


@functools.cache
def _action(name: str) -> _Checker:
    parameters = contract()["x-actions"][name]["parameters"]
    return _made({"type": "object", "properties": parameters, "additionalProperties": False})


def _made(root: dict[str, Any]) -> _Checker:
    schema = {**root, "$defs": contract()["$defs"]}
    return _Checker(Draft202012Validator(schema, format_checker=FormatChecker()))
