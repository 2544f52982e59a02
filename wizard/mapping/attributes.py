"""The synchronization schema: rules, object mappings, attribute mappings, and attribute definitions.

Graph docs: `synchronizationSchema`, `synchronizationRule`, `objectMapping`, `attributeMapping`,
`attributeDefinition`. Unknown members are kept: `write_schema(read_schema(x)) == x`, and a change made with
`dataclasses.replace` alters only the member changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wizard.mapping.expression.source import Source, read_source, write_source
from wizard.mapping.scoping import Filter, read_filter, write_filter

ALWAYS = "Always"
OBJECT_ADD_ONLY = "ObjectAddOnly"
ATTRIBUTE_ADD_ONLY = "AttributeAddOnly"
FLOW_ALWAYS = "FlowAlways"


@dataclass(frozen=True, slots=True)
class AttributeMapping:
    """One row of the mapping table.

    `default` is used at creation only; `matching_priority` above 0 makes it a matching attribute, tried
    from the lowest up; `flow_type` says when it applies.
    """

    target: str
    source: Source
    default: str | None = None
    flow_type: str = ALWAYS
    flow_behavior: str = "FlowWhenChanged"
    matching_priority: int = 0
    export_missing_references: bool = False
    raw: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def only_at_creation(self) -> bool:
        """Whether later changes are not sent."""
        return self.flow_type == OBJECT_ADD_ONLY


@dataclass(frozen=True, slots=True)
class ObjectMapping:
    """The mapping of one kind of object. `flow_types` is Graph's text, such as `Add,Update,Delete`."""

    name: str
    source_object: str
    target_object: str
    mappings: tuple[AttributeMapping, ...]
    scope: Filter | None = None
    enabled: bool = True
    flow_types: str = "Add,Update,Delete"
    raw: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)

    def allows(self, action: str) -> bool:
        """Whether `Add`, `Update` or `Delete` is selected."""
        return action.lower() in [part.strip().lower() for part in self.flow_types.split(",")]

    @property
    def matching(self) -> tuple[AttributeMapping, ...]:
        """The matching attributes in the order they are tried."""
        chosen = [item for item in self.mappings if item.matching_priority > 0]
        return tuple(sorted(chosen, key=lambda item: item.matching_priority))

    def mapping_to(self, target: str) -> AttributeMapping | None:
        """The mapping of a target attribute."""
        return next((item for item in self.mappings if item.target == target), None)

    def with_mapping(self, mapping: AttributeMapping) -> ObjectMapping:
        """A copy with this mapping of its target attribute; a new target is appended."""
        if self.mapping_to(mapping.target) is None:
            return replace(self, mappings=(*self.mappings, mapping))
        changed = tuple(mapping if item.target == mapping.target else item for item in self.mappings)
        return replace(self, mappings=changed)

    def without(self, target: str) -> ObjectMapping:
        """A copy without the mapping of a target attribute."""
        return replace(self, mappings=tuple(item for item in self.mappings if item.target != target))


@dataclass(frozen=True, slots=True)
class SynchronizationRule:
    """A synchronization rule: one direction between two directories."""

    id: str
    name: str
    source_directory: str
    target_directory: str
    object_mappings: tuple[ObjectMapping, ...]
    raw: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Definition:
    """A directory's definition of an attribute.

    `exact_case` False: a change of letter case only is not sent.
    """

    name: str
    type: str = "String"
    multivalued: bool = False
    required: bool = False
    exact_case: bool = False
    anchor: bool = False
    mutability: str = "ReadWrite"
    raw: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MappingSchema:
    """A whole synchronization schema. `definitions` by directory name, object name, attribute name."""

    id: str
    rules: tuple[SynchronizationRule, ...]
    definitions: Mapping[str, Mapping[str, Mapping[str, Definition]]]
    raw: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)

    def mapping_for(self, kind: str = "User") -> tuple[SynchronizationRule, ObjectMapping] | None:
        """The rule and object mapping of users (or groups): the first enabled one whose source is
        that kind.
        """
        found = [
            (rule, item)
            for rule in self.rules
            for item in rule.object_mappings
            if item.source_object.lower() == kind.lower()
        ]
        return next((pair for pair in found if pair[1].enabled), found[0] if found else None)

    @property
    def maps_groups(self) -> bool:
        """Whether a mapping of groups is enabled."""
        found = self.mapping_for("Group")
        return found is not None and found[1].enabled

    def targets(self, rule: SynchronizationRule, mapping: ObjectMapping) -> Mapping[str, Definition]:
        """Definitions of the target's attributes; empty when the schema does not carry them."""
        return self.definitions.get(rule.target_directory, {}).get(mapping.target_object, {})

    def sources(self, rule: SynchronizationRule, mapping: ObjectMapping) -> Mapping[str, Definition]:
        """Definitions of the source's attributes; empty when the schema does not carry them."""
        return self.definitions.get(rule.source_directory, {}).get(mapping.source_object, {})

    def with_object_mapping(self, old: ObjectMapping, new: ObjectMapping) -> MappingSchema:
        """A copy of the schema in which one object mapping is replaced."""
        rules = tuple(
            replace(
                rule, object_mappings=tuple(new if item is old else item for item in rule.object_mappings)
            )
            for rule in self.rules
        )
        return replace(self, rules=rules)


