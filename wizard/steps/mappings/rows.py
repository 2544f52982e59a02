"""The table of mappings and what is worth a look about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from wizard.mapping.changes import source_text
from wizard.mapping.expression import EvaluationContext
from wizard.mapping.expression.source import Source
from wizard.mapping.mapper import (
    CompiledMapping,
    MappedValue,
)
from wizard.messages import (
    explain,
)
from wizard.messages.change_warnings import ChangeWarning, change_warning, problem_warning
from wizard.plan import PersonMapping
from wizard.playvox.attributes import ATTRIBUTES, attribute
from wizard.problem import Problem
from wizard.steps.mappings.preview import (
    doubt_text,
    shown_value,
)
from wizard.steps.mappings.view import MappingRow

KINDS = {"Attribute": "direct", "Constant": "constant"}
NO_SOURCE = "none"


def kind_of(source: Source) -> str:
    """The kind of a source: "direct", "constant", "expression", or "none" when there is only a default."""
    return NO_SOURCE if source.is_none else KINDS.get(source.type, "expression")


def shown_text(source: Source) -> str:
    """The source as it is typed: an attribute's bare name, a constant without quotes, or the expression."""
    kind = KINDS.get(source.type)
    if source.is_none:
        return ""
    if kind == "direct":
        return source.name or (source.expression or "").strip("[]")
    if kind == "constant":
        return source.name or ""
    return source_text(source)


def mapping_rows(mapping: PersonMapping, sample: Mapping[str, Any] | None) -> tuple[MappingRow, ...]:
    """Every mapping, with its value for the sample person."""
    if sample is None:
        return tuple(_row(item, None) for item in mapping.mapper.rows)
    results = mapping.mapper.results(sample, EvaluationContext(now=datetime.now(UTC)), trace=False)
    return tuple(_row(each.row, each) for each in results)


def _row(row: CompiledMapping, result: MappedValue | None) -> MappingRow:
    item = row.mapping
    warnings: list[ChangeWarning] = []
    known = attribute(item.target)
    if known is None:
        warnings.append(change_warning("attribute_undocumented", item.target))
    if row.problem is not None:
        warnings.append(ChangeWarning("expression_fails", explain(row.problem).what, item.target))
    if item.source.is_none and item.default:
        warnings.append(change_warning("default_unclear", item.target))
    if known is not None and item.matching_priority > 0 and not known.filterable:
        warnings.append(change_warning("matching_not_searchable", item.target))
    outcome = result.outcome if result is not None else None
    if outcome is not None and not outcome.certain:
        warnings.append(ChangeWarning("value_doubtful", doubt_text(outcome.uncertainties), item.target))
    if result is not None and result.problem is not None and row.problem is None:
        warnings.append(ChangeWarning("expression_fails", explain(result.problem).what, item.target))
    return MappingRow(
        target=item.target,
        source=row.expression,
        kind=kind_of(item.source),
        matching=item.matching_priority,
        only_on_create=item.only_at_creation,
        default=item.default or "",
        warnings=tuple(warnings),
        text=shown_text(item.source),
        sample=shown_value(outcome.value) if outcome is not None else "",
        type=known.type if known is not None else "",
        filterable=known is not None and known.filterable,
        flow_type=item.flow_type,
    )


def mapping_warnings(
    mapping: PersonMapping, group_mapping: str, named: Sequence[Problem] = ()
) -> tuple[ChangeWarning, ...]:
    """What is worth a look about all of them; `group_mapping` is "none", "on" or "off"."""
    people, warnings = mapping.mapping, []
    if not people.matching:
        warnings.append(change_warning("no_matching"))
    if not people.enabled:
        warnings.append(change_warning("mapping_off"))
    for action, code in (("Add", "creating_off"), ("Update", "updating_off")):
        if not people.allows(action):
            warnings.append(change_warning(code))
    warnings += [problem_warning(each) for each in named]
    if group_mapping == "on":
        warnings.append(change_warning("groups_mapped"))
    missing = [item.name for item in ATTRIBUTES if people.mapping_to(item.name) is None]
    if missing and "userName" in missing:
        warnings.append(change_warning("user_name_not_mapped"))
    return tuple(warnings)
