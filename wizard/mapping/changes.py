"""The differences between two object mappings, shown before they are saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wizard.mapping.attributes import AttributeMapping, ObjectMapping
from wizard.mapping.expression import ParseError, to_text
from wizard.mapping.expression.source import Source, from_source
from wizard.mapping.scoping import Clause, Filter

Aspect = Literal[
    "mapping", "source", "default", "applies", "matching", "scope", "flow", "enabled", "references"
]


@dataclass(frozen=True, slots=True)
class BodyChange:
    """One difference.

    `target` is the attribute, or "" for the object mapping itself. `before` and `after` are texts; a new
    mapping has no `before` (""), a deleted one no `after`.
    """

    aspect: Aspect
    target: str
    before: str
    after: str


def changes(old: ObjectMapping, new: ObjectMapping) -> tuple[BodyChange, ...]:
    """Every difference that affects provisioning: per attribute, then of the object mapping itself."""
    found: list[BodyChange] = []
    for target in dict.fromkeys(item.target for item in (*old.mappings, *new.mappings)):
        before, after = old.mapping_to(target), new.mapping_to(target)
        if before is None or after is None:
            found.append(BodyChange("mapping", target, _shown(before), _shown(after)))
        else:
            found += _between(before, after)
    whole: tuple[tuple[Aspect, str, str], ...] = (
        ("scope", filter_text(old.scope), filter_text(new.scope)),
        ("flow", old.flow_types, new.flow_types),
        ("enabled", str(old.enabled), str(new.enabled)),
    )
    found += [BodyChange(aspect, "", before, after) for aspect, before, after in whole if before != after]
    return tuple(found)


def _shown(mapping: AttributeMapping | None) -> str:
    return source_text(mapping.source) if mapping else ""


def _between(old: AttributeMapping, new: AttributeMapping) -> list[BodyChange]:
    pairs: tuple[tuple[Aspect, str, str], ...] = (
        ("source", source_text(old.source), source_text(new.source)),
        ("default", old.default or "", new.default or ""),
        ("applies", f"{old.flow_type} {old.flow_behavior}", f"{new.flow_type} {new.flow_behavior}"),
        ("matching", str(old.matching_priority), str(new.matching_priority)),
        ("references", str(old.export_missing_references), str(new.export_missing_references)),
    )
    return [
        BodyChange(aspect, old.target, before, after) for aspect, before, after in pairs if before != after
    ]


def source_text(source: Source) -> str:
    """The source as an expression; as stored when it cannot be read."""
    try:
        return to_text(from_source(source))
    except ParseError:
        return source.expression or source.name or ""


def filter_text(scope: Filter | None) -> str:
    """A filter in one line: clauses joined by AND, groups in parentheses joined by OR; "" for none."""
    groups = (
        [" AND ".join(clause_text(clause) for clause in group.clauses) for group in scope.groups]
        if scope
        else []
    )
    return groups[0] if len(groups) == 1 else " OR ".join(f"({group})" for group in groups)


def clause_text(clause: Clause) -> str:
    """`department EQUALS "Sales"`."""
    shown = " ".join(f'"{value}"' for value in clause.values)
    return f"{clause.attribute} {clause.operator} {shown}".rstrip()