def read_schema(data: Mapping[str, Any]) -> MappingSchema:
    """Read Graph JSON. No content makes this fail: members of an unexpected type are kept but not used."""
    definitions = {
        _text(directory, "name"): {
            _text(item, "name"): {
                _text(one, "name"): _read_definition(one) for one in _maps(item.get("attributes"))
            }
            for item in _maps(directory.get("objects"))
        }
        for directory in _maps(data.get("directories"))
    }
    rules = tuple(_read_rule(item) for item in _maps(data.get("synchronizationRules")))
    return MappingSchema(_text(data, "id"), rules, definitions, data)


def _read_rule(data: Mapping[str, Any]) -> SynchronizationRule:
    return SynchronizationRule(
        _text(data, "id"),
        _text(data, "name"),
        _text(data, "sourceDirectoryName"),
        _text(data, "targetDirectoryName"),
        tuple(_read_object_mapping(item) for item in _maps(data.get("objectMappings"))),
        data,
    )


def _read_object_mapping(data: Mapping[str, Any]) -> ObjectMapping:
    return ObjectMapping(
        _text(data, "name"),
        _text(data, "sourceObjectName"),
        _text(data, "targetObjectName"),
        tuple(read_mapping(item) for item in _maps(data.get("attributeMappings"))),
        read_filter(data.get("scope")),
        data.get("enabled") is not False,
        _text(data, "flowTypes", "Add,Update,Delete"),
        data,
    )


def read_mapping(data: Mapping[str, Any]) -> AttributeMapping:
    """Read one attribute mapping from Graph JSON."""
    default, priority = data.get("defaultValue"), data.get("matchingPriority")
    return AttributeMapping(
        _text(data, "targetAttributeName"),
        read_source(data.get("source")),
        default if isinstance(default, str) else None,
        _text(data, "flowType", ALWAYS),
        _text(data, "flowBehavior", "FlowWhenChanged"),
        priority if isinstance(priority, int) and not isinstance(priority, bool) else 0,
        data.get("exportMissingReferences") is True,
        data,
    )


def _read_definition(data: Mapping[str, Any]) -> Definition:
    return Definition(
        _text(data, "name"),
        _text(data, "type", "String"),
        data.get("multivalued") is True,
        data.get("required") is True,
        data.get("caseExact") is True,
        data.get("anchor") is True,
        _text(data, "mutability", "ReadWrite"),
        data,
    )


def write_schema(schema: MappingSchema) -> dict[str, Any]:
    """Write the whole schema as Graph JSON, as PUT requires."""
    return _overlaid(
        schema.raw,
        {"id": schema.id, "synchronizationRules": [_write_rule(rule) for rule in schema.rules]},
        read_schema(schema.raw or {}),
        schema,
        {"id": "id", "synchronizationRules": "rules"},
    )


def _write_rule(rule: SynchronizationRule) -> dict[str, Any]:
    known = {
        "id": rule.id,
        "name": rule.name,
        "sourceDirectoryName": rule.source_directory,
        "targetDirectoryName": rule.target_directory,
        "objectMappings": [_write_object_mapping(item) for item in rule.object_mappings],
    }
    names = {
        "id": "id",
        "name": "name",
        "sourceDirectoryName": "source_directory",
        "targetDirectoryName": "target_directory",
        "objectMappings": "object_mappings",
    }
    return _overlaid(rule.raw, known, _read_rule(rule.raw or {}), rule, names)


def _write_object_mapping(mapping: ObjectMapping) -> dict[str, Any]:
    known = {
        "name": mapping.name,
        "enabled": mapping.enabled,
        "flowTypes": mapping.flow_types,
        "sourceObjectName": mapping.source_object,
        "targetObjectName": mapping.target_object,
        "scope": write_filter(mapping.scope),
        "attributeMappings": [write_mapping(item) for item in mapping.mappings],
    }
    names = {
        "name": "name",
        "enabled": "enabled",
        "flowTypes": "flow_types",
        "sourceObjectName": "source_object",
        "targetObjectName": "target_object",
        "scope": "scope",
        "attributeMappings": "mappings",
    }
    return _overlaid(mapping.raw, known, _read_object_mapping(mapping.raw or {}), mapping, names)


def write_mapping(mapping: AttributeMapping) -> dict[str, Any]:
    """Write one attribute mapping as Graph JSON."""
    known = {
        "defaultValue": mapping.default,
        "exportMissingReferences": mapping.export_missing_references,
        "flowBehavior": mapping.flow_behavior,
        "flowType": mapping.flow_type,
        "matchingPriority": mapping.matching_priority,
        "targetAttributeName": mapping.target,
        "source": None if mapping.source.is_none else write_source(mapping.source),
    }
    names = {
        "defaultValue": "default",
        "exportMissingReferences": "export_missing_references",
        "flowBehavior": "flow_behavior",
        "flowType": "flow_type",
        "matchingPriority": "matching_priority",
        "targetAttributeName": "target",
        "source": "source",
    }
    return _overlaid(mapping.raw, known, read_mapping(mapping.raw or {}), mapping, names)


def _overlaid(
    raw: Mapping[str, Any] | None, known: Mapping[str, Any], before: Any, now: Any, names: Mapping[str, str]
) -> dict[str, Any]:
    """The original members, with the changed ones replaced (all of them when there is no original)."""
    if raw is None:
        return dict(known)
    changed = {
        key: known[key] for key, name in names.items() if getattr(before, name) != getattr(now, name)
    }
    return {**raw, **changed}


def _text(data: Mapping[str, Any], key: str, otherwise: str = "") -> str:
    value = data.get(key)
    return value if isinstance(value, str) else otherwise


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
