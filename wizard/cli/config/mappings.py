"""Attribute mappings, actions and scoping filters of a file, compared with what Entra has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wizard.cli.config.judging import value_node
from wizard.cli.config.model import ActionsTable, Apply, Config, FilterGroupEntry, MappingEntry
from wizard.mapping.attributes import (
    ALWAYS,
    ATTRIBUTE_ADD_ONLY,
    FLOW_ALWAYS,
    OBJECT_ADD_ONLY,
    AttributeMapping,
    ObjectMapping,
)
from wizard.mapping.changes import source_text
from wizard.mapping.expression import ExpressionError, to_text
from wizard.mapping.expression.source import Source, from_source, no_source, to_source
from wizard.mapping.scoping import Clause, Filter, FilterGroup, operator_of
from wizard.messages import _
from wizard.problem import Problem, ProblemError

FLOW_WHEN_CHANGED = "FlowWhenChanged"
APPLIES: dict[Apply, str] = {
    "always": ALWAYS,
    "on_creation": OBJECT_ADD_ONLY,
    "if_empty": ATTRIBUTE_ADD_ONLY,
    "values_added": "ValueAddOnly",
    "multiple_values_added": "MultiValueAddOnly",
}
"""The file's words for Graph's (Graph docs: attributeFlowType)."""
_ACTIONS = {"create": "Add", "update": "Update", "deactivate": "Delete"}


def wanted_mapping(now: ObjectMapping, config: Config) -> ObjectMapping:
    """The mapping of people as the file wants it; what the file leaves out stays as it is.

    Raises `config_last_matching` when no attribute would find existing accounts any more.
    """
    whole = bool(config.provisioning.mappings_complete) and config.mappings is not None
    wanted = now
    for target, entry in (config.mappings or {}).items():
        nothing = wanted.mapping_to(target) is None and not entry.value and not entry.default
        if entry.remove:
            wanted = wanted.without(target)
        elif not nothing:
            wanted = wanted.with_mapping(_mapping(wanted.mapping_to(target), target, entry, whole=whole))
    if whole and config.mappings is not None:
        kept = tuple(item for item in wanted.mappings if item.target in config.mappings)
        wanted = replace(wanted, mappings=kept)
    if now.matching and not wanted.matching:
        raise ProblemError(Problem("config_last_matching", field="mappings"))
    if config.people.scoping_filter is not None:
        wanted = replace(wanted, scope=_filter(now.scope, config.people.scoping_filter))
    return replace(wanted, flow_types=_flow_types(now.flow_types, config.actions))


def _mapping(
    old: AttributeMapping | None, target: str, entry: MappingEntry, *, whole: bool
) -> AttributeMapping:
    base = old or AttributeMapping(target, no_source())
    changed: dict[str, Any] = {}
    if entry.value is not None:
        changed["source"] = _source(base.source, entry.value)
    if (entry.default is not None or whole) and (entry.default or "") != (base.default or ""):
        changed["default"] = entry.default or None
    if entry.matching is not None or whole:
        changed["matching_priority"] = entry.matching or 0
    if entry.apply is not None or whole:
        changed["flow_type"] = APPLIES[entry.apply or "always"]
    if entry.send is not None or whole:
        changed["flow_behavior"] = FLOW_ALWAYS if entry.send == "always" else FLOW_WHEN_CHANGED
    if entry.missing_references is not None or whole:
        changed["export_missing_references"] = bool(entry.missing_references)
    return replace(base, **changed)


def _source(old: Source, text: str) -> Source:
    """The source that the text means; the present one where it means the same."""
    if not text.strip():
        return old if old.is_none else no_source()
    node = value_node(text)
    return old if not old.is_none and to_text(node) == source_text(old) else to_source(node)


def _filter(old: Filter | None, groups: tuple[FilterGroupEntry, ...]) -> Filter | None:
    if not groups:
        return Filter((), old.raw) if old is not None and old.groups else old
    before = old.groups if old is not None else ()
    found = []
    for number, entry in enumerate(groups):
        same = before[number] if number < len(before) else FilterGroup()
        name = same.name if entry.name is None else entry.name
        name = name or ("" if entry.name == "" else _("Filter {number}").format(number=number + 1))
        clauses = []
        for place, clause in enumerate(entry.clauses):
            known = same.clauses[place] if place < len(same.clauses) else None
            wanted = Clause(clause.attribute, clause.operator, clause.values)
            clauses.append(known if known is not None and _same_clause(known, wanted) else wanted)
        found.append(FilterGroup(name, tuple(clauses), same.raw))
    return Filter(tuple(found), old.raw if old is not None else None)


def _same_clause(one: Clause, other: Clause) -> bool:
    first, second = operator_of(one.operator), operator_of(other.operator)
    operators = first == second if first and second else one.operator == other.operator
    unary = first is not None and first.arity == "Unary"
    return operators and one.attribute == other.attribute and (unary or one.values == other.values)


def _flow_types(now: str, actions: ActionsTable) -> str:
    """Graph's text with the stated actions switched; unchanged where it says the same already."""
    parts = [part.strip() for part in now.split(",") if part.strip()]
    known = {part.casefold() for part in parts}
    on = {name: graph.casefold() in known for name, graph in _ACTIONS.items()}
    wanted = {name: on[name] if getattr(actions, name) is None else getattr(actions, name) for name in on}
    if wanted == on:
        return now
    others = [
        part
        for part in parts
        if part.casefold() not in {each.casefold() for each in (*_ACTIONS.values(), "None")}
    ]
    chosen = [graph for name, graph in _ACTIONS.items() if wanted[name]]
    return ",".join((*chosen, *others)) or "None"


