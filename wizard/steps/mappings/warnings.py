"""What is wrong about a mapping as a whole, as named problems whose words say the consequence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wizard.mapping.active_mapping import judge_active
from wizard.mapping.attributes import ObjectMapping
from wizard.mapping.mapper import Mapper
from wizard.mapping.values import Person
from wizard.playvox.attributes import attribute
from wizard.problem import Problem


def named_warnings(mapper: Mapper, people: Mapping[str, Person], *, sync_all: bool) -> tuple[Problem, ...]:
    """Everything worth a warning before these mappings are saved.

    `people` by name are those that expressions are tried on; `sync_all`: the scope is all users and groups.
    """
    found = [*_active(mapper, people), *_matching(mapper.mapping)]
    if mapper.role_targets and sync_all:
        facts = {"targets": ", ".join(mapper.role_targets)}
        found.append(Problem("mapping_warning.roles_sync_all", facts))
    return tuple(found)


def _active(mapper: Mapper, people: Mapping[str, Person]) -> Iterator[Problem]:
    verdict = judge_active(mapper, people)
    facts = {"expression": verdict.expression, "person": verdict.person}
    if verdict.problem is not None:
        yield Problem(f"mapping_warning.{verdict.problem}", facts)
    elif not verdict.certain:
        yield Problem("mapping_warning.active_uncertain", facts)


def _matching(mapping: ObjectMapping) -> Iterator[Problem]:
    for row in mapping.matching:
        if not searchable(row.target):
            yield Problem("mapping_warning.matching_not_searchable", {"target": row.target})


def searchable(target: str) -> bool:
    """Whether Playvox documents a search by this attribute."""
    known = attribute(target)
    return known is not None and known.filterable
