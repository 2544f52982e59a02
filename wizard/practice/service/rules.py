"""A job's saved mapping, compiled for evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wizard.mapping.expression import (
    Compiled,
    EvaluationContext,
    compile_expression,
)
from wizard.mapping.expression.tree import CallNode
from wizard.practice.service.failure import EntryError
from wizard.practice.service.special_values import Roles, Several, SingleRole
from wizard.problem import ProblemError

Json = dict[str, Any]
_BROKEN = "AttributeMappingInvalid"
_SINGLE_ROLE = "singleapproleassignment"
_ALL_ROLES = ("approleassignmentscomplex", "assertiveapproleassignmentscomplex")


@dataclass(frozen=True)
class ServiceRule:
    """One attribute mapping. `matching` is its precedence, 0 when it does not match accounts. Without
    `exact_case` a change of letter case alone is none (Entra docs, ToLower). `several`: the target takes
    several values; `function` is the outermost function of the expression, in lower case."""

    target: str
    matching: int
    only_on_creation: bool
    only_if_empty: bool
    default: str | None
    boolean: bool
    exact_case: bool
    constant: str | None
    attribute: str | None
    compiled: Compiled | None
    several: bool = False
    function: str = ""

    def value(self, person: Mapping[str, Any], now: datetime) -> Any:
        """The target value: None, text, boolean, number or a special value. Raises EntryError when the
        expression fails."""
        if self.function in _ALL_ROLES:
            roles = tuple(person.get("appRoleAssignments") or ())
            return Roles(roles, assertive=self.function.startswith("assertive")) if roles else None
        if self.attribute is not None:
            value = person.get(self.attribute)
        elif self.compiled is not None:
            try:
                value = self.compiled.evaluate(person, EvaluationContext(now=now)).plain
            except ProblemError as error:
                raise EntryError(_BROKEN, f"{self.target}: {error.problem.code}") from None
        else:
            value = self.constant
        if self.several:
            values = value if isinstance(value, list) else [value]
            given = tuple(each for each in values if each not in (None, ""))
            return Several(given) if given else None
        if isinstance(value, list):
            value = value[0] if value else None
        if value is None or value == "":
            return None
        if self.function == _SINGLE_ROLE:
            return SingleRole(str(value))
        if self.boolean or isinstance(value, bool):
            return str(value).lower() == "true"
        return value


@dataclass(frozen=True)
class UserMapping:
    """The users' object mapping of a job's schema."""

    rule_id: str
    rules: tuple[ServiceRule, ...]
    scope: Json | None
    creates: bool
    updates: bool
    deletes: bool
    target_system: str
    target_object: str
    groups: bool  # whether a group mapping is switched on

    @property
    def matching(self) -> tuple[ServiceRule, ...]:
        """The rules that find an existing account, in order of precedence."""
        return tuple(sorted((rule for rule in self.rules if rule.matching), key=lambda rule: rule.matching))


class SchemaError(Exception):
    """The saved schema cannot be used."""


def read_mapping(schema: Json) -> UserMapping:
    """The users' mapping in a synchronizationSchema. Raises SchemaError."""
    groups = False
    found: tuple[Json, Json] | None = None
    for rule in schema.get("synchronizationRules") or []:
        for mapping in rule.get("objectMappings") or []:
            source = str(mapping.get("sourceObjectName", "")).lower()
            if source == "group" and mapping.get("enabled"):
                groups = True
            elif source == "user" and mapping.get("enabled") and found is None:
                found = rule, mapping
    if found is None:
        raise SchemaError("there is no mapping for users")
    rule, mapping = found
    target = str(rule.get("targetDirectoryName", ""))
    definitions = _definitions(schema, target, str(mapping.get("targetObjectName", "")))
    flow = {name.strip().lower() for name in str(mapping.get("flowTypes", "")).split(",")}
    rules = tuple(_rule(each, definitions) for each in mapping.get("attributeMappings") or [])
    if not any(each.matching for each in rules):
        raise SchemaError("no attribute is used for matching")
    return UserMapping(
        rule_id=str(rule.get("id", "")),
        rules=rules,
        scope=mapping.get("scope"),
        creates="add" in flow,
        updates="update" in flow,
        deletes="delete" in flow,
        target_system=target,
        target_object=str(mapping.get("targetObjectName", "")),
        groups=groups,
    )


def _rule(mapping: Json, definitions: dict[str, Json]) -> ServiceRule:
    source = mapping.get("source") or {}
    kind = str(source.get("type", "")).lower()
    expression = str(source.get("expression") or "")
    target = str(mapping.get("targetAttributeName", ""))
    compiled = None
    if kind == "function":
        try:
            compiled = compile_expression(expression, saved=True)
        except ProblemError as error:
            raise SchemaError(f"{target}: {error.problem.code}") from None
    flow = str(mapping.get("flowType") or "Always").lower()
    definition = definitions.get(target.lower(), {})
    whole = not target.endswith("]") and "]." not in target
    return ServiceRule(
        target=target,
        matching=max(0, int(mapping.get("matchingPriority") or 0)),
        only_on_creation=flow == "objectaddonly",
        only_if_empty=flow == "attributeaddonly",
        default=mapping.get("defaultValue") or None,
        boolean=target.lower() == "active" or definition.get("type") == "Boolean",  # RFC 7643 section 4.1.1
        exact_case=definition.get("caseExact") is True,
        constant=_constant(source, expression) if kind == "constant" else None,
        attribute=str(source.get("name") or expression.strip("[]")) if kind == "attribute" else None,
        compiled=compiled,
        several=definition.get("multivalued") is True and whole,
        function=compiled.node.name.lower() if compiled and isinstance(compiled.node, CallNode) else "",
    )


def _constant(source: Json, expression: str) -> str:
    name = source.get("name")
    return str(name) if name is not None else expression.strip('"')


def _definitions(schema: Json, directory_name: str, object_name: str) -> dict[str, Json]:
    """What the schema says about the target attributes, by name in lower case."""
    found: dict[str, Json] = {}
    for directory in schema.get("directories") or []:
        if directory.get("name") != directory_name:
            continue
        for definition in directory.get("objects") or []:
            if definition.get("name") == object_name:
                found |= {str(each["name"]).lower(): each for each in definition.get("attributes") or []}
    return found