def stated_mappings(now: ObjectMapping) -> tuple[dict[str, dict[str, Any]], tuple[str, ...]]:
    """The `[mappings]` that say everything about these, with `mappings_complete`; and the targets that no
    file can state, because their expression or flow cannot be read.
    """
    stated: dict[str, dict[str, Any]] = {}
    unsaid: list[str] = []
    applies = {graph: word for word, graph in APPLIES.items()}
    order = sorted(
        now.mappings,
        key=lambda item: (item.matching_priority or 10_000, item.target.casefold(), item.target),
    )
    for item in order:
        try:
            value = "" if item.source.is_none else to_text(from_source(item.source))
            readable = item.source.is_none or _source(item.source, value) is item.source
        except ExpressionError:
            readable, value = False, ""
        if not readable or item.target in stated or not item.target or item.flow_type not in applies:
            unsaid.append(item.target)
            continue
        entry: dict[str, Any] = {"value": value}
        if item.matching_priority > 0:
            entry["matching"] = item.matching_priority
        if item.default is not None:
            entry["default"] = item.default
        if item.flow_type != ALWAYS:
            entry["apply"] = applies[item.flow_type]
        if item.flow_behavior == FLOW_ALWAYS:
            entry["send"] = "always"
        if item.export_missing_references:
            entry["missing_references"] = True
        stated[item.target] = entry
    return stated, tuple(unsaid)


def stated_filter(now: ObjectMapping) -> list[dict[str, Any]]:
    """The `scoping_filter` that says the same."""
    return [
        {
            "name": group.name,
            "clauses": [
                {"attribute": clause.attribute, "operator": clause.operator, **_value(clause)}
                for clause in group.clauses
            ],
        }
        for group in (now.scope.groups if now.scope is not None else ())
    ]


def _value(clause: Clause) -> dict[str, Any]:
    operator = operator_of(clause.operator)
    if not clause.values or (operator is not None and operator.arity == "Unary"):
        return {}
    return {"value": clause.values[0] if len(clause.values) == 1 else list(clause.values)}


def stated_actions(now: ObjectMapping) -> dict[str, bool]:
    """The `[actions]` that say the same."""
    return {name: now.allows(graph) for name, graph in _ACTIONS.items()}
